import { resources, spread, type Values } from '../../index';
import { cacheSizes, volumeSize } from './sizes';
import type { CacheOptions } from './words';

/** What a cache is given beside what was asked for. */
export interface CacheContext {
  readonly storageClass: string | undefined;
  /** Whether somebody collects metrics. */
  readonly metrics: boolean;
}

/** Secret with the password, under the key `password`. */
export const authSecret = (name: string): string => `${name}-auth`;

/** Secret with the certificate of a cache that speaks TLS. */
export const tlsSecret = (name: string): string => `${name}-tls`;

/** Labels of a cache's Pods. */
export const cacheLabels = (name: string) => ({
  'app.kubernetes.io/name': 'valkey',
  'app.kubernetes.io/instance': name,
});

/** What restricted Pod Security wants of a container that is not the chart's own. */
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** Chart values of one cache. */
export function cacheValues(options: CacheOptions, context: CacheContext): Values {
  const { name, readReplicas = 0 } = options;
  const sizes = cacheSizes(options);
  return {
    // Else the chart puts its own name behind that of the release.
    fullnameOverride: name,
    resources: resources(options.cpu ?? '50m', `${sizes.request}Mi`, `${sizes.limit}Mi`),
    initResources: resources('10m', '16Mi', '64Mi'),
    valkeyConfig: configuration(options),
    // Two copies would wait for one volume, or answer with different data.
    deploymentStrategy: 'Recreate',
    ...storage(options, context),
    auth: {
      enabled: true,
      usersExistingSecret: authSecret(name),
      aclUsers: { default: { permissions: PERMISSIONS, passwordKey: 'password' } },
    },
    tls: options.tls
      ? {
          enabled: true,
          existingSecret: tlsSecret(name),
          serverPublicKey: 'tls.crt',
          serverKey: 'tls.key',
        }
      : undefined,
    topologySpreadConstraints: readReplicas > 0 ? spread(cacheLabels(name)) : undefined,
    podDisruptionBudget: readReplicas > 0 ? { enabled: true, maxUnavailable: 1 } : undefined,
    tolerations: LEAVES_LOST_NODES,
    // A large append-only file takes its time to load.
    startupProbe: { timeoutSeconds: 5, failureThreshold: 30 },
    livenessProbe: { timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: { enabled: true, timeoutSeconds: 5 },
    metrics: context.metrics ? exporter(options) : undefined,
  };
}

/** All that clients need, and nothing that stops, loads code into, or redirects the server. */
const PERMISSIONS = '~* &* +@all -debug -module -shutdown -replicaof -slaveof -failover -migrate';

/** A single copy comes back elsewhere after half a minute, not after five. */
const LEAVES_LOST_NODES = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 30,
}));

function storage(options: CacheOptions, { storageClass }: CacheContext): Values {
  const { persistent = true, readReplicas = 0, minReplicasToWrite = 0 } = options;
  const size = volumeSize(options);
  if (readReplicas > 0) {
    return {
      replica: {
        enabled: true,
        replicas: readReplicas,
        minReplicasToWrite,
        persistence: { size, storageClass },
      },
    };
  }
  if (!persistent) return { dataStorage: { enabled: false } };
  return { dataStorage: { enabled: true, requestedSize: size, className: storageClass } };
}

/** Lines of valkey.conf, behind those of the chart. */
function configuration(options: CacheOptions): string {
  const { persistent = true, parameters = {} } = options;
  const eviction = options.eviction ?? (persistent ? 'noeviction' : 'allkeys-lru');
  return [
    `maxmemory ${cacheSizes(options).data}mb`,
    `maxmemory-policy ${eviction}`,
    `appendonly ${persistent ? 'yes' : 'no'}`,
    'save ""',
    ...Object.entries(parameters).map(([key, value]) => `${key} ${value}`),
    '',
  ].join('\n');
}

function exporter({ tls }: CacheOptions): Values {
  return {
    enabled: true,
    // Pods are scraped themselves.
    service: { enabled: false },
    exporter: {
      resources: resources('10m', '24Mi', '64Mi'),
      securityContext: RESTRICTED,
      extraEnvs: tls
        ? {
            REDIS_ADDR: 'rediss://localhost:6379',
            // Within one Pod there is nobody else to talk to.
            REDIS_EXPORTER_SKIP_TLS_VERIFICATION: 'true',
          }
        : undefined,
    },
  };
}
