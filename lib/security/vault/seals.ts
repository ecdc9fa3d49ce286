import type { SecretRef, TrafficRule } from '../../index';
import { isAddress, serverRule } from '../server-address';
import type { VaultDistribution } from './distributions';
import type { HclBlock, HclValue } from './hcl';
import type { VaultSeal } from './seal-words';

/** Where files of Secrets for the seal are mounted, one folder a Secret's role. */
const FILES = '/seal';

/** A key of a Secret as a file in the server's container. */
export interface SealFile {
  /** Name of the volume and of the folder. */
  readonly name: string;
  readonly secret: SecretRef;
}

/** What a seal needs of the server's configuration and Pods. */
export interface SealParts {
  readonly block: HclBlock;
  /** Environment variables from Secrets. */
  readonly env: Readonly<Record<string, SecretRef>>;
  readonly files: readonly SealFile[];
  readonly egress: readonly TrafficRule[];
}

const CLOUD: TrafficRule = { with: 'anywhere', ports: [443] };

/** @param generatedKey the key of a static seal that names none */
export function sealParts(seal: VaultSeal, generatedKey: SecretRef): SealParts {
  const made = (
    attributes: Readonly<Record<string, HclValue | undefined>>,
    parts: Partial<SealParts>,
  ): SealParts => ({
    block: { type: 'seal', labels: [seal.type], attributes },
    env: {},
    files: [],
    egress: [CLOUD],
    ...parts,
  });
  const path = ({ name, secret }: SealFile): string => `${FILES}/${name}/${secret.key}`;
  if (seal.type === 'transit') {
    const ca = seal.ca && { name: 'seal-ca', secret: seal.ca };
    const attributes = {
      address: seal.server,
      key_name: seal.keyName,
      mount_path: `${seal.mountPath ?? 'transit'}/`,
      tls_ca_cert: ca && path(ca),
    };
    const egress = [serverRule(seal.server)];
    return made(attributes, { env: { VAULT_TOKEN: seal.token }, files: [ca ?? []].flat(), egress });
  }
  if (seal.type === 'awskms') {
    const { region, keyId, endpoint, credentials } = seal;
    const env = credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKey,
      AWS_SECRET_ACCESS_KEY: credentials.secretKey,
    };
    return made({ region, kms_key_id: keyId, endpoint }, { ...(env && { env }) });
  }
  if (seal.type === 'azurekeyvault') {
    const { tenantId, vaultName, keyName, credentials } = seal;
    const attributes = {
      tenant_id: tenantId,
      client_id: credentials?.clientId,
      vault_name: vaultName,
      key_name: keyName,
    };
    return made(attributes, {
      ...(credentials && { env: { AZURE_CLIENT_SECRET: credentials.clientSecret } }),
    });
  }
  if (seal.type === 'gcpckms') {
    const { project, region, keyRing, key } = seal;
    const file = seal.credentials && { name: 'seal-credentials', secret: seal.credentials };
    const credentials = file && path(file);
    const attributes = { credentials, project, region, key_ring: keyRing, crypto_key: key };
    return made(attributes, { files: [file ?? []].flat() });
  }
  const current = { name: 'seal-key', secret: seal.key ?? generatedKey };
  const previous = seal.previous && { name: 'seal-key-before', secret: seal.previous.key };
  const attributes = {
    current_key_id: seal.keyId,
    current_key: `file://${path(current)}`,
    previous_key_id: seal.previous?.keyId,
    previous_key: previous && `file://${path(previous)}`,
  };
  return made(attributes, { files: [current, previous ?? []].flat(), egress: [] });
}

/** Where the files of a seal are mounted. */
export const sealFolder = (name: string): string => `${FILES}/${name}`;

/** What is wrong with a seal, if anything. */
export function sealError(
  seal: VaultSeal | undefined,
  distribution: VaultDistribution,
): string | undefined {
  if (seal?.type === 'static' && distribution === 'vault') {
    return "seal 'static' is OpenBao's; take 'transit' or a cloud's, or `distribution: 'openbao'`";
  }
  if (seal?.type === 'transit' && !(isAddress(seal.server) && seal.server.startsWith('http'))) {
    return `server '${seal.server}' of seal 'transit' is not an address such as \`https://vault.example.com:8200\``;
  }
  return undefined;
}
