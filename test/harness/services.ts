import type { Construct } from 'constructs';
import type { BackupPlan, BackupKeeper } from '../../lib/contracts/backups';
import type { CacheRequest, CacheServer } from '../../lib/contracts/caches';
import type { DatabaseRequest, DatabaseServer } from '../../lib/contracts/databases';
import type { ExposeOptions, Exposer } from '../../lib/contracts/exposure';
import type { ClientRequest, IdentityProvider } from '../../lib/contracts/identity';
import type { GuardOptions, LoginGate } from '../../lib/contracts/login-gate';
import type {
  MetricsCollector,
  RuleOptions,
  ScrapeMachinesOptions,
  ScrapeOptions,
} from '../../lib/contracts/metrics';
import type { BucketRequest, ObjectStore } from '../../lib/contracts/object-storage';
import type { FetchOptions, GenerateOptions, SecretSource } from '../../lib/contracts/secrets';

// Services as another component would give them, which note what they are asked for.

/** What a service was asked for, in order. */
export interface Asked<Request> {
  readonly asked: Request[];
}

export function metricsCollector(): MetricsCollector &
  Asked<ScrapeOptions> & { rules: RuleOptions[]; machines: ScrapeMachinesOptions[] } {
  const asked: ScrapeOptions[] = [];
  const machines: ScrapeMachinesOptions[] = [];
  const rules: RuleOptions[] = [];
  return {
    asked,
    rules,
    machines,
    namespace: 'monitoring',
    serviceAccount: 'prometheus',
    monitorLabels: { release: 'prometheus' },
    url: 'http://prometheus.monitoring.svc:9090',
    alertmanagerUrl: 'http://alertmanager.monitoring.svc:9093',
    queryDestination: { namespace: 'monitoring', pods: { app: 'prometheus' }, ports: [9090] },
    alertDestination: { namespace: 'monitoring', pods: { app: 'alertmanager' }, ports: [9093] },
    scrapeServices: (_, options) => void asked.push(options),
    scrapePods: (_, options) => void asked.push(options),
    scrapeMachines: (_, options) => void machines.push(options),
    reach: () => undefined,
    addRules: (_, options) => void rules.push(options),
  };
}

export function gateway(): Exposer & Asked<ExposeOptions> {
  const asked: ExposeOptions[] = [];
  return {
    asked,
    entrance: { namespace: 'gateway', pods: { app: 'proxy' }, ports: [10443] },
    expose: (_, options) => void asked.push(options),
    url: (host) => `https://${host}`,
  };
}

export function loginGate(): LoginGate & Asked<GuardOptions> {
  const asked: GuardOptions[] = [];
  return { asked, guard: (_, options) => void asked.push(options) };
}

export function secretSource(): SecretSource & Asked<GenerateOptions | FetchOptions> {
  const asked: (GenerateOptions | FetchOptions)[] = [];
  return {
    asked,
    generate: (_, options) => void asked.push(options),
    fetch: (_, options) => void asked.push(options),
  };
}

export function identityProvider(
  over: Partial<IdentityProvider> = {},
): IdentityProvider & Asked<ClientRequest> {
  const asked: ClientRequest[] = [];
  const issuer = 'https://sso.example.com/realms/platform';
  return {
    asked,
    displayName: 'Keycloak',
    issuer,
    endpoints: {
      authorization: `${issuer}/protocol/openid-connect/auth`,
      token: `${issuer}/protocol/openid-connect/token`,
      userinfo: `${issuer}/protocol/openid-connect/userinfo`,
      jwks: `${issuer}/protocol/openid-connect/certs`,
      logout: `${issuer}/protocol/openid-connect/logout`,
    },
    groupsClaim: 'groups',
    groupsScope: undefined,
    usernameClaim: 'preferred_username',
    groups: { admin: ['platform-admins'], editor: ['developers'], viewer: ['everybody'] },
    destination: { namespace: 'gateway', pods: { app: 'proxy' }, ports: [10443] },
    client: (_: Construct, request: ClientRequest) => {
      asked.push(request);
      const secretName = request.secretName ?? `${request.id}-oidc`;
      const clientSecret = request.isPublic
        ? undefined
        : { name: secretName, key: 'client-secret' };
      return { id: request.id, secretName, clientSecret };
    },
    ...over,
  };
}

export function objectStore(): ObjectStore & Asked<BucketRequest> {
  const asked: BucketRequest[] = [];
  return {
    asked,
    bucket: (_, request) => {
      asked.push(request);
      const secretName = request.secretName ?? request.name;
      return {
        name: request.name,
        endpoint: 'http://objects.storage.svc:80',
        host: 'objects.storage.svc',
        port: 80,
        secure: false,
        region: 'us-east-1',
        pathStyle: true,
        secretName,
        accessKey: { name: secretName, key: 'AWS_ACCESS_KEY_ID' },
        secretKey: { name: secretName, key: 'AWS_SECRET_ACCESS_KEY' },
        destination: { namespace: 'storage', pods: { app: 'objects' }, ports: [8080] },
      };
    },
  };
}

export function databaseServer(): DatabaseServer & Asked<DatabaseRequest> {
  const asked: DatabaseRequest[] = [];
  return {
    asked,
    postgres: (_, request) => {
      asked.push(request);
      const { name, namespace, owner = 'app' } = request;
      return {
        host: `${name}-rw.${namespace}.svc`,
        port: 5432,
        database: request.database ?? owner,
        user: owner,
        userSecret: { name: `${name}-app`, key: 'username' },
        passwordSecret: { name: `${name}-app`, key: 'password' },
        uriSecret: { name: `${name}-app`, key: 'uri' },
        caSecret: { name: `${name}-ca`, key: 'ca.crt' },
        sslMode: 'require',
        destination: { namespace, pods: { 'cnpg.io/cluster': name }, ports: [5432] },
      };
    },
  };
}

export function cacheServer(): CacheServer & Asked<CacheRequest> {
  const asked: CacheRequest[] = [];
  return {
    asked,
    cache: (_, request) => {
      asked.push(request);
      const { name, namespace } = request;
      return {
        host: `${name}.${namespace}.svc`,
        port: 6379,
        passwordSecret: { name, key: 'password' },
        secure: false,
        destination: { namespace, pods: { 'app.kubernetes.io/instance': name }, ports: [6379] },
      };
    },
  };
}

export function backupKeeper(): BackupKeeper & Asked<BackupPlan> {
  const asked: BackupPlan[] = [];
  return { asked, protect: (_, plan) => void asked.push(plan) };
}
