import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { Backups } from '../../lib/contracts/backups';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { Certificates } from '../../lib/contracts/certificates';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { VolumeSnapshots } from '../../lib/contracts/volume-snapshots';
import {
  CloudNativePg,
  type CloudNativePgProps,
  type ClusterOptions,
  type ClusterSpec,
} from '../../lib/data/cloudnative-pg';
import { freeRoot, Sample } from '../harness/sample';
import { backupKeeper, metricsCollector, objectStore } from '../harness/services';

const request: ClusterOptions = { name: 'shop-db', namespace: 'shop', owner: 'shop' };
const source = { host: 'pg.example.com', user: 'reader', password: { name: 'old', key: 'pw' } };

const databasesOf = (props: CloudNativePgProps = {}) => {
  const platform = new Platform(freeRoot(), 'prod');
  return { platform, databases: new CloudNativePg(platform, 'databases', props) };
};
const withObjectStore = (scope: Construct): void => {
  Certificates.provide(new Construct(scope, 'issuer'), { request: () => undefined });
  ObjectStorage.provide(new Construct(scope, 'store'), objectStore());
};
const manifest = (scope: Construct, kind: string, name: string, namespace = 'shop') =>
  Registry.of(scope).objects.find(
    (o) => o.kind.kind === kind && o.name === name && o.namespace === namespace,
  )?.manifest;
const cluster = (scope: Construct) =>
  (manifest(scope, 'Cluster', 'shop-db') as unknown as { spec: ClusterSpec }).spec;
const errors = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((c) => c.node.validate());

test('the operator waits for neither issuer nor store, but the plugin does', () => {
  const { platform, databases } = databasesOf();
  withObjectStore(platform);
  const kinds = Registry.of(platform).used.filter((use) => use.by === databases);
  expect(kinds.map((use) => use.capability)).not.toContain('certificates');
  expect(Registry.of(platform).releases.map((r) => [r.name, r.needs])).toStrictEqual([
    ['cloudnative-pg', []],
    ['plugin-barman-cloud', ['Certificate.cert-manager.io', 'Issuer.cert-manager.io']],
  ]);
});

test('the operator reaches the servers, and they the API server, by rules in closed namespaces', () => {
  const { platform, databases } = databasesOf();
  const shop = new Sample(platform, 'shop');
  shop.close();
  databases.postgres(shop, request);
  expect(manifest(platform, 'NetworkPolicy', 'cloudnative-pg-to-shop-shop-db')).toMatchObject({
    spec: {
      podSelector: { matchLabels: { 'cnpg.io/cluster': 'shop-db' } },
      ingress: [{ ports: [{ port: 5432 }, { port: 8000 }] }],
    },
  });
  expect(
    manifest(platform, 'NetworkPolicy', 'cloudnative-pg-to-shop-shop-db', 'cnpg-system'),
  ).toMatchObject({ spec: { policyTypes: ['Egress'] } });
  expect(manifest(platform, 'NetworkPolicy', 'shop-db-to-api-server')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 6443 }] }] },
  });
});

test('the way to the bucket, and to the server that it is filled from, is open', () => {
  const { platform, databases } = databasesOf();
  withObjectStore(platform);
  const shop = new Sample(platform, 'shop');
  shop.close();
  databases.addCluster({ ...request, bootstrap: { copy: source } });
  expect(manifest(platform, 'NetworkPolicy', 'shop-db-to-backups')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 8080 }] }] },
  });
  expect(manifest(platform, 'NetworkPolicy', 'shop-db-to-source')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 5432 }] }] },
  });
});

test('instances and pool are scraped apart', () => {
  const { platform, databases } = databasesOf();
  const metrics = metricsCollector();
  Metrics.provide(new Construct(platform, 'metrics'), metrics);
  databases.addCluster({ ...request, pooled: true });
  expect(
    metrics.asked.slice(1).map(({ selector, podPorts }) => [selector, podPorts]),
  ).toStrictEqual([
    [{ 'cnpg.io/cluster': 'shop-db', 'cnpg.io/podRole': 'instance' }, [9187]],
    [{ 'cnpg.io/poolerName': 'shop-db-pooler' }, [9127]],
  ]);
});

test("the platform's backups leave out what backs itself up", () => {
  const { platform, databases } = databasesOf();
  const keeper = backupKeeper();
  Backups.provide(new Construct(platform, 'velero'), keeper);
  databases.addCluster(request);
  expect(keeper.asked).toStrictEqual([]);
  withObjectStore(platform);
  expect(keeper.asked).toStrictEqual([
    {
      name: 'shop-shop-db',
      namespace: 'shop',
      method: {
        own: "PostgreSQL base backups and write-ahead log in bucket 'shop-shop-db', by CloudNativePG",
      },
      selector: { 'cnpg.io/cluster': 'shop-db' },
    },
  ]);
});

test('volumes come from the block storage unless a class is named', () => {
  const { platform, databases } = databasesOf();
  BlockStorage.provide(new Construct(platform, 'ceph'), { storageClass: 'ceph-block' });
  databases.addCluster({ ...request, walSize: '5Gi' });
  expect([cluster(platform).storage, cluster(platform).walStorage]).toStrictEqual([
    { size: '10Gi', storageClass: 'ceph-block' },
    { size: '5Gi', storageClass: 'ceph-block' },
  ]);
});

test('snapshots are taken of a stopped standby where no log is archived', () => {
  const { platform, databases } = databasesOf({ backups: { method: 'volume-snapshots' } });
  const snapshotClasses = { 'rbd.csi.ceph.com': 'ceph-block' };
  VolumeSnapshots.provide(new Construct(platform, 'snapshots'), { snapshotClasses });
  databases.addCluster(request);
  expect(cluster(platform).backup).toStrictEqual({
    volumeSnapshot: { className: 'ceph-block', snapshotOwnerReference: 'none', online: false },
  });
  expect(manifest(platform, 'ScheduledBackup', 'shop-db')).toMatchObject({
    spec: { method: 'volumeSnapshot' },
  });
});

test('the operator starts after the kind of snapshots, where there are any', () => {
  const { databases } = databasesOf({ backups: { method: 'volume-snapshots' } });
  expect(databases.release.needs).toStrictEqual([]);
  databases.addCluster(request);
  expect(databases.release.needs).toStrictEqual(['VolumeSnapshot.snapshot.storage.k8s.io']);
});

test('a database that is asked for starts from a backup, and archives under a new name', () => {
  const recovery = { from: 'shop-db', archiveAs: 'shop-db-2', targetTime: '2026-03-01T08:30:00Z' };
  const { platform, databases } = databasesOf({ restores: { 'shop/shop-db': recovery } });
  withObjectStore(platform);
  databases.postgres(new Sample(platform, 'shop'), request);
  const { bootstrap, externalClusters, plugins } = cluster(platform);
  expect(bootstrap?.recovery).toStrictEqual({
    owner: 'shop',
    database: 'shop',
    source: 'source',
    recoveryTarget: { targetTime: '2026-03-01T08:30:00Z' },
  });
  expect(externalClusters?.[0]?.plugin?.parameters).toStrictEqual({
    barmanObjectName: 'shop-db',
    serverName: 'shop-db',
  });
  expect(plugins?.[0]?.parameters).toStrictEqual({
    barmanObjectName: 'shop-db',
    serverName: 'shop-db-2',
  });
});

test('an import verifies the server where an authority is given', () => {
  const { platform, databases } = databasesOf();
  const authority = { name: 'old-ca', key: 'ca.crt' };
  const from = { ...source, database: 'old', authority };
  databases.addCluster({ ...request, bootstrap: { import: from } });
  expect(cluster(platform).externalClusters?.[0]).toMatchObject({
    connectionParameters: { host: 'pg.example.com', dbname: 'old', sslmode: 'verify-full' },
    sslRootCert: authority,
  });
});

test('fails to start from a backup where there is no object store', () => {
  const { platform, databases } = databasesOf();
  const recovery = { from: 'old-db', archiveAs: 'shop-db-2' };
  databases.addCluster({ ...request, bootstrap: { recovery } });
  expect(errors(platform)).toContain(
    "database 'shop/shop-db' starts from a backup, which takes an object store and a certificate issuer; add them",
  );
});

test('fails for a restore of what nobody asks for, and for a choice of snapshot classes', () => {
  const { databases } = databasesOf({
    restores: { 'shop/other': { from: 'a', archiveAs: 'b' } },
  });
  databases.addCluster({ ...request, backups: { method: 'volume-snapshots' } });
  expect(errors(databases)).toStrictEqual([
    "`restores` names 'shop/other', which no component asks for; write `<namespace>/<name>`",
    "database 'shop/shop-db' is backed up by volume snapshots, but there are 0 classes of them; pass `snapshotClass`",
  ]);
});

test('fails for a restore of a cluster that says by itself what it starts from', () => {
  const { databases } = databasesOf({
    backups: 'none',
    restores: { 'shop/shop-db': { from: 'shop-db', archiveAs: 'shop-db-2' } },
  });
  databases.addCluster(request);
  expect(errors(databases)).toStrictEqual([
    "`restores` names 'shop/shop-db', which is there by `addCluster()`; say there what it starts from, as `bootstrap: { recovery: … }`",
  ]);
});
