import {
  ExternalCaches,
  ExternalDatabases,
  ExternalIdentity,
  ExternalObjectStore,
} from '../../external';
import type { Examples } from '../../index';
import { Harbor } from './harbor';

export const examples: Examples = {
  'proxy-caches-and-single-sign-on': (scope) => {
    new ExternalDatabases(scope, 'databases', { host: 'postgres.example.com' });
    new ExternalCaches(scope, 'caches', { host: 'cache.example.com' });
    new ExternalObjectStore(scope, 'objects', { endpoint: 'https://s3.example.com' });
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://sso.example.com/realms/platform',
      groups: { admin: ['platform-admins'], editor: ['developers'], viewer: ['staff'] },
    });
    const harbor = new Harbor(scope, 'harbor', {
      proxyCaches: [
        { upstream: 'docker.io', project: 'dockerhub', quota: '500Gi' },
        { upstream: 'quay.io' },
        { upstream: 'ghcr.io' },
        { upstream: 'registry.k8s.io' },
      ],
      projects: [
        {
          name: 'shop',
          quota: '200Gi',
          blockSeverity: 'high',
          allowedCves: ['CVE-2024-1234'],
          requireSignature: true,
          sbomOnPush: true,
          retention: {
            rules: [
              { keep: { latestPushed: 20 }, tags: 'main-*' },
              { keep: 'always', tags: 'v*' },
            ],
          },
          immutableTags: [{ tags: 'v*' }],
          webhooks: [
            {
              name: 'ci',
              address: 'https://ci.example.com/hooks/harbor',
              events: ['PUSH_ARTIFACT', 'SCANNING_COMPLETED'],
              authorization: { name: 'harbor-webhook', key: 'authorization' },
            },
          ],
        },
      ],
      autoLogin: true,
      traces: { endpoint: 'otel-collector.tracing.svc:4318' },
      projectQuota: '50Gi',
    });
    harbor.addRobot({
      name: 'ci',
      project: 'shop',
      access: 'push',
      secret: { name: 'harbor-robot-ci', key: 'password' },
    });
    harbor.repository(harbor, { project: 'shop', namespace: 'shop' });
  },

  'replication-within-tls': (scope) => {
    new ExternalDatabases(scope, 'databases', { host: 'postgres.example.com' });
    new ExternalCaches(scope, 'caches', { host: 'cache.example.com', secure: false });
    new ExternalObjectStore(scope, 'objects', {
      endpoint: 'https://s3.eu-central-1.amazonaws.com',
      region: 'eu-central-1',
      pathStyle: false,
    });
    const harbor = new Harbor(scope, 'harbor', {
      internalTls: true,
      redirect: true,
      scanner: { severities: ['HIGH', 'CRITICAL'], ignoreUnfixed: true, offline: true },
      proxy: { url: 'http://proxy.example.com:3128', except: ['.example.com'] },
      schedules: { garbageCollection: '0 2 * * 0', scanAll: 'never', auditLogDays: 365 },
    });
    harbor.addRegistry({
      name: 'headquarters',
      url: 'https://registry.example.com:5000',
      type: 'harbor',
      credentials: {
        user: { name: 'headquarters', key: 'username' },
        password: { name: 'headquarters', key: 'password' },
      },
    });
    harbor.addProject({ name: 'base', isPublic: true });
    harbor.addReplication({
      name: 'base-images',
      registry: 'headquarters',
      direction: 'pull',
      filters: { name: 'base/**', tag: 'v*' },
      trigger: { schedule: '*/30 * * * *' },
    });
    harbor.addReplication({
      name: 'releases',
      registry: 'headquarters',
      direction: 'push',
      filters: { name: 'base/**', labels: ['release'] },
      trigger: 'on-push',
    });
  },

  'own-secrets-on-a-volume': (scope) => {
    new ExternalDatabases(scope, 'databases', { host: 'postgres.example.com' });
    new ExternalCaches(scope, 'caches', { host: 'cache.example.com' });
    new Harbor(scope, 'harbor', {
      hostname: 'registry.k8s.example.com',
      replicas: 1,
      storage: { size: '200Gi', storageClass: 'local-path', shared: false },
      adminPassword: { name: 'harbor-login', key: 'password' },
      keysSecret: 'harbor-own-keys',
      tokenCertificate: 'harbor-own-token',
      scanner: 'external',
    });
  },
};

/** Keys that the chart's defaults do not show. */
export const undocumentedKeys = {
  'persistence.imageChartStorage.caBundleSecretName': 'read by the chart; a comment in its values',
  'persistence.imageChartStorage.s3.chunksize': 'read by the chart; a comment in its values',
  'persistence.imageChartStorage.s3.multipartcopychunksize':
    'read by the chart; a comment in its values',
  'persistence.imageChartStorage.s3.regionendpoint': 'read by the chart; a comment in its values',
  'persistence.imageChartStorage.s3.secure': 'read by the chart; a comment in its values',
  'persistence.imageChartStorage.s3.v4auth': 'read by the chart; a comment in its values',
  'core.resources': 'read by the chart; a comment in its values',
  'exporter.resources': 'read by the chart; a comment in its values',
  'jobservice.resources': 'read by the chart; a comment in its values',
  'nginx.resources': 'read by the chart; a comment in its values',
  'portal.resources': 'read by the chart; a comment in its values',
  'registry.controller.resources': 'read by the chart; a comment in its values',
  'registry.registry.resources': 'read by the chart; a comment in its values',
  caBundleSecretName: 'read by the chart; a comment in its values',
};

/** Images of the chart's default render that the component never runs. */
export const unusedImages = {
  'docker.io/goharbor/harbor-db': 'the database is one of the platform',
  'docker.io/goharbor/redis-photon': 'the cache is one of the platform',
};
