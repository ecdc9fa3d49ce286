import type { FetchOptions } from '../../contracts/secrets';
import type {
  VaultDynamicSecretSpec,
  VaultPKISecretSpec,
  VaultStaticSecretSpec,
  VaultStaticSecretSpecDestination,
} from './kinds';
import type {
  DynamicSecretOptions,
  PkiSecretOptions,
  StaticSecretOptions,
  VaultSecretOptions,
} from './words';

/** Name of the object by which namespaces log in. */
export const AUTH = 'vault';

/** A secret of the key-value engine, as the operator reads it. */
export const staticSpec = (
  options: StaticSecretOptions,
  mount: string,
  destination?: VaultStaticSecretSpecDestination,
): VaultStaticSecretSpec => ({
  ...common(options),
  ...(destination && { destination }),
  type: 'kv-v2',
  mount: options.mount ?? mount,
  path: options.path,
  refreshAfter: options.refreshAfter ?? '1m',
  hmacSecretData: true,
});

/** Credentials that the store makes and takes back. */
export const dynamicSpec = (options: DynamicSecretOptions): VaultDynamicSecretSpec => ({
  ...common(options),
  mount: options.mount,
  path: options.path,
  renewalPercent: options.renewalPercent ?? 67,
  revoke: true,
});

/** A certificate that the store issues. */
export const pkiSpec = (options: PkiSecretOptions): VaultPKISecretSpec => ({
  ...common({ type: 'kubernetes.io/tls', ...options }),
  mount: options.mount,
  role: options.role,
  commonName: options.commonName,
  ...(options.altNames && { altNames: options.altNames }),
  ...(options.ttl !== undefined && { ttl: options.ttl }),
  expiryOffset: options.expiryOffset ?? '24h',
});

const common = ({ name, type, restarts = [] }: VaultSecretOptions) => ({
  vaultAuthRef: AUTH,
  destination: { name, create: true, ...(type !== undefined && { type }) },
  ...(restarts.length > 0 && { rolloutRestartTargets: restarts }),
});

/** What cannot be fetched as asked, if anything: the operator reads one path for each Secret. */
export function fetchError({ name, data, store }: FetchOptions): string | undefined {
  const paths = [...new Set(Object.values(data).map(({ path }) => path))];
  if (store !== undefined) {
    return `secret '${name}' names the store '${store}', and there is only one; leave \`store\` out`;
  }
  if (paths.length === 1) return undefined;
  return paths.length === 0
    ? `secret '${name}' has no keys; name one in \`data\``
    : `secret '${name}' is made of '${paths.join("', '")}', and the operator reads one path for each Secret; put its keys into one, or take External Secrets`;
}

/** The keys that were asked for, and no others. */
export const fetchedDestination = ({
  name,
  data,
}: FetchOptions): VaultStaticSecretSpecDestination => ({
  name,
  create: true,
  transformation: {
    excludeRaw: true,
    excludes: ['.*'],
    templates: Object.fromEntries(
      Object.entries(data).map(([key, { property }]) => [
        key,
        {
          text:
            property === undefined
              ? '{{ .Secrets | toJson }}'
              : `{{ get .Secrets ${JSON.stringify(property)} }}`,
        },
      ]),
    ),
  },
});
