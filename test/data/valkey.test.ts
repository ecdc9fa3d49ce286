import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { Caches } from '../../lib/contracts/caches';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { Metrics } from '../../lib/contracts/metrics';
import { Secrets } from '../../lib/contracts/secrets';
import { Valkey, type CacheOptions, type ValkeyProps } from '../../lib/data/valkey';
import { freeRoot, Sample } from '../harness/sample';
import { metricsCollector, secretSource } from '../harness/services';

const request = { name: 'shop-cache', namespace: 'shop' };

const valkeyOf = (props: ValkeyProps = {}) => {
  const platform = new Platform(freeRoot(), 'prod');
  return { platform, valkey: new Valkey(platform, 'valkey', props) };
};
const releases = (scope: Construct) => Registry.of(scope).releases;
const valuesOf = (options: Partial<CacheOptions> = {}) => {
  const { platform, valkey } = valkeyOf();
  valkey.addCache({ ...request, ...options });
  return releases(platform)[0]?.values ?? {};
};
const errors = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((c) => c.node.validate());

test('installs nothing until somebody asks', () => {
  expect(releases(valkeyOf().platform)).toStrictEqual([]);
});

test('a cache is a release of the name that was asked for, with a Service of the same name', () => {
  const { platform } = valkeyOf();
  const shop = new Sample(platform, 'shop');
  expect(Caches.find(platform)?.cache(shop, request)).toStrictEqual({
    host: 'shop-cache.shop.svc',
    port: 6379,
    passwordSecret: { name: 'shop-cache-auth', key: 'password' },
    secure: false,
    destination: {
      namespace: 'shop',
      pods: { 'app.kubernetes.io/name': 'valkey', 'app.kubernetes.io/instance': 'shop-cache' },
      ports: [6379],
    },
  });
  const release = releases(platform).find(({ step }) => step === 'before');
  expect([release?.name, release?.namespace, release?.values['fullnameOverride']]).toStrictEqual([
    'shop-cache',
    'shop',
    'shop-cache',
  ]);
});

test.each(['before', 'after'] as const)(
  'a cache comes before the release that asked, where Valkey is defined %s it',
  (when) => {
    const platform = new Platform(freeRoot(), 'prod');
    Secrets.provide(new Construct(platform, 'secrets'), secretSource());
    if (when === 'before') new Valkey(platform, 'valkey');
    const shop = new Sample(platform, 'shop');
    Caches.whenProvided(shop, (caches) => void caches.cache(shop, request));
    if (when === 'after') new Valkey(platform, 'valkey');
    const steps = platform.describe().order.map((step) => step.id);
    const at = (id: string) => steps.indexOf(id);
    expect(at('shop/Cache-shop-shop-cache')).toBeGreaterThan(-1);
    expect(at('shop/release')).toBeGreaterThan(at('shop/Cache-shop-shop-cache'));
  },
);

test('the password is generated where the cache is, and read by every client', () => {
  const { platform, valkey } = valkeyOf();
  const source = secretSource();
  Secrets.provide(new Construct(platform, 'secrets'), source);
  valkey.addCache(request);
  expect(source.asked).toStrictEqual([
    { name: 'shop-cache-auth', namespace: 'shop', generated: { password: { length: 40 } } },
  ]);
  expect(releases(platform)[0]?.values['auth']).toMatchObject({
    enabled: true,
    usersExistingSecret: 'shop-cache-auth',
    aclUsers: { default: { passwordKey: 'password' } },
  });
});

test('what is persistent is written down and never thrown away', () => {
  expect(valuesOf()['valkeyConfig']).toBe(
    'maxmemory 256mb\nmaxmemory-policy noeviction\nappendonly yes\nsave ""\n',
  );
});

test('what is not persistent is thrown away when the memory is full', () => {
  const values = valuesOf({ persistent: false, memory: '1Gi' });
  expect(values['valkeyConfig']).toBe(
    'maxmemory 1024mb\nmaxmemory-policy allkeys-lru\nappendonly no\nsave ""\n',
  );
  expect(values['dataStorage']).toStrictEqual({ enabled: false });
});

test('a copy that writes from a fork may take twice its memory', () => {
  expect(valuesOf({ memory: '1Gi' })['resources']).toStrictEqual({
    requests: { cpu: '50m', memory: '1312Mi' },
    limits: { memory: '2112Mi' },
  });
});

test('the volume has room for the file and its rewrite, from the block storage', () => {
  const { platform, valkey } = valkeyOf();
  BlockStorage.provide(new Construct(platform, 'ceph'), { storageClass: 'ceph-block' });
  valkey.addCache({ ...request, memory: '2Gi' });
  expect(releases(platform)[0]?.values).toMatchObject({
    dataStorage: { enabled: true, requestedSize: '8Gi', className: 'ceph-block' },
    deploymentStrategy: 'Recreate',
  });
});

test('read replicas have volumes, a budget, and keep the first copy honest', () => {
  expect(valuesOf({ readReplicas: 2, minReplicasToWrite: 1, size: '9Gi' })).toMatchObject({
    replica: { enabled: true, replicas: 2, minReplicasToWrite: 1, persistence: { size: '9Gi' } },
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
  });
});

test('a cache that speaks TLS has a certificate for every name, and an exporter that knows', () => {
  const { platform, valkey } = valkeyOf();
  const asked: CertificateRequest[] = [];
  const issuer = { request: (_: Construct, r: CertificateRequest) => void asked.push(r) };
  Certificates.provide(new Construct(platform, 'issuer'), issuer);
  Metrics.provide(new Construct(platform, 'metrics'), metricsCollector());
  expect(valkey.addCache({ ...request, tls: { issuer: 'internal' } }).secure).toBe(true);
  expect(asked).toStrictEqual([
    {
      name: 'shop-cache-tls',
      namespace: 'shop',
      hosts: ['shop-cache', 'shop-cache.shop', 'shop-cache.shop.svc'],
      secretName: 'shop-cache-tls',
      issuer: 'internal',
    },
  ]);
  expect(releases(platform)[0]?.values).toMatchObject({
    tls: { enabled: true, existingSecret: 'shop-cache-tls', serverPublicKey: 'tls.crt' },
    metrics: { exporter: { extraEnvs: { REDIS_ADDR: 'rediss://localhost:6379' } } },
  });
});

test('an exporter runs only where metrics are collected', () => {
  const { platform, valkey } = valkeyOf();
  valkey.addCache(request);
  expect(releases(platform)[0]?.values['metrics']).toBeUndefined();
  const metrics = metricsCollector();
  Metrics.provide(new Construct(platform, 'metrics'), metrics);
  expect(releases(platform)[0]?.values['metrics']).toMatchObject({ enabled: true });
  expect(metrics.asked).toMatchObject([{ name: 'shop-cache', podPorts: [9121] }]);
});

test("the user's values are merged into every cache", () => {
  const { platform } = valkeyOf({
    values: { priorityClassName: 'platform' },
    caches: [request, { ...request, name: 'other' }],
  });
  expect(releases(platform).map((r) => r.values['priorityClassName'])).toStrictEqual([
    'platform',
    'platform',
  ]);
});

test('fails without a source of secrets, and without an issuer where TLS is asked for', () => {
  const { valkey } = valkeyOf({ caches: [{ ...request, tls: true }] });
  expect(errors(valkey).map((e) => e.split(',')[0])).toStrictEqual([
    "needs a source of secrets to generate the password of cache 'shop/shop-cache'",
    "needs a certificate issuer for the TLS of cache 'shop/shop-cache'",
  ]);
});

test.each<[string, Partial<CacheOptions>, string]>([
  ['a name that is none', { name: 'Cache' }, "'Cache' is no name of a cache"],
  ['memory that is none', { memory: '1 GB' }, "'1 GB' of cache 'shop-cache' is no quantity"],
  ['too little memory', { memory: '8Mi' }, "cache 'shop-cache' has '8Mi' of memory"],
  ['half a replica', { readReplicas: 0.5 }, "cache 'shop-cache' has '0.5' read replicas"],
  [
    'replicas of nothing',
    { readReplicas: 1, persistent: false },
    'a restart of the first copy would empty all',
  ],
  ['writes that nobody can take', { minReplicasToWrite: 1 }, 'would refuse every write'],
  [
    'a setting that is an option',
    { parameters: { maxmemory: '1gb' } },
    "parameter 'maxmemory' of cache 'shop-cache' follows",
  ],
  [
    'a setting of two lines',
    { parameters: { timeout: '1\nport 1' } },
    "parameter 'timeout' of cache 'shop-cache' is no line",
  ],
])('fails for %s', (_, over, message) => {
  expect(() => valkeyOf({ caches: [{ ...request, ...over }] })).toThrow(message);
});

test('fails for a second cache of one name', () => {
  const { valkey } = valkeyOf({ caches: [request] });
  expect(() => valkey.addCache(request)).toThrow("there is already a cache 'shop/shop-cache'");
});
