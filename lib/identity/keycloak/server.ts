import type { Database } from '../../contracts/databases';
import { highlyAvailable, resources, spread, type SecretRef, type Values } from '../../index';
import type { IConstruct } from 'constructs';
import type { KeycloakSpec, KeycloakSpecEnv } from './kinds';
import type { ServerOptions } from './words';

/** Name of the custom resource; the operator derives those of its Services and Pods from it. */
export const NAME = 'keycloak';
/** Labels of the servers' Pods; the operator's jobs have another `app`. */
export const SERVER = { app: NAME, 'app.kubernetes.io/instance': NAME };
/** What answers people. */
export const SERVICE = `${NAME}-service`;
/** Where health and metrics are. */
export const MANAGEMENT_PORT = 9000;
/** Port by which people are answered, of Service and Pods alike. */
export const portOf = (tls: boolean): number => (tls ? 8443 : 8080);

/** What the servers need to know of their surroundings. */
export interface ServerContext {
  readonly image: string;
  readonly database: Database | undefined;
  /** `https://keycloak.example.com`. */
  readonly url: string;
  /** Where administrators are answered, if elsewhere. */
  readonly adminUrl: string | undefined;
  readonly adminUser: string;
  readonly adminService: string;
  /** Secret with the certificate, where the servers speak TLS. */
  readonly tlsSecret: string | undefined;
  /** ConfigMap with authorities that are trusted beside the public ones. */
  readonly trust: string | undefined;
}

const CA_FOLDER = '/mnt/database-ca';

/** How many instances there are. */
export const instancesOf = (scope: IConstruct, { instances }: ServerOptions): number =>
  instances ?? (highlyAvailable(scope) ? 2 : 1);

/** How many connections each instance keeps at most. */
export const poolOf = (scope: IConstruct, { pool }: ServerOptions): number =>
  pool?.max ?? (highlyAvailable(scope) ? 25 : 10);

/** The servers, as the operator is told. */
export function serverSpec(
  scope: IConstruct,
  options: ServerOptions,
  context: ServerContext,
): KeycloakSpec {
  const { features, image, update = {}, tolerations, priorityClassName } = options;
  const { tlsSecret, trust, adminUrl } = context;
  const min = options.pool?.min ?? poolOf(scope, options);
  return {
    instances: instancesOf(scope, options),
    image: context.image,
    // The operator takes every image that is named for one that `kc.sh build` ran in.
    startOptimized: image !== undefined && (image.optimized ?? true),
    ...(image?.pullSecrets && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
    hostname: { hostname: context.url, ...(adminUrl !== undefined && { admin: adminUrl }) },
    http: tlsSecret === undefined ? { httpEnabled: true } : { tlsSecret },
    proxy: { headers: 'xforwarded' },
    ingress: { enabled: false },
    // Its default rules let everybody in; the namespace has its own.
    networkPolicy: { enabled: false },
    serviceMonitor: { enabled: false },
    ...(context.database && {
      db: {
        vendor: 'postgres',
        host: context.database.host,
        port: context.database.port,
        database: context.database.database,
        usernameSecret: context.database.userSecret,
        passwordSecret: context.database.passwordSecret,
        poolInitialSize: options.pool?.initial ?? poolOf(scope, options),
        poolMinSize: min,
        poolMaxSize: poolOf(scope, options),
      },
    }),
    bootstrapAdmin: {
      user: { secret: context.adminUser },
      service: { secret: context.adminService },
    },
    ...(features && { features }),
    additionalOptions: additionalOptions(options, context),
    resources: resourcesOf(scope, options),
    ...(trust !== undefined && { truststores: { platform: { configMap: { name: trust } } } }),
    scheduling: {
      topologySpreadConstraints: spread(SERVER),
      ...(tolerations && { tolerations: tolerations.map(tolerated) }),
      ...(priorityClassName !== undefined && { priorityClassName }),
    },
    update: { strategy: 'Auto', ...update },
    automountServiceAccountToken: false,
    unsupported: { podTemplate: podTemplate(options, context) },
  };
}

function resourcesOf(scope: IConstruct, { resources: own }: ServerOptions): Values {
  if (own) return resources(own.cpu, own.memory, own.memoryLimit);
  return highlyAvailable(scope)
    ? resources('500m', '1700Mi', '2Gi')
    : resources('250m', '1Gi', '1536Mi');
}

const tolerated = ({ key, value, effect }: NonNullable<ServerOptions['tolerations']>[0]) => ({
  key,
  ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
  ...(effect && { effect }),
});

function additionalOptions(
  { options = {} }: ServerOptions,
  { database }: ServerContext,
): readonly KeycloakSpecEnv[] {
  const standard: Readonly<Record<string, string | SecretRef>> = {
    'health-enabled': 'true',
    'metrics-enabled': 'true',
    'event-metrics-user-enabled': 'true',
    'event-metrics-user-tags': 'realm,clientId',
    'http-metrics-slos': '50,250,1000,5000',
    'log-console-output': 'json',
    ...(database && { 'db-url-properties': `?${sslProperties(database)}` }),
    ...options,
  };
  return Object.entries(standard).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { name, secret: value },
  );
}

/** With an authority at hand the server is verified, whatever it insists on. */
function sslProperties({ sslMode, caSecret }: Database): string {
  if (!caSecret || sslMode === 'disable') return `sslmode=${sslMode}`;
  const mode = sslMode === 'require' ? 'verify-ca' : sslMode;
  return `sslmode=${mode}&sslrootcert=${CA_FOLDER}/ca.crt`;
}

/** What the custom resource has no words for: the restricted profile, one key of a Secret as a file. */
function podTemplate({ nodeSelector }: ServerOptions, { database }: ServerContext): Values {
  const ca = database?.sslMode === 'disable' ? undefined : database?.caSecret;
  const volume = ca && {
    name: 'database-ca',
    secret: { secretName: ca.name, items: [{ key: ca.key, path: 'ca.crt' }] },
  };
  return {
    spec: {
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      ...(nodeSelector && { nodeSelector: { ...nodeSelector } }),
      containers: [
        {
          name: 'keycloak',
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          },
          ...(volume && {
            volumeMounts: [{ name: volume.name, mountPath: CA_FOLDER, readOnly: true }],
          }),
        },
      ],
      ...(volume && { volumes: [volume] }),
    },
  };
}
