import { Backups } from '../../lib/contracts/backups';
import { Caches, type Cache } from '../../lib/contracts/caches';
import { Databases } from '../../lib/contracts/databases';
import { Exposure } from '../../lib/contracts/exposure';
import { Identity } from '../../lib/contracts/identity';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Platform, valueAt, type Values } from '../../lib';
import { Harbor } from '../../lib/registry/harbor';
import { freeRoot } from '../harness/sample';
import {
  backupKeeper,
  cacheServer,
  databaseServer,
  gateway,
  identityProvider,
  metricsCollector,
  objectStore,
} from '../harness/services';
import { errors, harbor, manifest, state, variables } from './harbor-fixture';

const PEM = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';

test('is complete with a database, a cache, a bucket, secrets and certificates', () => {
  expect(errors(harbor().scope)).toStrictEqual([]);
});

test('names one Secret for every key that the chart would make at random', () => {
  const values = harbor().values();
  const keys = [
    'existingSecretSecretKey',
    'core.existingSecret',
    'core.existingXsrfSecret',
    'core.secretName',
    'jobservice.existingSecret',
    'registry.existingSecret',
    'registry.credentials.existingSecret',
    'existingSecretAdminPassword',
  ];
  expect(keys.map((key) => valueAt(values, key))).toStrictEqual([
    'harbor-keys',
    'harbor-keys',
    'harbor-keys',
    'harbor-token',
    'harbor-keys',
    'harbor-keys',
    'harbor-keys',
    'harbor-admin',
  ]);
});

test('has its keys made in the lengths that Harbor takes', () => {
  const made = harbor().secrets.asked.find(({ name }) => name === 'harbor-keys');
  expect(made).toMatchObject({
    generated: { secretKey: { length: 16 }, secret: { length: 16 }, CSRF_KEY: { length: 32 } },
    templated: { REGISTRY_HTPASSWD: '{{ htpasswd "harbor_registry_user" .REGISTRY_PASSWD }}' },
  });
});

test('gives each part the password of the cache by its environment', () => {
  const values = harbor().values();
  expect(valueAt(values, 'redis.external')).toStrictEqual({
    addr: 'harbor-cache.harbor.svc:6379',
    tlsOptions: { enable: false },
  });
  expect(variables(values, 'jobservice')['JOB_SERVICE_POOL_REDIS_URL']).toBe(
    'redis://:$(CACHE_PASSWORD)@harbor-cache.harbor.svc:6379/1',
  );
  expect(variables(values, 'exporter')['HARBOR_REDIS_URL']).toBe(
    'redis://:$(CACHE_PASSWORD)@harbor-cache.harbor.svc:6379/1',
  );
  expect(variables(values, 'core')['CACHE_PASSWORD']).toStrictEqual({
    name: 'harbor-cache',
    key: 'password',
  });
});

test('speaks TLS to a cache that does', () => {
  const cache: Cache = {
    host: 'cache.example.com',
    port: 6380,
    passwordSecret: { name: 'cache', key: 'auth' },
    secure: true,
    destination: { host: 'cache.example.com', port: 6380 },
  };
  const { values } = harbor({ wiring: [Caches.with({ cache: () => cache })] });
  expect(valueAt(values(), 'redis.external.tlsOptions.enable')).toBe(true);
  expect(variables(values(), 'core')['_REDIS_URL_CORE']).toBe(
    'rediss://:$(CACHE_PASSWORD)@cache.example.com:6380/0?idle_timeout_seconds=30',
  );
});

test('stores images in the bucket, with its own keys of the Secret', () => {
  const values = harbor().values();
  expect(valueAt(values, 'persistence.imageChartStorage.s3')).toMatchObject({
    bucket: 'harbor',
    region: 'us-east-1',
    regionendpoint: 'http://objects.storage.svc:80',
    secure: false,
  });
  const wanted = {
    REGISTRY_REDIS_PASSWORD: { name: 'harbor-cache', key: 'password' },
    REGISTRY_STORAGE_S3_ACCESSKEY: { name: 'harbor', key: 'AWS_ACCESS_KEY_ID' },
    REGISTRY_STORAGE_S3_SECRETKEY: { name: 'harbor', key: 'AWS_SECRET_ACCESS_KEY' },
  };
  expect(variables(values, 'registry.registry')).toStrictEqual(wanted);
  expect(variables(values, 'registry.controller')).toStrictEqual(wanted);
});

test('stores them on one volume of one Pod where no volume is shared', () => {
  const { values, scope } = harbor({ storage: { size: '1Ti' }, wiring: [ObjectStorage.none] });
  expect(valueAt(values(), 'registry.replicas')).toBe(1);
  expect(valueAt(values(), 'updateStrategy.type')).toBe('Recreate');
  expect(valueAt(values(), 'core.replicas')).toBe(2);
  expect(errors(scope)).toStrictEqual([]);
});

test('runs one of each part on a single node, without disruption budgets', () => {
  const values = harbor({}, { profile: 'single-node' }).values();
  const parts = ['core', 'portal', 'registry', 'jobservice', 'exporter', 'nginx'];
  expect(parts.map((part) => valueAt(values, `${part}.replicas`))).toStrictEqual(
    parts.map(() => 1),
  );
  expect(valueAt(values, 'core.podDisruptionBudget.enabled')).toBe(false);
});

test('logs people in with a client secret that no object holds', () => {
  const provider = identityProvider();
  const { values } = harbor({ wiring: [Identity.with(provider)], autoLogin: true });
  const core = variables(values(), 'core');
  expect(core['OIDC_CLIENT_SECRET']).toStrictEqual({ name: 'harbor-oidc', key: 'client-secret' });
  expect(JSON.parse(core['CONFIG_OVERWRITE_JSON'] as string)).toMatchObject({
    auth_mode: 'oidc_auth',
    oidc_client_secret: '$(OIDC_CLIENT_SECRET)',
    oidc_admin_group: 'platform-admins',
    primary_auth_mode: true,
  });
  expect(provider.asked[0]?.redirectUris).toStrictEqual([
    'https://harbor.k8s.example.com/c/oidc/callback',
  ]);
});

test('puts settings of your own over its own', () => {
  const { values } = harbor({ settings: { session_timeout: 30, self_registration: true } });
  const json = variables(values(), 'core')['CONFIG_OVERWRITE_JSON'] as string;
  expect(JSON.parse(json)).toMatchObject({ session_timeout: 30, self_registration: true });
});

test('signs tokens with an RSA key that never changes by itself', () => {
  const token = manifest(harbor().scope, 'Certificate', 'harbor-token');
  expect(valueAt(token ?? {}, 'spec.privateKey')).toStrictEqual({
    algorithm: 'RSA',
    size: 4096,
    rotationPolicy: 'Never',
  });
});

test('gives each part a certificate for TLS among them', () => {
  const { scope, values } = harbor({ internalTls: true });
  expect(valueAt(values(), 'internalTLS.registry.secretName')).toBe('harbor-registry-internal');
  const core = manifest(scope, 'Certificate', 'harbor-core-internal');
  expect(valueAt(core ?? {}, 'spec.dnsNames')).toContain('localhost');
});

test('has core and registry trust the authorities of the platform and of the identity provider', () => {
  const other = PEM.replace('MII', 'MIJ');
  const identity = Identity.with(identityProvider({ caCertificates: other }));
  const { values, secrets } = harbor({ wiring: [identity] }, { caCertificates: PEM });
  const name = valueAt(values(), 'caBundleSecretName');
  const made = secrets.asked.find((s) => s.name === name);
  expect(made).toMatchObject({ plain: { 'ca.crt': `${PEM}\n${other}\n` } });
});

test("takes its scanner's databases from the platform's mirror", () => {
  const { scope } = harbor({}, { imageMirror: { registry: 'mirror.example.com' } });
  const containers = valueAt(
    manifest(scope, 'StatefulSet', 'harbor-trivy') ?? {},
    'spec.template.spec.containers',
  ) as Values[];
  const env = containers[0]?.['env'] as Values[];
  expect(env.find((e) => e['name'] === 'SCANNER_TRIVY_DB_REPOSITORY')?.['value']).toBe(
    'mirror.example.com/mirror.gcr.io/aquasec/trivy-db:2',
  );
});

test('draws no scanner where something else scans', () => {
  const { scope, values } = harbor({ scanner: 'external' });
  expect(manifest(scope, 'StatefulSet', 'harbor-trivy')).toBeUndefined();
  expect(variables(values(), 'core')['WITH_TRIVY']).toBe('false');
  expect(valueAt(state(scope), 'schedules./system/scanAll/schedule')).toStrictEqual({});
});

test('is exposed with time for large layers, watched and backed up', () => {
  const [door, metrics, keeper] = [gateway(), metricsCollector(), backupKeeper()];
  const wiring = [Exposure.with(door), Metrics.with(metrics), Backups.with(keeper)];
  const { component } = harbor({ wiring });
  expect(door.asked[0]).toMatchObject({ service: 'harbor', podPort: 8080, timeoutSeconds: 1800 });
  expect(metrics.asked[0]?.podPorts).toStrictEqual([8001]);
  expect(keeper.asked).toStrictEqual([{ name: 'harbor', namespace: 'harbor', method: 'objects' }]);
  expect(component.destination).toStrictEqual(door.entrance);
});

test('fails without a database, cache and bucket', () => {
  const wiring = [Databases.none, Caches.none, ObjectStorage.none];
  const scope = new Platform(freeRoot(), 'platform');
  new Harbor(scope, 'harbor', {
    wiring,
    adminPassword: { name: 'a', key: 'b' },
    keysSecret: 'keys',
    tokenCertificate: 'token',
  });
  expect(errors(scope)).toStrictEqual([
    expect.stringContaining('needs a database server'),
    expect.stringContaining('needs a cache server'),
    expect.stringContaining('needs an object store'),
  ]);
});

test('fails without anything that makes its keys and its certificate', () => {
  const scope = new Platform(freeRoot(), 'platform');
  const wiring = [
    Databases.with(databaseServer()),
    Caches.with(cacheServer()),
    ObjectStorage.with(objectStore()),
  ];
  new Harbor(scope, 'harbor', { wiring });
  expect(errors(scope)).toStrictEqual([
    expect.stringContaining('has no key to sign tokens with'),
    expect.stringContaining('has no keys and no password for `admin`'),
  ]);
});
