import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { Exposure } from '../../lib/contracts/exposure';
import { Login } from '../../lib/contracts/login-gate';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { SharedStorage } from '../../lib/contracts/shared-storage';
import { VolumeSnapshots } from '../../lib/contracts/volume-snapshots';
import { Longhorn, type LonghornProps } from '../../lib/storage/longhorn';
import { SnapshotController } from '../../lib/storage/snapshot-controller';
import { freeRoot } from '../harness/sample';
import { gateway, loginGate, metricsCollector, objectStore } from '../harness/services';

const worker = (n: number, more: Partial<PlatformNode> = {}): PlatformNode => ({
  name: `worker-${n}`,
  address: `192.0.2.${n}`,
  role: 'worker',
  ...more,
});
const platformOf = (props: PlatformProps = {}) =>
  new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', ...props });
const longhornIn = (scope: Construct, props: LonghornProps = {}) =>
  new Longhorn(scope, 'longhorn', { expose: false, ...props });
const part = (longhorn: Longhorn, key: string) =>
  longhorn.release.values[key] as Record<string, unknown>;
const manifest = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest as
    Record<string, unknown> | undefined;

test('gives volumes for one Pod and for many', () => {
  const platform = platformOf();
  longhornIn(platform);
  expect(BlockStorage.find(platform)?.storageClass).toBe('longhorn');
  expect(SharedStorage.find(platform)?.storageClass).toBe('longhorn');
});

test('keeps three copies of each volume, two where there are two nodes, one on a single node', () => {
  const copies = (props: PlatformProps) =>
    part(longhornIn(platformOf(props)), 'persistence')['defaultClassReplicaCount'];
  expect(copies({})).toBe(3);
  expect(copies({ nodes: [worker(1), worker(2)] })).toBe(2);
  expect(copies({ profile: 'single-node' })).toBe(1);
});

test('runs one of each sidecar on a single node', () => {
  const { csi, longhornUI } = longhornIn(platformOf({ profile: 'single-node' })).release.values;
  expect(csi).toMatchObject({ attacherReplicaCount: 1, provisionerReplicaCount: 1 });
  expect(longhornUI).toStrictEqual({
    replicas: 1,
    podDisruptionBudget: { enabled: false, minAvailable: 1 },
  });
});

test('uses only the nodes that their label names, where one does', () => {
  const labels = { 'node.longhorn.io/create-default-disk': 'config' };
  const nodes = [worker(1, { labels }), worker(2), worker(3)];
  const longhorn = longhornIn(platformOf({ nodes }));
  expect(part(longhorn, 'defaultSettings')).toMatchObject({
    createDefaultDiskLabeledNodes: true,
    defaultReplicaCount: '{"v1":"1"}',
  });
});

test('runs on tainted nodes whose taints it is told of', () => {
  const taints = ['storage=true:NoSchedule'];
  const nodes = [worker(1, { taints }), worker(2, { taints })];
  const longhorn = longhornIn(platformOf({ nodes }), { tolerations: taints });
  expect(part(longhorn, 'persistence')['defaultClassReplicaCount']).toBe(2);
  expect(part(longhorn, 'global')).toStrictEqual({
    tolerations: [{ key: 'storage', effect: 'NoSchedule', operator: 'Equal', value: 'true' }],
  });
  expect(part(longhorn, 'defaultSettings')['taintToleration']).toBe('storage=true:NoSchedule');
});

test('fails for more copies than the inventory has nodes for', () => {
  const nodes = [worker(1), worker(2), { ...worker(3), role: 'control-plane' as const }];
  const longhorn = longhornIn(platformOf({ nodes }), { volumes: { replicas: 3 } });
  longhorn.addClass({ name: 'safe', replicas: 4 });
  expect(longhorn.node.validate()).toStrictEqual([
    "class 'longhorn' keeps 3 replicas, each on a node of its own, and only 2 of the platform's nodes hold volumes; lower `replicas` to 2, or add nodes",
    "class 'safe' keeps 4 replicas, each on a node of its own, and only 2 of the platform's nodes hold volumes; lower `replicas` to 2, or add nodes",
  ]);
});

test('makes snapshots where somebody brings their kinds, in either order', () => {
  const platform = platformOf();
  const longhorn = longhornIn(platform);
  expect(VolumeSnapshots.find(platform)?.snapshotClasses).toStrictEqual({});
  expect(longhorn.release.values['extraObjects']).toStrictEqual([]);
  new SnapshotController(platform, 'snapshots');
  expect(VolumeSnapshots.find(platform)?.snapshotClasses).toStrictEqual({
    'driver.longhorn.io': 'longhorn',
  });
  expect(longhorn.release.values['extraObjects']).toMatchObject([
    { kind: 'VolumeSnapshotClass', driver: 'driver.longhorn.io', parameters: { type: 'snap' } },
  ]);
  expect(longhorn.release.needs).toStrictEqual(['VolumeSnapshotClass.snapshot.storage.k8s.io']);
});

test("backs up to the platform's object store, whose account a CronJob completes", () => {
  const platform = platformOf();
  const longhorn = longhornIn(platform);
  const store = objectStore();
  ObjectStorage.provide(platform, store);
  expect(store.asked).toStrictEqual([{ name: 'longhorn-backups', namespace: 'longhorn-system' }]);
  expect(part(longhorn, 'defaultBackupStore')).toStrictEqual({
    backupTarget: 's3://longhorn-backups@us-east-1/',
    backupTargetCredentialSecret: 'longhorn-backup-target',
  });
  const job = JSON.stringify(manifest(platform, 'CronJob', 'longhorn-backup-credentials'));
  expect(job).toContain('{"name":"AWS_ENDPOINTS","value":"http://objects.storage.svc:80"}');
  expect(job).toContain('"secretKeyRef":{"name":"longhorn-backups","key":"AWS_ACCESS_KEY_ID"}');
  const { connections } = Registry.of(platform);
  expect(connections.map(({ name, to }) => [name, to])).toStrictEqual([
    ['longhorn-to-backups', { namespace: 'storage', pods: { app: 'objects' }, ports: [8080] }],
  ]);
});

test('asks the object store for nothing where backups go elsewhere, or nowhere', () => {
  const store = objectStore();
  const target = { url: 'nfs://nas:/backups', host: 'nas', port: 2049 };
  for (const backupTarget of [target, 'none'] as const) {
    const platform = platformOf();
    ObjectStorage.provide(platform, store);
    longhornIn(platform, { backupTarget });
  }
  expect(store.asked).toStrictEqual([]);
});

test('fails for a job that makes backups when there is no place for them', () => {
  const recurringJobs = [{ name: 'nightly', task: 'backup' as const, cron: '0 1 * * *' }];
  expect(longhornIn(platformOf(), { recurringJobs }).node.validate()).toStrictEqual([
    "recurring job 'nightly' makes backups, and there is no place for them; pass `backupTarget`, or add an object store",
  ]);
});

test('draws one more class, encrypted, with its own jobs', () => {
  const platform = platformOf();
  const longhorn = longhornIn(platform);
  longhorn.addRecurringJob({ name: 'hourly', task: 'snapshot', cron: '0 * * * *' });
  longhorn.addClass({
    name: 'secret',
    recurringJobs: ['hourly'],
    encryptionSecret: { name: 'key', namespace: 'vaults' },
  });
  expect(manifest(platform, 'StorageClass', 'secret')?.['parameters']).toMatchObject({
    numberOfReplicas: '3',
    recurringJobSelector: '[{"name":"hourly","isGroup":false}]',
    encrypted: 'true',
    'csi.storage.k8s.io/node-stage-secret-name': 'key',
    'csi.storage.k8s.io/node-expand-secret-namespace': 'vaults',
  });
});

test('guards its interface by a login, for administrators', () => {
  const platform = platformOf();
  const gate = loginGate();
  Login.provide(platform, gate);
  new Longhorn(platform, 'longhorn');
  expect(gate.asked).toMatchObject([
    { host: 'longhorn.k8s.example.com', service: 'longhorn-frontend', role: 'admin' },
  ]);
});

test('fails without a login in front of its interface', () => {
  const longhorn = new Longhorn(platformOf(), 'longhorn');
  expect(longhorn.node.validate()).toStrictEqual([
    'needs a login proxy to ask for a login in front of its user interface, which has none, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
});

test('shows its interface to everybody only when told so', () => {
  const platform = platformOf();
  const exposer = gateway();
  Exposure.provide(platform, exposer);
  longhornIn(platform, { expose: true, login: 'none' });
  expect(exposer.asked.map(({ service, podPort }) => [service, podPort])).toStrictEqual([
    ['longhorn-frontend', 8000],
  ]);
});

test('is watched on the port of its managers', () => {
  const platform = platformOf();
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  longhornIn(platform);
  expect(metrics.asked).toMatchObject([
    { selector: { app: 'longhorn-manager' }, podPorts: [9500] },
  ]);
});

test('fails for jobs and classes that Longhorn would refuse', () => {
  const longhorn = longhornIn(freeRoot());
  const job = { name: 'x', task: 'snapshot', cron: '0 * * * *' } as const;
  expect(() => longhorn.addRecurringJob({ ...job, cron: '@daily' })).toThrow(
    "recurring job 'x' runs at '@daily', which is not cron's five fields",
  );
  expect(() => longhorn.addRecurringJob({ ...job, retain: 500 })).toThrow('keeps 1 to 100');
  expect(() => longhorn.addRecurringJob({ ...job, name: 'trim' })).toThrow(
    "there is already a recurring job 'trim'",
  );
  expect(() => longhorn.addClass({ name: 'longhorn' })).toThrow('change it by `volumes`');
  expect(() => longhorn.addClass({ name: 'x', dataLocality: 'strict-local' })).toThrow(
    "class 'x' is strictly local with 'the default number of' replicas; set `replicas: 1`",
  );
  expect(() => longhorn.addClass({ name: 'x', replicas: 0 })).toThrow("has '0' replicas");
  expect(() => longhorn.addClass({ name: 'Fast' })).toThrow("'Fast' is no name of a class");
  expect(() => longhorn.addRecurringJob({ ...job, concurrency: 0 })).toThrow("on '0' volumes");
});

test('fails for a taint that is none', () => {
  expect(() => longhornIn(freeRoot(), { tolerations: ['storage'] })).toThrow(
    "[longhorn] 'storage' is no taint; write it as `key=value:NoSchedule`",
  );
});

test('says what nodes need to mount volumes, and more where volumes are encrypted', () => {
  const needsOf = (props: LonghornProps) => {
    const platform = platformOf();
    longhornIn(platform, props);
    return Registry.of(platform).hostNeeds.map(({ needs }) => needs());
  };
  const encryptionSecret = { name: 'volume-key', namespace: 'longhorn-system' };
  expect(needsOf({})).toMatchObject([{ modules: ['iscsi_tcp'], services: ['iscsid'] }]);
  expect(needsOf({ classes: [{ name: 'secret', encryptionSecret }] })).toMatchObject([
    {
      modules: ['iscsi_tcp', 'dm_crypt'],
      packages: [{ debian: 'open-iscsi' }, { debian: 'nfs-common' }, { debian: 'cryptsetup' }],
    },
  ]);
});
