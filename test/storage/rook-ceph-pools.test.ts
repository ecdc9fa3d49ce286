import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { DefaultStorageClass } from '../../lib/contracts/exclusives';
import { SharedStorage } from '../../lib/contracts/shared-storage';
import { RookCeph, type RookCephProps } from '../../lib/storage/rook-ceph';
import { freeRoot, Sample } from '../harness/sample';

const nodes = ['a', 'b', 'c'].map((name) => ({ name, devices: ['sdb', 'sdc'] }));
const zoned = nodes.map((node) => ({ ...node, zone: `room-${node.name}` }));

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

test('keeps copies in different zones where disks are in three, monitors too', () => {
  const component = ceph({ nodes: zoned });
  expect(bodyOf(component, 'CephBlockPool', 'ceph-blockpool')['spec']).toStrictEqual({
    failureDomain: 'zone',
    replicated: { size: 3, requireSafeReplicaSize: true },
  });
  expect(bodyOf(component, 'CephCluster', 'rook-ceph')['spec']?.['mon']).toStrictEqual({
    count: 3,
    allowMultiplePerNode: false,
    zones: [{ name: 'room-a' }, { name: 'room-b' }, { name: 'room-c' }],
  });
});

test('keeps copies on different nodes where one node is in no zone', () => {
  const component = ceph({ nodes: [...zoned, { name: 'd', devices: ['sdb'] }] });
  expect(bodyOf(component, 'CephBlockPool', 'ceph-blockpool')['spec']?.['failureDomain']).toBe(
    'host',
  );
});

test('marks the class of the first pool as the default, and gives it to others', () => {
  const component = ceph();
  component.addBlockPool({ name: 'slow' });
  expect(BlockStorage.find(component)).toStrictEqual({ storageClass: 'ceph-block' });
  expect(SharedStorage.find(component)).toStrictEqual({ storageClass: 'ceph-filesystem' });
  const annotations = ['ceph-block', 'slow', 'ceph-filesystem'].map(
    (name) => bodyOf(component, 'StorageClass', name)['metadata']?.['annotations'],
  );
  expect(annotations).toStrictEqual([
    { 'storageclass.kubernetes.io/is-default-class': 'true' },
    undefined,
    undefined,
  ]);
});

test('keeps chunks of volumes in a second pool, and their headers in copies', () => {
  const component = ceph({
    blockPools: [{ name: 'bulk', erasureCoded: { dataChunks: 2, codingChunks: 1 } }],
  });
  expect(bodyOf(component, 'StorageClass', 'bulk')['parameters']).toMatchObject({
    pool: 'bulk',
    dataPool: 'bulk-data',
  });
  expect(bodyOf(component, 'CephBlockPool', 'bulk')['spec']?.['replicated']).toMatchObject({
    size: 3,
  });
  expect(bodyOf(component, 'CephBlockPool', 'bulk-data')['spec']?.['erasureCoded']).toStrictEqual({
    dataChunks: 2,
    codingChunks: 1,
  });
});

test('fails for more copies than there are nodes with disks', () => {
  expect(() => ceph({ blockPools: [{ name: 'safe', size: 4 }] })).toThrow(
    "[prod/rook-ceph] pool 'safe' keeps 4 copies of everything, each in a host of its own, and there are 3 nodes with disks; lower the number, give `devices` to more nodes, or choose a smaller `failureDomain`",
  );
});

test('fails for more chunks than there are zones', () => {
  const erasureCoded = { dataChunks: 2, codingChunks: 2 };
  const objectStores = [{ name: 'objects', dataPool: { erasureCoded } }];
  expect(() => ceph({ nodes: zoned, objectStores })).toThrow(
    "data pool of 'objects' keeps 4 chunks of everything, each in a zone of its own, and there are 3 zones with disks",
  );
});

test('fails for copies on disks of a class that too few nodes have', () => {
  const fast = nodes.map((node, i) => ({
    name: node.name,
    devices: [{ name: 'sdb', deviceClass: i === 0 ? 'nvme' : 'hdd' }],
  }));
  const blockPools = [{ name: 'fast', deviceClass: 'nvme', size: 2 }];
  expect(() => ceph({ nodes: fast, blockPools })).toThrow(
    "there are 1 nodes with disks of class 'nvme'",
  );
});

test('fails without disks', () => {
  const platform = platformWith();
  const component = new RookCeph(platform, 'rook-ceph');
  expect(component.node.validate()).toStrictEqual([
    "has no disks: none of the platform's nodes has `devices`; list them there or in `nodes`, or have Ceph pick them with `allNodes`",
  ]);
});

test('warns of disks that Ceph picks by itself', () => {
  const component = new RookCeph(platformWith(), 'rook-ceph', {
    allNodes: { useAllDevices: true },
  });
  expect(warningsOf(component)[0]).toContain('takes every empty disk of every node');
});

test('warns of fewer than three nodes with disks, once', () => {
  expect(warningsOf(ceph({ nodes: nodes.slice(1) }))).toStrictEqual([
    'has disks in 2 nodes, so it keeps two copies: a disk that breaks while the other node is away loses data; give `devices` to three nodes',
  ]);
});

test('warns of a disk class that the inventory does not tell', () => {
  const component = ceph({ blockPools: [{ name: 'fast', deviceClass: 'nvme' }] });
  expect(warningsOf(component)[0]).toContain('not every device says its class');
});

test('warns of pools with and without a disk class, which overlap', () => {
  const classed = nodes.map(({ name }) => ({
    name,
    devices: [
      { name: 'sdb', deviceClass: 'hdd' },
      { name: 'nvme0n1', deviceClass: 'nvme' },
    ],
  }));
  const blockPools = [{ name: 'fast', deviceClass: 'nvme' }];
  const component = ceph({ nodes: classed, blockPools, objectStores: [] });
  expect(warningsOf(component)).toStrictEqual([
    "names a `deviceClass` for some pools, but not for file system 'ceph-filesystem': where pools overlap, Ceph no longer fits the number of placement groups to the data; name one for all",
  ]);
  expect(bodyOf(component, 'CephBlockPool', 'builtin-mgr')['spec']).toMatchObject({
    deviceClass: 'nvme',
  });
});

test('warns of fast and slow disks in one pool', () => {
  const mixed = nodes.map(({ name }, i) => ({
    name,
    devices: [{ name: 'sdb', deviceClass: i === 0 ? 'ssd' : 'hdd' }],
  }));
  expect(warningsOf(ceph({ nodes: mixed }))).toStrictEqual([
    'puts disks of the classes hdd, ssd into the same pools, which are then as slow as the slowest; give pools a `deviceClass`',
  ]);
});

test.each([
  [{ mons: 2 }, "'2' monitors cannot agree"],
  [{ mgrs: 6 }, "'6' managers cannot be"],
  [{ tolerations: ['storage'] }, "taint 'storage' is not `key=value:Effect`"],
  [{ allNodes: { useAllDevices: true } }, 'has both `nodes` and `allNodes`'],
  [{ nodes: [{ name: 'a', devices: [] }] }, "node 'a' has no devices"],
  [{ nodes: [{ name: 'a', devices: ['sdb', { name: 'sdb' }] }] }, "has the device 'sdb' twice"],
  [{ nodes: [{ name: 'a', devices: ['sdb', '/dev/sdb'] }] }, "has the device '/dev/sdb' twice"],
  [{ nodes: [{ name: 'a', devices: ['/mnt/disk'] }] }, "the device '/mnt/disk', which is no disk"],
  [{ nodes: [{ name: 'a', devices: ['sdb,sdc'] }] }, "the device 'sdb,sdc', which is no disk"],
  [{ nodes: [{ name: 'a', devices: ['/dev/../sda'] }] }, "'/dev/../sda', which is no disk"],
  [{ nodes: [{ name: 'a', devices: ['/dev/sd[bc]'] }] }, "'/dev/sd[bc]', which is no disk"],
  [{ nodes: [{ name: 'a', devices: [''] }] }, "the device '', which is no disk"],
  [
    { nodes: [{ name: 'a', devices: [{ name: 'sdb', metadataDevice: 'nvme 1' }] }] },
    "the device 'nvme 1', which is no disk",
  ],
  [
    { nodes: [{ name: 'a', devices: ['nvme1n1', { name: 'sdb', metadataDevice: 'nvme1n1' }] }] },
    "the device 'nvme1n1' for data and for the metadata of others",
  ],
  [
    { filesystems: [{ name: 'a', activeMetadataServers: 0 }] },
    "'0' active metadata servers of 'a'",
  ],
  [{ clusterSpec: { network: { provider: 'host' } } }, "puts the daemons on the nodes' network"],
  [{ blockPools: [{ name: 'a', size: 0 }] }, "pool 'a' has a size of '0'"],
  [{ blockPools: [{ name: 'A' }] }, "pool 'A' is no DNS label"],
  [
    { blockPools: [{ name: 'a' }], filesystems: [{ name: 'b', storageClass: 'a' }] },
    "there is already a StorageClass 'a'",
  ],
] as const)('fails for %j', (props, message) => {
  expect(() => ceph(props as RookCephProps)).toThrow(message);
});

test.each([
  [['sdb', 'sdb'], "node 'a' has the device 'sdb' twice; list each disk once"],
  [['disk 1'], "node 'a' has the device 'disk 1', which is no disk; write a path such as"],
])('fails for the devices %j of a node of the platform', (devices, message) => {
  const platform = platformWith({
    nodes: [{ name: 'a', address: '192.0.2.1', role: 'worker', devices }],
  });
  expect(() => new RookCeph(platform, 'rook-ceph')).toThrow(message);
});

test.each([
  '/dev/disk/by-id/nvme-eui.0025385b71b00e4c',
  '/dev/disk/by-path/pci-0000:00:1f.2-ata-1.0',
  '/dev/mapper/vg0-osd',
  'dm-3',
  'nvme0n1p2',
])('takes the disk %s', (disk) => {
  const [node] = ceph({ nodes: [{ name: 'a', devices: [disk] }], mons: 1 }).node.validate();
  expect(node).toBeUndefined();
});

test('warns of a Kubernetes that Rook does not support', () => {
  const on = (kubernetesVersion: string): string[] =>
    warningsOf(ceph({}, platformWith({ kubernetesVersion })));
  expect(on('1.30')).toStrictEqual([
    "chart 'rook-ceph' v1.20.6 is tested on Kubernetes 1.31 to 1.36, and this is 1.30; try it before others rely on it",
  ]);
  expect(on('1.36')).toStrictEqual([]);
});

test('fails for more monitors than the platform has nodes', () => {
  const platform = platformWith({
    nodes: [{ name: 'a', address: '192.0.2.1', role: 'worker', devices: ['sdb'] }],
  });
  expect(() => new RookCeph(platform, 'rook-ceph')).toThrow(
    "'3' monitors want a node each, and the platform has 1",
  );
});

test('fails for monitors that taints keep away, unless they are tolerated', () => {
  const node = (name: string, role: 'control-plane' | 'worker', devices: string[] = []) =>
    ({ name, address: '192.0.2.1', role, devices }) as const;
  const inventory = [
    node('a', 'control-plane'),
    node('b', 'control-plane'),
    node('c', 'worker', ['sdb']),
  ];
  const make = (tolerations: string[]) => () =>
    new RookCeph(platformWith({ nodes: inventory }), 'rook-ceph', { tolerations });
  expect(make([])).toThrow("'3' monitors want a node each, and the platform has 1 without taints");
  expect(make(['node-role.kubernetes.io/control-plane:NoSchedule'])).not.toThrow();
});

test('fails for a node that the inventory does not have', () => {
  const platform = platformWith({
    nodes: ['x', 'y', 'z'].map((name) => ({ name, address: '192.0.2.1', role: 'worker' })),
  });
  expect(ceph({ default: false }, platform).node.validate()).toContain(
    "takes disks of node 'a', which is not one of the platform's; there are 'x', 'y', 'z'",
  );
});

test('fails beside another default StorageClass, unless it is told not to be one', () => {
  const errors = (props: RookCephProps): string => {
    const platform = platformWith();
    DefaultStorageClass.claim(new Sample(platform, 'other'));
    ceph({ filesystems: [], objectStores: [], ...props }, platform);
    return platform.node.validate().join();
  };
  expect(errors({})).toContain('the default StorageClass');
  expect(errors({ default: false })).toBe('');
});
