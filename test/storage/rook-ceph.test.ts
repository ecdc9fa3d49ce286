import { Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { Exposure } from '../../lib/contracts/exposure';
import { Login } from '../../lib/contracts/login-gate';
import { Metrics } from '../../lib/contracts/metrics';
import { VolumeSnapshots } from '../../lib/contracts/volume-snapshots';
import { RookCeph, type RookCephProps } from '../../lib/storage/rook-ceph';
import { gateway, loginGate, metricsCollector } from '../harness/services';
import { freeRoot } from '../harness/sample';

const nodes = ['a', 'b', 'c'].map((name) => ({ name, devices: ['sdb', 'sdc'] }));

const platformWith = (props: PlatformProps = {}): Platform =>
  new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', ...props });

const ceph = (props: RookCephProps = {}, scope: Construct = platformWith()): RookCeph =>
  new RookCeph(scope, 'rook-ceph', { nodes, ...props });

/** Anything that YAML holds. */
interface Tree {
  readonly [key: string]: Tree;
}

/** An object, by kind and name. */
const bodyOf = (component: RookCeph, kind: string, name: string): Tree =>
  Registry.of(component).objects.find((o) => o.kind.kind === kind && o.name === name)
    ?.manifest as unknown as Tree;

const warningsOf = (component: RookCeph): string[] =>
  Registry.of(component).warnings.flatMap((w) => w.text() ?? []);

test('works in a chart of the user, without a platform', () => {
  const chart = Testing.chart();
  new RookCeph(chart, 'rook-ceph', { nodes, filesystems: [], objectStores: [] });
  const kinds = (Testing.synth(chart) as { kind: string }[]).map((o) => o.kind);
  expect(kinds.filter((kind) => kind !== 'NetworkPolicy')).toStrictEqual([
    'Namespace',
    'CephCluster',
    'CephBlockPool',
    'CephBlockPool',
    'StorageClass',
  ]);
});

test("takes the disks of the platform's nodes, and of no others", () => {
  const platform = platformWith({
    nodes: [
      { name: 'cp', address: '192.0.2.1', role: 'control-plane' },
      { name: 'w1', address: '192.0.2.2', role: 'worker', devices: ['/dev/disk/by-id/x'] },
      { name: 'w2', address: '192.0.2.3', role: 'worker', devices: ['sdb'] },
      { name: 'w3', address: '192.0.2.4', role: 'worker' },
    ],
  });
  const component = new RookCeph(platform, 'rook-ceph');
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']).toMatchObject({
    storage: {
      useAllNodes: false,
      useAllDevices: false,
      nodes: [
        { name: 'w1', devices: [{ name: '/dev/disk/by-id/x' }] },
        { name: 'w2', devices: [{ name: 'sdb' }] },
      ],
    },
  });
});

test('runs on one node with one of everything, and with copies on its disks', () => {
  const platform = platformWith({ profile: 'single-node' });
  const component = ceph({ nodes: [{ name: 'a', devices: ['sdb', 'sdc'] }] }, platform);
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']).toMatchObject({
    mon: { count: 1, allowMultiplePerNode: true },
    mgr: { count: 1 },
    disruptionManagement: { managePodBudgets: false },
    cephConfig: { global: { osd_pool_default_size: '2' } },
  });
  expect(bodyOf(component, 'CephBlockPool', 'builtin-mgr')['spec']).toStrictEqual({
    name: '.mgr',
    failureDomain: 'osd',
    replicated: { size: 2, requireSafeReplicaSize: true },
  });
  expect(
    bodyOf(component, 'CephObjectStore', 'ceph-objectstore')['spec']?.['gateway'],
  ).toMatchObject({ instances: 1 });
});

test('tolerates the taints of the nodes that have disks', () => {
  const platform = platformWith({
    nodes: [
      { name: 'a', address: '192.0.2.1', role: 'control-plane', devices: ['sdb'] },
      {
        name: 'b',
        address: '192.0.2.2',
        role: 'worker',
        devices: ['sdb'],
        taints: ['storage=ceph:NoSchedule'],
      },
      { name: 'c', address: '192.0.2.3', role: 'worker', taints: ['gpu:NoSchedule'] },
    ],
  });
  const component = new RookCeph(platform, 'rook-ceph', { mons: 1 });
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']?.['placement']).toStrictEqual({
    all: {
      tolerations: [
        {
          key: 'node-role.kubernetes.io/control-plane',
          operator: 'Exists',
          effect: 'NoSchedule',
        },
        { key: 'storage', operator: 'Equal', value: 'ceph', effect: 'NoSchedule' },
      ],
    },
  });
});

test('never wipes a disk, whoever deletes it', () => {
  const spec = bodyOf(ceph(), 'CephCluster', 'rook-ceph')['spec'];
  expect(spec?.['cleanupPolicy']).toStrictEqual({
    confirmation: '',
    allowUninstallWithVolumes: false,
  });
});

test('lays the fields of the user over those of the cluster, one by one', () => {
  const component = ceph({ clusterSpec: { storage: { osdMaxUpdatesInParallel: 5 } } });
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']?.['storage']).toMatchObject({
    useAllNodes: false,
    osdMaxUpdatesInParallel: 5,
  });
});

test('names drivers, provisioners and Secrets by its namespace', () => {
  const component = ceph({ namespace: 'storage' });
  expect(component.drivers.values['drivers']).toMatchObject({
    rbd: { enabled: true, name: 'storage.rbd.csi.ceph.com' },
    cephfs: { enabled: true, name: 'storage.cephfs.csi.ceph.com' },
  });
  expect(bodyOf(component, 'StorageClass', 'ceph-filesystem')).toMatchObject({
    provisioner: 'storage.cephfs.csi.ceph.com',
    parameters: {
      clusterID: 'storage',
      pool: 'ceph-filesystem-data0',
      'csi.storage.k8s.io/node-stage-secret-name': 'rook-csi-cephfs-node',
      'csi.storage.k8s.io/node-stage-secret-namespace': 'storage',
    },
  });
});

test('runs no driver that nothing needs', () => {
  const component = ceph({ filesystems: [] });
  expect(component.drivers.values['drivers']).toMatchObject({ cephfs: { enabled: false } });
});

test('gives a snapshot class for each driver, and turns its sidecar on', () => {
  const component = ceph({ snapshots: true });
  expect(VolumeSnapshots.find(component)?.snapshotClasses).toStrictEqual({
    'rook-ceph.rbd.csi.ceph.com': 'ceph-block',
    'rook-ceph.cephfs.csi.ceph.com': 'ceph-filesystem',
  });
  expect(component.drivers.values['drivers']).toMatchObject({
    rbd: { snapshotPolicy: 'volumeSnapshot' },
  });
  expect(component.drivers.needs).toStrictEqual(['VolumeSnapshotClass.snapshot.storage.k8s.io']);
});

test('makes no snapshots unless asked, and says so where they could be had', () => {
  const component = ceph({}, platformWith({ existingKinds: ['*.snapshot.storage.k8s.io'] }));
  expect(VolumeSnapshots.find(component)).toBeUndefined();
  expect(warningsOf(component)[0]).toContain('set `snapshots: true`');
});

test("puts the dashboard behind the platform's login", () => {
  const gate = loginGate();
  const wiring = [Login.with(gate), Exposure.with(gateway())];
  const component = ceph({ wiring });
  expect(gate.asked).toStrictEqual([
    {
      name: 'ceph-dashboard',
      host: 'ceph.k8s.example.com',
      namespace: 'rook-ceph',
      service: 'rook-ceph-mgr-dashboard',
      port: 7000,
      role: 'admin',
    },
  ]);
  expect(warningsOf(component)).toStrictEqual([]);
});

test('keeps the dashboard inside where nothing asks for a login', () => {
  const outside = gateway();
  const component = ceph({ wiring: [Exposure.with(outside)], objectStores: [] });
  expect(outside.asked).toStrictEqual([]);
  expect(warningsOf(component)[0]).toContain('nobody reaches from outside');
});

test('shows the dashboard metrics, and may ask for them', () => {
  const component = ceph({ wiring: [Metrics.with(metricsCollector())] });
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']?.['dashboard']).toMatchObject({
    prometheusEndpoint: 'http://prometheus.monitoring.svc:9090',
  });
  expect(Registry.of(component).connections).toMatchObject([
    { from: { pods: { app: 'rook-ceph-mgr' } }, to: { ports: [9090] } },
  ]);
});

test('lets nodes reach monitors, disks and metadata servers, and nothing else', () => {
  const open = Registry.of(ceph())
    .objects.filter((o) => o.name.startsWith('clients-to-ceph-'))
    .map((o) => (o.manifest['spec'] as { ingress: { ports?: { port: number }[] }[] }).ingress)
    .map(([rule]) => rule?.ports?.map(({ port }) => port));
  expect(open).toStrictEqual([[3300, 6789], undefined, undefined]);
});

test('pulls Ceph and the sidecars from the mirror', () => {
  const component = ceph({}, platformWith({ imageMirror: { registry: 'registry.example.com' } }));
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']?.['cephVersion']).toMatchObject({
    image: 'registry.example.com/quay.io/ceph/ceph:v20.2.4',
  });
  expect(component.release.values['csi']).toMatchObject({
    cephcsi: { repository: 'registry.example.com/quay.io/cephcsi/cephcsi' },
  });
});

test('says what nodes need to mount what there is', () => {
  const needsOf = (props: RookCephProps) =>
    Registry.of(ceph(props)).hostNeeds.map(({ needs }) => needs());
  const packages = [{ debian: 'lvm2', redhat: 'lvm2' }];
  expect(needsOf({ nodes })).toStrictEqual([{ modules: ['rbd', 'ceph'], packages }]);
  const encrypted = { encryptedDevices: true, encryptedNetwork: true };
  expect(needsOf({ nodes, filesystems: [], ...encrypted })).toStrictEqual([
    { kernel: '5.11', modules: ['rbd', 'dm_crypt'], packages },
  ]);
});
