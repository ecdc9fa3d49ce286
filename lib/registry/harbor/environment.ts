import type { Cache } from '../../contracts/caches';
import type { Database } from '../../contracts/databases';
import type { Bucket } from '../../contracts/object-storage';
import type { SecretRef, Values } from '../../index';
import { CACHE_INDEX } from './names';

/** A variable with a value, which may hold `$(OTHER)` of those before it. */
export const variable = (name: string, value: string): Values => ({ name, value });

/** A variable that a Secret fills. */
export const secretVariable = (name: string, { name: secret, key }: SecretRef): Values => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

const CACHE_PASSWORD = 'CACHE_PASSWORD';

/**
 * Addresses of the cache, with its password. The chart would read the password from the cluster
 * when it is rendered, write it into ConfigMaps, and find none where it is rendered elsewhere.
 */
export function cacheVariables(
  cache: Cache,
  addresses: Readonly<Record<string, keyof typeof CACHE_INDEX>>,
): Values[] {
  const scheme = cache.secure ? 'rediss' : 'redis';
  const server = `${scheme}://:$(${CACHE_PASSWORD})@${cache.host}:${cache.port}`;
  return [
    secretVariable(CACHE_PASSWORD, cache.passwordSecret),
    ...Object.entries(addresses).map(([name, user]) => {
      // The queue of jobs has its own setting for idle connections.
      const idle = user === 'jobservice' ? '' : '?idle_timeout_seconds=30';
      return variable(name, `${server}/${CACHE_INDEX[user]}${idle}`);
    }),
  ];
}

/** What core and jobservice know the cache by. */
export const HARBOR_CACHES = {
  _REDIS_URL_CORE: 'core',
  _REDIS_URL_REG: 'registry',
  _REDIS_URL_HARBOR: 'harbor',
  _REDIS_URL_CACHE_LAYER: 'layer',
} as const;

/** The database's password, under the name that a part reads. */
export const databaseVariables = (name: string, database: Database | undefined): Values[] =>
  database ? [secretVariable(name, database.passwordSecret)] : [];

/** What overrides the configuration of the registry: passwords of its cache and its bucket. */
export const registryVariables = (
  cache: Cache | undefined,
  bucket: Bucket | undefined,
): Values[] => [
  ...(cache ? [secretVariable('REGISTRY_REDIS_PASSWORD', cache.passwordSecret)] : []),
  ...(bucket
    ? [
        secretVariable('REGISTRY_STORAGE_S3_ACCESSKEY', bucket.accessKey),
        secretVariable('REGISTRY_STORAGE_S3_SECRETKEY', bucket.secretKey),
      ]
    : []),
];
