import type { IConstruct } from 'constructs';
import type { Cache } from '../../contracts/caches';
import { highlyAvailable, Platform, resources, spread, type Values } from '../../index';

/** Options that become values of the chart. */
export interface ArgoCdValuesOptions {
  /**
   * Copies of the application controller. Each takes whole clusters: more than there are clusters
   * do nothing.
   * @default 1
   */
  readonly controllers?: number;
  /** Copies of server, repository server and application set controller. @default 2, one on a single node */
  readonly replicas?: number;
  /** Manifests that one repository server makes at the same time. @default 10 */
  readonly parallelism?: number;
  /** Applications that one controller compares at the same time; syncs get half of it. @default 20 */
  readonly processors?: number;
  /**
   * Seconds after which a sync that waits for something is given up: until then newer commits wait
   * too.
   * @default 7200
   */
  readonly syncTimeoutSeconds?: number;
  /** Namespaces beside its own in which it takes Applications. @default [] */
  readonly applicationNamespaces?: readonly string[];
  /** Keys of SSH servers, as in `known_hosts`, beside those of the public hosts. @default - none */
  readonly sshKnownHosts?: string;
}

/** What the values depend on beside the options. */
export interface ValuesContext {
  readonly hostname: string;
  readonly cm: Values;
  readonly rbac: Values;
  /** Certificates (PEM) of servers, by host. */
  readonly certificates: Readonly<Record<string, string>>;
  /** The cache of the platform, where it is used. */
  readonly cache: Cache | undefined;
  /** Whether the password of an own cache is there without the chart's hook. */
  readonly hasRedisSecret: boolean;
  /** Whether metrics are read. */
  readonly metrics: boolean;
  readonly notifications: Values | undefined;
  /** Whether TLS ends before the server. */
  readonly insecure: boolean;
}

/** Secret with the password of an own cache; the chart has its name and key in writing. */
export const REDIS_SECRET = { name: 'argocd-redis', key: 'auth' };

/** Label that tells the parts of Argo CD apart. */
export const podsOf = (part: string) => ({ 'app.kubernetes.io/name': `argocd-${part}` });

/** Values of the chart. */
export function argoCdValues(
  scope: IConstruct,
  options: ArgoCdValuesOptions,
  context: ValuesContext,
): Values {
  const ha = highlyAvailable(scope);
  const { controllers = 1, replicas = ha ? 2 : 1, sshKnownHosts } = options;
  const metrics = { metrics: { enabled: context.metrics } };
  const part = (name: string, extra: Values): Values => ({
    ...metrics,
    ...(replicas > 1 && {
      pdb: { enabled: true, maxUnavailable: 1 },
      topologySpreadConstraints: spread(podsOf(name)),
    }),
    replicas,
    ...extra,
  });
  return {
    global: { domain: context.hostname, networkPolicy: { create: false }, ...cacheFiles(context) },
    crds: { install: true, keep: true },
    configs: {
      cm: context.cm,
      rbac: context.rbac,
      params: params(options, context),
      ...(sshKnownHosts !== undefined && { ssh: { extraHosts: sshKnownHosts } }),
      ...(Object.keys(context.certificates).length > 0 && {
        tls: { certificates: context.certificates },
      }),
    },
    controller: {
      ...metrics,
      replicas: controllers,
      resources: ha ? resources('500m', '1Gi', '4Gi') : resources('100m', '512Mi', '2Gi'),
      ...tlsOf(context.cache),
    },
    server: part('server', {
      resources: resources('50m', '128Mi', '512Mi'),
      ...tlsOf(context.cache),
    }),
    repoServer: part('repo-server', {
      resources: resources('100m', '256Mi', '2Gi'),
      ...tlsOf(context.cache),
    }),
    applicationSet: part('applicationset-controller', {
      resources: resources('50m', '128Mi', '512Mi'),
      livenessProbe: { enabled: true },
      readinessProbe: { enabled: true },
    }),
    notifications: context.notifications
      ? {
          enabled: true,
          ...metrics,
          resources: resources('20m', '64Mi', '256Mi'),
          livenessProbe: { enabled: true },
          readinessProbe: { enabled: true },
          ...context.notifications,
        }
      : { enabled: false },
    dex: { enabled: false },
    ...redis(scope, ha, context),
  };
}

function params(options: ArgoCdValuesOptions, context: ValuesContext): Values {
  const { controllers = 1, parallelism = 10, processors = 20 } = options;
  const { applicationNamespaces = [], syncTimeoutSeconds = 7200 } = options;
  return {
    'server.insecure': context.insecure,
    'controller.diff.server.side': true,
    'controller.status.processors': processors,
    'controller.operation.processors': Math.max(1, Math.floor(processors / 2)),
    'controller.sync.timeout.seconds': syncTimeoutSeconds,
    'reposerver.parallelism.limit': parallelism,
    ...(controllers > 1 && { 'controller.sharding.algorithm': 'consistent-hashing' }),
    ...(applicationNamespaces.length > 0 && {
      'application.namespaces': applicationNamespaces.join(','),
    }),
  };
}

function redis(scope: IConstruct, ha: boolean, context: ValuesContext): Values {
  const { cache, hasRedisSecret } = context;
  if (cache) {
    return {
      redis: { enabled: false },
      'redis-ha': { enabled: false },
      redisSecretInit: { enabled: false },
      externalRedis: { host: cache.host, port: cache.port },
    };
  }
  const init = {
    redisSecretInit: {
      enabled: !hasRedisSecret,
      ...(!hasRedisSecret && { resources: resources('10m', '64Mi', '128Mi') }),
    },
  };
  if (!ha) {
    const probe = { enabled: true };
    return {
      ...init,
      'redis-ha': { enabled: false },
      redis: {
        resources: resources('20m', '64Mi', '256Mi'),
        livenessProbe: probe,
        readinessProbe: probe,
      },
    };
  }
  const workers = Platform.of(scope)?.nodes.filter((n) => n.role !== 'control-plane').length ?? 0;
  // Three copies on three nodes; with fewer nodes they share.
  const apart = workers === 0 || workers >= 3;
  return {
    ...init,
    'redis-ha': {
      enabled: true,
      hardAntiAffinity: apart,
      podDisruptionBudget: { maxUnavailable: 1 },
      redis: { resources: resources('50m', '64Mi', '512Mi') },
      sentinel: { resources: resources('20m', '32Mi', '128Mi') },
      splitBrainDetection: { resources: resources('10m', '16Mi', '64Mi') },
      init: { resources: resources('10m', '16Mi', '64Mi') },
      haproxy: {
        hardAntiAffinity: apart,
        podDisruptionBudget: { maxUnavailable: 1 },
        resources: resources('20m', '64Mi', '256Mi'),
        init: { resources: resources('10m', '16Mi', '64Mi') },
        metrics: { enabled: context.metrics },
      },
    },
  };
}

const CREDENTIALS = '/app/config/redis-credentials';

/** Argo CD reads the password from a file: the cache's Secret may name its key as it likes. */
function cacheFiles({ cache }: ValuesContext): Values {
  if (!cache) return {};
  const { name, key } = cache.passwordSecret;
  const volume = 'redis-credentials';
  return {
    env: [{ name: 'REDIS_CREDS_DIR_PATH', value: CREDENTIALS }],
    extraVolumes: [{ name: volume, secret: { secretName: name, items: [{ key, path: 'auth' }] } }],
    extraVolumeMounts: [{ name: volume, mountPath: CREDENTIALS, readOnly: true }],
  };
}

const tlsOf = (cache: Cache | undefined): Values =>
  cache?.secure ? { extraArgs: ['--redis-use-tls'] } : {};
