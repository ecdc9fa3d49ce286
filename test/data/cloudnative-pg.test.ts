import { Construct } from 'constructs';
import { Platform, Registry, type Profile } from '../../lib';
import { Certificates } from '../../lib/contracts/certificates';
import { Databases, type DatabaseRequest } from '../../lib/contracts/databases';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import {
  CloudNativePg,
  type CloudNativePgProps,
  type ClusterSpec,
} from '../../lib/data/cloudnative-pg';
import { freeRoot, Sample } from '../harness/sample';
import { objectStore } from '../harness/services';

const request: DatabaseRequest = { name: 'shop-db', namespace: 'shop', owner: 'shop' };

const platformOf = (profile: Profile = 'high-availability') =>
  new Platform(freeRoot(), 'prod', { profile });
const databasesOf = (props: CloudNativePgProps = {}, profile?: Profile) => {
  const platform = platformOf(profile);
  return { platform, databases: new CloudNativePg(platform, 'databases', props) };
};
const withObjectStore = (scope: Construct) => {
  Certificates.provide(new Construct(scope, 'issuer'), { request: () => undefined });
  const store = objectStore();
  ObjectStorage.provide(new Construct(scope, 'store'), store);
  return store;
};
const objects = (scope: Construct) => Registry.of(scope).objects;
const object = (scope: Construct, kind: string, name: string) =>
  objects(scope).find((o) => o.kind.kind === kind && o.name === name);
const specOf = <Spec = ClusterSpec>(scope: Construct, kind = 'Cluster', name = 'shop-db') =>
  (object(scope, kind, name)?.manifest as unknown as { spec: Spec } | undefined)?.spec;
const warnings = (scope: Construct) => Registry.of(scope).warnings.flatMap((w) => w.text() ?? []);

test('a database has a host, a port, and Secrets in the namespace of who asks', () => {
  const { platform } = databasesOf();
  expect(Databases.find(platform)?.postgres(new Sample(platform, 'shop'), request)).toStrictEqual({
    host: 'shop-db-rw.shop.svc',
    port: 5432,
    database: 'shop',
    user: 'shop',
    userSecret: { name: 'shop-db-app', key: 'username' },
    passwordSecret: { name: 'shop-db-app', key: 'password' },
    uriSecret: { name: 'shop-db-app', key: 'uri' },
    caSecret: { name: 'shop-db-ca', key: 'ca.crt' },
    sslMode: 'require',
    destination: { namespace: 'shop', pods: { 'cnpg.io/cluster': 'shop-db' }, ports: [5432] },
  });
});

test('the cluster stands below who asks, before its releases and after the operator', () => {
  const platform = platformOf();
  const shop = new Sample(platform, 'shop');
  Databases.whenProvided(shop, (server) => void server.postgres(shop, request));
  const databases = new CloudNativePg(platform, 'databases');
  const steps = platform.describe().order.map((step) => step.id);
  const at = (id: string) => steps.indexOf(id);
  expect(object(platform, 'Cluster', 'shop-db')?.node.scope).toBe(shop);
  expect(at('shop/prerequisites')).toBeGreaterThan(at(`${databases.node.id}/release`));
  expect(at('shop/release')).toBeGreaterThan(at('shop/prerequisites'));
});

test('three copies that lose no commit, or one in the single-node profile', () => {
  const ha = databasesOf();
  ha.databases.addCluster(request);
  const single = databasesOf({}, 'single-node');
  single.databases.addCluster(request);
  const picked = [ha, single].map(({ platform }) => {
    const { instances, enablePDB, primaryUpdateMethod, postgresql } = specOf(platform) ?? {};
    return [instances, enablePDB, primaryUpdateMethod, postgresql?.synchronous];
  });
  expect(picked).toStrictEqual([
    [3, true, 'switchover', { method: 'any', number: 1, dataDurability: 'preferred' }],
    [1, false, 'restart', undefined],
  ]);
});

test('memory of the server follows from that of the Pod, under what the user sets', () => {
  const { platform, databases } = databasesOf();
  const resources = { cpu: '1', memory: '4Gi' };
  databases.addCluster({ ...request, resources, parameters: { shared_buffers: '2GB' } });
  expect(specOf(platform)?.postgresql?.parameters).toStrictEqual({
    shared_buffers: '2GB',
    effective_cache_size: '3072MB',
  });
});

test('nobody connects without TLS, or as superuser', () => {
  const { platform, databases } = databasesOf();
  databases.addCluster(request);
  expect(specOf(platform)).toMatchObject({
    enableSuperuserAccess: false,
    postgresql: { pg_hba: ['hostnossl all all all reject'] },
  });
});

test('clients of a pool reach the pool, and have no address that goes past it', () => {
  const { platform, databases } = databasesOf();
  const database = databases.addCluster({ ...request, pooled: true });
  expect([database.host, database.uriSecret, database.destination]).toStrictEqual([
    'shop-db-pooler.shop.svc',
    undefined,
    { namespace: 'shop', pods: { 'cnpg.io/poolerName': 'shop-db-pooler' }, ports: [5432] },
  ]);
  expect(specOf<{ instances: number }>(platform, 'Pooler', 'shop-db-pooler')?.instances).toBe(2);
  expect(specOf(platform)?.certificates?.serverAltDNSNames).toContain('shop-db-pooler.shop.svc');
});

test('extensions are there from the start, and those that come later as well', () => {
  const { platform, databases } = databasesOf();
  databases.addCluster({ ...request, extensions: ['pg_trgm'] });
  expect(specOf(platform)?.bootstrap?.initdb?.postInitApplicationSQL).toStrictEqual([
    'CREATE EXTENSION IF NOT EXISTS "pg_trgm"',
  ]);
  expect(specOf(platform, 'Database')).toMatchObject({
    name: 'shop',
    extensions: [{ name: 'pg_trgm', ensure: 'present' }],
  });
});

test('backups go to a bucket of its own as soon as there are a store and an issuer', () => {
  const { platform, databases } = databasesOf({ backups: { keepDays: 7 } });
  databases.addCluster(request);
  expect(warnings(platform)).toStrictEqual([
    "database 'shop/shop-db' is not backed up: that takes an object store and a certificate issuer, or `backups` by volume snapshots",
  ]);
  const store = withObjectStore(platform);
  expect(store.asked).toStrictEqual([
    { name: 'shop-shop-db', namespace: 'shop', secretName: 'shop-db-backups' },
  ]);
  expect(warnings(platform)).toStrictEqual([]);
  expect(specOf(platform)?.plugins).toStrictEqual([
    {
      name: 'barman-cloud.cloudnative-pg.io',
      isWALArchiver: true,
      parameters: { barmanObjectName: 'shop-db' },
    },
  ]);
  expect(specOf(platform, 'ObjectStore')).toMatchObject({
    configuration: {
      destinationPath: 's3://shop-shop-db/',
      s3Credentials: { accessKeyId: { name: 'shop-db-backups', key: 'AWS_ACCESS_KEY_ID' } },
    },
    retentionPolicy: '7d',
  });
});

test('the authority of a store reaches the containers that write to it', () => {
  const { platform, databases } = databasesOf();
  const store = objectStore();
  Certificates.provide(new Construct(platform, 'issuer'), { request: () => undefined });
  ObjectStorage.provide(new Construct(platform, 'store'), {
    bucket: (scope, asked) => ({ ...store.bucket(scope, asked), caCertificates: 'PEM' }),
  });
  databases.addCluster(request);
  expect(object(platform, 'ConfigMap', 'shop-db-backup-ca')?.manifest['data']).toStrictEqual({
    'ca.crt': 'PEM',
  });
  expect(specOf(platform)?.projectedVolumeTemplate).toStrictEqual({
    sources: [{ configMap: { name: 'shop-db-backup-ca' } }],
  });
});
