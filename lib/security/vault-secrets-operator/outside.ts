import type { SecretStore } from '../../contracts/secret-stores';
import { isAddress } from '../server-address';
import type { OutsideVault } from './words';

/** What is wrong with a Vault outside of the platform, if anything. */
export const outsideError = ({ server }: OutsideVault): string | undefined =>
  isAddress(server) && /^https?:/.test(server)
    ? undefined
    : `server '${server}' is not an address such as \`https://vault.example.com:8200\``;

/** A Vault outside of the platform, as one within it looks. */
export function outsideStore(vault: OutsideVault): SecretStore {
  const { server, path = 'kv', role, mountPath = 'kubernetes', ca } = vault;
  const { hostname, port, protocol } = new URL(server);
  const standard = protocol === 'https:' ? 443 : 80;
  return {
    name: 'vault',
    server,
    path,
    // An empty name stands for an authority that the image trusts.
    ca: {
      name: ca?.name ?? '',
      key: 'ca.crt',
      namespace: ca?.namespace ?? 'vault-secrets-operator',
    },
    destination: { host: hostname, port: port === '' ? standard : Number(port) },
    admit: () => ({ mountPath, role }),
  };
}
