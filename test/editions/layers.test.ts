import type { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { BackupLayer } from '../../lib/backup';
import { DataLayer } from '../../lib/data';
import { DeliveryLayer } from '../../lib/delivery';
import { IdentityLayer } from '../../lib/identity';
import { RegistryLayer } from '../../lib/registry';
import { SecurityLayer } from '../../lib/security';
import { StorageLayer } from '../../lib/storage';
import { freeRoot } from '../harness/sample';
import { NODES } from '../harness/standard';

const platform = (profile: 'high-availability' | 'single-node' = 'high-availability'): Platform =>
  new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', profile, nodes: NODES });
const types = (of: Construct): string[] =>
  Registry.of(of).components.map((c) => c.constructor.name);
const given = (of: Construct): string[] => [...Registry.of(of).providers.keys()];

const issuer = 'https://sso.example.com/realms/company';
const groups = { admin: ['a'], editor: ['b'], viewer: ['c'] };

test('storage is Ceph, with snapshots and an object store', () => {
  const cluster = platform();
  const { volumes, objectStore } = new StorageLayer(cluster, 'storage');
  expect(types(cluster)).toStrictEqual(['SnapshotController', 'RookCeph']);
  expect(objectStore).toBe(volumes);
});

test('storage of one machine is its own disk', () => {
  const cluster = platform('single-node');
  expect(new StorageLayer(cluster, 'storage').objectStore).toBeUndefined();
  expect(types(cluster)).toStrictEqual(['LocalPath']);
});

test('an object store elsewhere takes the place of the one of Ceph', () => {
  const cluster = platform();
  const externalObjectStore = { endpoint: 'https://s3.example.com' };
  new StorageLayer(cluster, 'storage', { externalObjectStore });
  expect(Registry.of(cluster).providers.get('object-storage')).toHaveLength(1);
  expect(Registry.of(cluster).objects.map(({ kind }) => kind.kind)).not.toContain(
    'CephObjectStore',
  );
});

test('databases and caches may be left out, one by one', () => {
  const cluster = platform();
  new DataLayer(cluster, 'data', { caches: 'none' });
  expect(given(cluster)).toContain('databases');
  expect(given(cluster)).not.toContain('caches');
});

test('etcd is saved on its own, also without Velero', () => {
  const cluster = platform();
  new BackupLayer(cluster, 'backup', { backups: 'none' });
  expect(types(cluster)).toStrictEqual(['EtcdSnapshots']);
});

test('an identity provider elsewhere is chosen by naming it', () => {
  const cluster = platform();
  new IdentityLayer(cluster, 'identity', { externalIdentity: { issuer, groups } });
  expect(types(cluster)).toStrictEqual(['OAuth2Proxy', 'KubernetesLogin']);
  expect(given(cluster)).toEqual(expect.arrayContaining(['identity', 'login', 'cluster-access']));
});

test('a registry elsewhere is chosen by naming it', () => {
  const cluster = platform();
  const layer = new RegistryLayer(cluster, 'registry', {
    externalRegistry: { host: 'registry.example.com' },
    trivyOperator: {},
  });
  expect(layer.registry?.node.id).toBe('registry');
  expect(types(cluster)).toStrictEqual(['TrivyOperator']);
});

test('a store of secrets comes with its settings, in its open form', () => {
  const cluster = platform();
  new SecurityLayer(cluster, 'security', { vault: {} });
  expect(Registry.of(cluster).releases.map(({ chart }) => chart.name)).toContain('openbao');
});

test('delivery without Argo CD has no rollouts either, unless it is told so', () => {
  const none = platform();
  new DeliveryLayer(none, 'delivery', { delivery: 'none' });
  expect(types(none)).toStrictEqual([]);
  const rollouts = platform();
  new DeliveryLayer(rollouts, 'delivery', { delivery: 'none', rollouts: 'argo-rollouts' });
  expect(types(rollouts)).toStrictEqual(['ArgoRollouts']);
});

test.each<[string, (scope: Construct) => unknown, string]>([
  [
    'storage',
    (scope) => new StorageLayer(scope, 'layer', { volumes: 'longhorn', rookCeph: {} }),
    "`rookCeph` is given, but 'rook-ceph' is not chosen; choose it, or drop its settings",
  ],
  [
    'backup',
    (scope) => new BackupLayer(scope, 'layer', { etcd: false, etcdSnapshots: {} }),
    "`etcdSnapshots` is given, but 'etcd' is not chosen; choose it, or drop its settings",
  ],
  [
    'identity',
    (scope) => new IdentityLayer(scope, 'layer', { provider: 'external' }),
    "the provider is 'external', but nothing says where it is; pass `externalIdentity`",
  ],
  [
    'registry',
    (scope) => new RegistryLayer(scope, 'layer', { registry: 'external' }),
    "the registry is 'external', but nothing says where it is; pass `externalRegistry`",
  ],
  [
    'security',
    (scope) => new SecurityLayer(scope, 'layer', { runtime: 'tracee', falco: {} }),
    "`falco` is given, but 'falco' is not chosen; choose it, or drop its settings",
  ],
  [
    'delivery',
    (scope) => new DeliveryLayer(scope, 'layer', { delivery: 'none', argoCd: {} }),
    "`argoCd` is given, but 'argo-cd' is not chosen; choose it, or drop its settings",
  ],
])('fails for settings of what is not chosen: %s', (_, make, error) => {
  expect(() => make(platform())).toThrow(error);
});
