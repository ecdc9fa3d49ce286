import type { Cache } from '../../contracts/caches';
import type { Database } from '../../contracts/databases';
import type { Bucket } from '../../contracts/object-storage';
import { resources, spread, type SecretRef, type Values } from '../../index';
import {
  cacheVariables,
  databaseVariables,
  HARBOR_CACHES,
  registryVariables,
  variable,
} from './environment';
import { settingsVariables, type HarborLogin } from './login';
import { partSecret, PARTS, REGISTRY_USER } from './names';
import type { HarborProps } from './props';
import { storageValues, type ImageVolume } from './storage-values';

/** What the values depend on beside the props. */
export interface ValuesContext {
  /** Address that people and nodes know. */
  readonly url: string;
  readonly replicas: number;
  readonly database: Database | undefined;
  readonly cache: Cache | undefined;
  readonly bucket: Bucket | undefined;
  /** Where images are, unless in a bucket. */
  readonly volume: ImageVolume | undefined;
  readonly login: HarborLogin | undefined;
  readonly adminPassword: SecretRef;
  readonly keysSecret: string;
  readonly tokenSecret: string;
  /** Secret with certificates of authorities. */
  readonly trust: string | undefined;
  /** Secret with the authority of the bucket's endpoint. */
  readonly storageTrust: string | undefined;
  readonly metrics: boolean;
  readonly scans: boolean;
}

/** Chart values of Harbor. Every Secret that the chart would make at random is one that is there. */
export function harborValues(props: HarborProps, context: ValuesContext): Values {
  const { url, adminPassword, keysSecret, trust, metrics } = context;
  const { internalTls = false, traces, proxy, cacheHours = 24 } = props;
  return {
    externalURL: url,
    expose: { type: 'clusterIP', tls: { enabled: false } },
    internalTLS: internalTls ? internalCertificates() : { enabled: false },
    existingSecretAdminPassword: adminPassword.name,
    existingSecretAdminPasswordKey: adminPassword.key,
    existingSecretSecretKey: keysSecret,
    caBundleSecretName: trust,
    updateStrategy: { type: context.volume?.shared === false ? 'Recreate' : 'RollingUpdate' },
    persistence: storageValues(props, context),
    metrics: { enabled: metrics, serviceMonitor: { enabled: false } },
    trace: traces
      ? {
          enabled: true,
          provider: 'otel',
          sample_rate: traces.sampleRate ?? 0.1,
          otel: { endpoint: traces.endpoint, insecure: traces.insecure ?? true },
        }
      : { enabled: false },
    cache: { enabled: cacheHours > 0, expireHours: cacheHours > 0 ? cacheHours : undefined },
    proxy: proxy && {
      httpProxy: proxy.url,
      httpsProxy: proxy.url,
      noProxy: noProxy(proxy.except),
    },
    database: databaseValues(context),
    redis: cacheValues(context.cache),
    // The scanner stands beside the chart.
    trivy: { enabled: false },
    nginx: part(context, '10m', '32Mi', '128Mi'),
    portal: part(context, '10m', '32Mi', '128Mi'),
    exporter: {
      ...part(context, '10m', '64Mi', '256Mi'),
      extraEnvVars: [
        ...databaseVariables('HARBOR_DATABASE_PASSWORD', context.database),
        ...(context.cache ? cacheVariables(context.cache, { HARBOR_REDIS_URL: 'jobservice' }) : []),
      ],
    },
    core: coreValues(props, context),
    jobservice: jobValues(props, context),
    registry: registryValues(context),
  };
}

function coreValues(props: HarborProps, context: ValuesContext): Values {
  const { keysSecret, tokenSecret, database, cache, login, scans } = context;
  return {
    ...part(context, '100m', '256Mi', '1Gi'),
    existingSecret: keysSecret,
    existingXsrfSecret: keysSecret,
    secretName: tokenSecret,
    extraEnvVars: [
      ...databaseVariables('POSTGRESQL_PASSWORD', database),
      ...(cache ? cacheVariables(cache, HARBOR_CACHES) : []),
      variable('WITH_TRIVY', String(scans)),
      ...settingsVariables(props, login),
    ],
  };
}

function jobValues(props: HarborProps, context: ValuesContext): Values {
  const { keysSecret, cache } = context;
  return {
    ...part(context, '100m', '256Mi', '1Gi'),
    existingSecret: keysSecret,
    maxJobWorkers: props.jobWorkers ?? 10,
    // In the database, each copy shows the logs of all; a volume has one Pod's only.
    jobLoggers: ['database'],
    extraEnvVars: cache
      ? cacheVariables(cache, { ...HARBOR_CACHES, JOB_SERVICE_POOL_REDIS_URL: 'jobservice' })
      : [],
  };
}

function registryValues(context: ValuesContext): Values {
  const { keysSecret, cache, bucket, volume } = context;
  const variables = registryVariables(cache, bucket);
  return {
    ...spreadOver(volume?.shared === false ? 1 : context.replicas),
    existingSecret: keysSecret,
    credentials: { username: REGISTRY_USER, existingSecret: keysSecret },
    registry: { resources: resources('100m', '256Mi', '1Gi'), extraEnvVars: variables },
    controller: { resources: resources('20m', '64Mi', '512Mi'), extraEnvVars: variables },
  };
}

/** The password comes by the environment of each part. */
const databaseValues = ({ database, replicas }: ValuesContext): Values => ({
  type: 'external',
  external: database && {
    host: database.host,
    port: String(database.port),
    username: database.user,
    password: '',
    coreDatabase: database.database,
    sslmode: database.sslMode,
  },
  maxIdleConns: 10,
  maxOpenConns: openConnections(replicas),
});

/** Connections that the database allows, and that one Pod opens: core and exporter share them. */
export const MAX_CONNECTIONS = 200;
const openConnections = (replicas: number): number => Math.floor(160 / (2 * replicas));

const cacheValues = (cache: Cache | undefined): Values => ({
  type: 'external',
  external: cache && {
    addr: `${cache.host}:${cache.port}`,
    tlsOptions: { enable: cache.secure },
  },
});

const internalCertificates = (): Values => ({
  enabled: true,
  certSource: 'secret',
  strong_ssl_ciphers: true,
  ...Object.fromEntries(PARTS.map((name) => [name, { secretName: partSecret(name) }])),
});

const part = ({ replicas }: ValuesContext, cpu: string, memory: string, limit: string): Values => ({
  ...spreadOver(replicas),
  resources: resources(cpu, memory, limit),
});

/** The chart writes the selectors of the constraints itself. */
const spreadOver = (replicas: number): Values => ({
  replicas,
  podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 },
  topologySpreadConstraints:
    replicas > 1
      ? spread({}).map(({ maxSkew, topologyKey, whenUnsatisfiable }) => ({
          maxSkew,
          topologyKey,
          whenUnsatisfiable,
        }))
      : [],
});

/** Hosts that Harbor reaches without a proxy; the chart adds those of its own parts. */
export const noProxy = (except: readonly string[] = []): string =>
  ['127.0.0.1', 'localhost', '.svc', '.cluster.local', ...except].join(',');
