import type { Construct } from 'constructs';
import { Order, Platform, Registry } from '../../lib';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { Exposure } from '../../lib/contracts/exposure';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { RookCeph, type RookCephProps } from '../../lib/storage/rook-ceph';
import { gateway } from '../harness/services';
import { freeRoot, Sample } from '../harness/sample';

const nodes = ['a', 'b', 'c'].map((name) => ({ name, devices: ['sdb'] }));

const ceph = (props: RookCephProps = {}, scope?: Construct): RookCeph => {
  const platform = scope ?? new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com' });
  return new RookCeph(platform, 'rook-ceph', { nodes, ...props });
};

const specOf = (scope: Construct, kind: string, name: string): unknown =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest['spec'];

test('gives a bucket as its users need to know it', () => {
  const component = ceph();
  const user = new Sample(component.node.scope as Construct, 'loki');
  const bucket = ObjectStorage.find(user)?.bucket(user, {
    name: 'loki-chunks',
    namespace: 'loki',
    maxSize: '500Gi',
    maxObjects: 1_000_000,
  });
  expect(bucket).toStrictEqual({
    name: 'loki-chunks',
    endpoint: 'http://rook-ceph-rgw-ceph-objectstore.rook-ceph.svc:80',
    host: 'rook-ceph-rgw-ceph-objectstore.rook-ceph.svc',
    port: 80,
    secure: false,
    region: 'us-east-1',
    pathStyle: true,
    secretName: 'loki-chunks',
    accessKey: { name: 'loki-chunks', key: 'AWS_ACCESS_KEY_ID' },
    secretKey: { name: 'loki-chunks', key: 'AWS_SECRET_ACCESS_KEY' },
    destination: {
      namespace: 'rook-ceph',
      pods: { app: 'rook-ceph-rgw', rook_object_store: 'ceph-objectstore' },
      ports: [8080],
    },
  });
});

test("claims the bucket in the caller's namespace, before the caller's releases", () => {
  const component = ceph();
  const user = new Sample(component.node.scope as Construct, 'loki');
  const request = { name: 'loki-chunks', namespace: 'loki', secretName: 'loki-s3' };
  ObjectStorage.find(user)?.bucket(user, { ...request, maxSize: '500Gi' });
  const claim = Registry.of(user).objects.find((o) => o.kind.kind === 'ObjectBucketClaim');
  expect([claim?.node.path, claim?.namespace, claim?.name, claim?.phase]).toStrictEqual([
    'prod/loki/ObjectBucketClaim-loki-loki-s3',
    'loki',
    'loki-s3',
    'before',
  ]);
  expect(claim?.manifest['spec']).toStrictEqual({
    bucketName: 'loki-chunks',
    storageClassName: 'ceph-bucket',
    additionalConfig: { maxSize: '500Gi' },
  });
});

test('comes before those who have buckets, the object store included', () => {
  const component = ceph();
  const user = new Sample(component.node.scope as Construct, 'loki');
  ObjectStorage.find(user)?.bucket(user, { name: 'loki-chunks', namespace: 'loki' });
  const order = Order.of(user);
  const wave = (id: string): number => order.wave(order.graph.unit(id) as never);
  expect(wave('prod/loki/release')).toBeGreaterThan(wave('prod/rook-ceph/objects'));
});

test('keeps the data of buckets whose claims are deleted', () => {
  const component = ceph();
  const bucketClass = Registry.of(component).objects.find((o) => o.name === 'ceph-bucket');
  expect(bucketClass?.manifest).toMatchObject({
    provisioner: 'rook-ceph.ceph.rook.io/bucket',
    reclaimPolicy: 'Retain',
    parameters: { objectStoreName: 'ceph-objectstore', objectStoreNamespace: 'rook-ceph' },
  });
});

test('serves others from the first object store, and from another by wiring', () => {
  const component = ceph();
  const archive = component.addObjectStore({ name: 'archive' });
  const platform = component.node.scope as Construct;
  const request = { name: 'backups', namespace: 'velero' };
  const usual = new Sample(platform, 'velero');
  const wired = new Sample(platform, 'other', { wiring: [ObjectStorage.with(archive)] });
  const hosts = [usual, wired].map((user) => ObjectStorage.find(user)?.bucket(user, request).host);
  expect(hosts).toStrictEqual([
    'rook-ceph-rgw-ceph-objectstore.rook-ceph.svc',
    'rook-ceph-rgw-archive.rook-ceph.svc',
  ]);
});

test('gives no object storage without an object store', () => {
  expect(ObjectStorage.find(ceph({ objectStores: [] }))).toBeUndefined();
});

test('asks for a certificate for the Service, and hands out its authority', () => {
  const asked: CertificateRequest[] = [];
  const issuer = {
    request: (_: Construct, request: CertificateRequest) => void asked.push(request),
  };
  const caCertificates = '-----BEGIN CERTIFICATE-----';
  const component = ceph({
    wiring: [Certificates.with(issuer)],
    objectStores: [{ name: 'objects', tls: { caCertificates, issuer: 'internal' } }],
  });
  expect(asked).toStrictEqual([
    {
      name: 'rook-ceph-rgw-objects-tls',
      namespace: 'rook-ceph',
      hosts: ['rook-ceph-rgw-objects.rook-ceph.svc'],
      secretName: 'rook-ceph-rgw-objects-tls',
      issuer: 'internal',
    },
  ]);
  expect(specOf(component, 'CephObjectStore', 'objects')).toMatchObject({
    gateway: { securePort: 443, sslCertificateRef: 'rook-ceph-rgw-objects-tls' },
  });
  const user = new Sample(component.node.scope as Construct, 'loki');
  const bucket = ObjectStorage.find(user)?.bucket(user, { name: 'loki', namespace: 'loki' });
  expect([bucket?.endpoint, bucket?.destination, bucket?.caCertificates]).toStrictEqual([
    'https://rook-ceph-rgw-objects.rook-ceph.svc:443',
    {
      namespace: 'rook-ceph',
      pods: { app: 'rook-ceph-rgw', rook_object_store: 'objects' },
      ports: [443],
    },
    caCertificates,
  ]);
});

test('exposes an object store under its hostname only', () => {
  const outside = gateway();
  ceph({
    wiring: [Exposure.with(outside)],
    objectStores: [{ name: 'objects', hostname: 's3.example.com' }, { name: 'inside' }],
  });
  expect(outside.asked).toStrictEqual([
    {
      name: 'ceph-objects',
      host: 's3.example.com',
      namespace: 'rook-ceph',
      service: 'rook-ceph-rgw-objects',
      port: 80,
      podPort: 8080,
      protocol: 'http',
      timeoutSeconds: 3600,
    },
  ]);
});

test('says where the keys of a user are', () => {
  const component = ceph();
  const keys = component.addObjectStoreUser({
    name: 'reports',
    capabilities: { usage: 'read' },
    maxBuckets: 2,
  });
  expect(keys).toStrictEqual({
    accessKey: { name: 'rook-ceph-object-user-ceph-objectstore-reports', key: 'AccessKey' },
    secretKey: { name: 'rook-ceph-object-user-ceph-objectstore-reports', key: 'SecretKey' },
  });
  expect(specOf(component, 'CephObjectStoreUser', 'reports')).toStrictEqual({
    store: 'ceph-objectstore',
    displayName: 'reports',
    capabilities: { usage: 'read' },
    quotas: { maxBuckets: 2 },
  });
});

test('fails for a bucket that another component has', () => {
  const component = ceph();
  const [first, second] = ['one', 'two'].map(
    (id) => new Sample(component.node.scope as Construct, id),
  ) as [Sample, Sample];
  const store = ObjectStorage.find(first);
  store?.bucket(first, { name: 'backups', namespace: 'one' });
  expect(() => store?.bucket(second, { name: 'backups', namespace: 'two' })).toThrow(
    "[prod/two] there is already a bucket 'backups' in the object store 'ceph-objectstore'; name this one otherwise",
  );
});

test('fails for the name of a bucket that S3 does not take', () => {
  const component = ceph();
  const user = new Sample(component.node.scope as Construct, 'loki');
  const store = ObjectStorage.find(user);
  expect(() => store?.bucket(user, { name: 'Loki', namespace: 'loki' })).toThrow(
    "[prod/loki] bucket 'Loki' is not a DNS label of 3 to 63 characters such as `loki-chunks`",
  );
});

test('fails for a user of an object store that is not there', () => {
  expect(() => ceph().addObjectStoreUser({ name: 'a', store: 'none' })).toThrow(
    "user 'a' belongs to the object store 'none', which is not there; add it before",
  );
});

test('fails for a second user of one name', () => {
  const component = ceph();
  component.addObjectStoreUser({ name: 'a' });
  expect(() => component.addObjectStoreUser({ name: 'a' })).toThrow(
    "there is already a user 'a' of an object store; name this one otherwise",
  );
});

test('fails for an object store that Rook would refuse', () => {
  expect(() => ceph({ objectStores: [{ name: 'a'.repeat(39) }] })).toThrow(
    'is longer than 38 characters, which Rook refuses; shorten it',
  );
  expect(() => ceph({ objectStores: [{ name: 'a', instances: 0 }] })).toThrow(
    "there cannot be '0' gateways of 'a'; give a whole number, 1 or more",
  );
});

test('fails for an index that is erasure coded', () => {
  const metadataPool = { erasureCoded: { dataChunks: 2, codingChunks: 1 } };
  expect(() => ceph({ objectStores: [{ name: 'objects', metadataPool }] })).toThrow(
    "metadata pool of 'objects' is erasure coded, which Ceph takes for data only; give it a `size`",
  );
});
