import type { Construct } from 'constructs';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { Backups } from '../../lib/contracts/backups';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { EtcdSnapshots, type EtcdSnapshotsProps } from '../../lib/backup/etcd-snapshots';
import { freeRoot } from '../harness/sample';
import { backupKeeper, metricsCollector, objectStore } from '../harness/services';

const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'prod', props);
const node = (address: string, role: PlatformNode['role']): PlatformNode => ({
  name: 'n',
  address,
  role,
});
const snapshotsIn = (platform: Platform, props: EtcdSnapshotsProps = {}) => {
  ObjectStorage.provide(platform, objectStore());
  return new EtcdSnapshots(platform, 'etcd', props);
};
const cronJob = (scope: Construct): CronJobSpec => {
  const found = Registry.of(scope).objects.find((o) => o.kind.kind === 'CronJob');
  return (found?.manifest as unknown as { spec: CronJobSpec }).spec;
};
const podOf = (scope: Construct) => cronJob(scope).jobTemplate.spec?.template.spec;
const script = (scope: Construct) => podOf(scope)?.containers[0]?.command?.[2];
const variables = (scope: Construct) =>
  Object.fromEntries((podOf(scope)?.containers[0]?.env ?? []).map((e) => [e.name, e.value]));

test('saves, checks and uploads on a node of the control plane', () => {
  const platform = platformOf();
  snapshotsIn(platform);
  const pod = podOf(platform);
  expect(pod?.nodeSelector).toStrictEqual({ 'node-role.kubernetes.io/control-plane': '' });
  expect(pod?.initContainers?.map((c) => c.command?.slice(-3))).toStrictEqual([
    ['snapshot', 'save', '/snapshot/etcd.db'],
    ['status', '/snapshot/etcd.db', '--write-out=table'],
  ]);
  expect(script(platform)).toContain('rclone copyto /snapshot/etcd.db "$REMOTE/$(date -u');
});

test('mounts three files of the node to read, and not the key of the authority beside them', () => {
  const platform = platformOf();
  snapshotsIn(platform);
  const pod = podOf(platform);
  const paths = pod?.volumes?.flatMap((v) => v.hostPath?.path ?? []);
  expect(paths).toStrictEqual([
    '/etc/kubernetes/pki/etcd/ca.crt',
    '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
    '/etc/kubernetes/pki/etcd/healthcheck-client.key',
  ]);
  const mounts = pod?.initContainers?.[0]?.volumeMounts?.filter((m) => m.name !== 'snapshot');
  expect(mounts?.every((m) => m.readOnly)).toBe(true);
  expect(pod?.containers[0]?.volumeMounts?.map((m) => m.name)).toStrictEqual(['snapshot', 'tmp']);
});

test('deletes old snapshots only after a new one', () => {
  const platform = platformOf();
  snapshotsIn(platform, { keepDays: 3 });
  const lines = script(platform)?.split('\n') ?? [];
  expect(lines[0]).toBe('set -eu');
  const [copy, remove] = ['copyto', 'delete --min-age 3d'].map((word) =>
    lines.findIndex((line) => line.includes(word)),
  );
  expect([copy, remove]).toStrictEqual([1, 2]);
});

test('puts snapshots under the name of the cluster', () => {
  const platform = platformOf();
  snapshotsIn(platform);
  expect(variables(platform)).toMatchObject({
    REMOTE: 'store:etcd-snapshots/prod',
    RCLONE_CONFIG_STORE_ENDPOINT: 'http://objects.storage.svc:80',
    RCLONE_CONFIG_STORE_FORCE_PATH_STYLE: 'true',
  });
});

test('encrypts them by a password, if there is one', () => {
  const platform = platformOf();
  snapshotsIn(platform, { encryptionPassword: { name: 'key', key: 'password' } });
  expect(variables(platform)).toMatchObject({
    REMOTE: 'sealed:',
    RCLONE_CONFIG_SEALED_REMOTE: 'store:etcd-snapshots/prod',
  });
  expect(script(platform)).toContain('rclone obscure -');
  expect(Registry.of(platform).warnings.flatMap(({ text }) => text() ?? [])).toStrictEqual([]);
});

test.each([
  [['secrets'], 0],
  [['configmaps'], 1],
])('warns of readable Secrets unless API servers encrypt them: %j', (resources, warnings) => {
  const platform = platformOf();
  const encryption = { provider: 'secretbox', resources } as const;
  const definition = { encryption } as unknown as ControlPlaneDefinition;
  snapshotsIn(platform, { wiring: [ControlPlane.with(definition)] });
  const said = Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []);
  expect(said).toHaveLength(warnings);
});

test('trusts the authority of the object store', () => {
  const platform = platformOf();
  const caCertificates = '-----BEGIN CERTIFICATE-----\n';
  const store = objectStore();
  ObjectStorage.provide(platform, {
    bucket: (scope, request) => ({ ...store.bucket(scope, request), caCertificates }),
  });
  new EtcdSnapshots(platform, 'etcd');
  expect(variables(platform)['RCLONE_CA_CERT']).toBe('/authority/ca.crt');
  const map = Registry.of(platform).objects.find((o) => o.name === 'object-store-ca');
  expect(map?.manifest).toMatchObject({ data: { 'ca.crt': caCertificates } });
});

test('speaks to etcd at the address of its node, and to the bucket', () => {
  const platform = platformOf({ nodes: [node('2001:db8::1', 'control-plane')] });
  snapshotsIn(platform);
  expect(podOf(platform)?.initContainers?.[0]?.command?.[1]).toBe(
    '--endpoints=https://[$(HOST_IP)]:2379',
  );
  expect(podOf(platform)?.hostNetwork).toBeUndefined();
  expect(Registry.of(platform).connections.map(({ name }) => name)).toStrictEqual([
    'etcd-to-objects',
  ]);
});

const outside = {
  version: '3.6.14',
  endpoints: ['https://192.0.2.21:2379', 'https://192.0.2.22:2379'],
  metricsEndpoints: ['http://192.0.2.21:2381/metrics'],
  caFile: '/etc/kubernetes/pki/etcd/ca.crt',
  certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  keyFile: '/etc/kubernetes/pki/apiserver-etcd-client.key',
};

test.each(['before', 'after'])(
  'asks any member of an external etcd that was defined %s',
  (order) => {
    const platform = platformOf({ nodes: [node('192.0.2.1', 'control-plane')] });
    if (order === 'before') EtcdCluster.provide(platform, outside);
    snapshotsIn(platform);
    if (order === 'after') EtcdCluster.provide(platform, outside);
    const [members, save] = podOf(platform)?.initContainers ?? [];
    expect(members?.command).toContain('--endpoints=192.0.2.21:2379,192.0.2.22:2379');
    expect(save?.command?.slice(1, 5)).toStrictEqual([
      '--endpoints=https://127.0.0.1:23790',
      `--cacert=${outside.caFile}`,
      `--cert=${outside.certFile}`,
      `--key=${outside.keyFile}`,
    ]);
    const policy = Registry.of(platform).objects.find(
      (o) => o.name === 'etcd-snapshots-to-members',
    );
    expect(policy?.manifest['spec']).toMatchObject({
      egress: [{ ports: [{ port: 2379, protocol: 'TCP' }] }],
    });
  },
);

test('asks any machine of the control plane, and waits until one answers', () => {
  const nodes = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address, i) => ({
    ...node(address, 'control-plane'),
    name: `n-${i}`,
  }));
  const platform = platformOf({ nodes });
  snapshotsIn(platform);
  const [members] = podOf(platform)?.initContainers ?? [];
  expect(members?.command?.at(-1)).toBe(
    '--endpoints=$(HOST_IP):2379,192.0.2.1:2379,192.0.2.2:2379,192.0.2.3:2379',
  );
  expect(members?.restartPolicy).toBe('Always');
  expect(members?.startupProbe?.exec?.command?.slice(-2)).toStrictEqual(['endpoint', 'health']);
});

test('asks the member that it is told to, with the certificates that it is told to use', () => {
  const platform = platformOf();
  EtcdCluster.provide(platform, outside);
  snapshotsIn(platform, {
    endpoint: 'https://192.0.2.22:2379',
    certificates: { ca: '/ca.crt', certificate: '/c.crt', key: '/c.key' },
  });
  expect(podOf(platform)?.initContainers?.[0]?.command?.slice(1, 3)).toStrictEqual([
    '--endpoints=https://192.0.2.22:2379',
    '--cacert=/ca.crt',
  ]);
});

test('says to backups that it does so by itself', () => {
  const platform = platformOf();
  const keeper = backupKeeper();
  Backups.provide(platform, keeper);
  snapshotsIn(platform);
  expect(keeper.asked).toMatchObject([
    { name: 'etcd-snapshots', method: { own: expect.stringContaining('14 days') as string } },
  ]);
});

test('misses a snapshot two hours after it should have been', () => {
  const platform = platformOf();
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  snapshotsIn(platform);
  expect(metrics.rules[0]?.groups[0]?.rules[0]?.expr).toContain(`> ${8 * 3600} or absent(`);
});

test('fails without an object store', () => {
  expect(new EtcdSnapshots(platformOf(), 'etcd').node.validate()).toStrictEqual([
    'needs an object store to keep snapshots of etcd where they outlive the nodes, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
});

test('fails where others run the control plane', () => {
  const snapshots = snapshotsIn(platformOf({ nodes: [node('192.0.2.1', 'worker')] }));
  expect(snapshots.node.validate()[0]).toContain('has no node to run on');
});

test('fails for times, addresses and files that cannot be', () => {
  const make = (props: EtcdSnapshotsProps) => () => new EtcdSnapshots(freeRoot(), 'etcd', props);
  expect(make({ schedule: 'hourly' })).toThrow("the snapshot of etcd runs at 'hourly'");
  expect(make({ keepDays: 0 })).toThrow("snapshots cannot be kept for '0' days");
  expect(make({ endpoint: 'http://192.0.2.1:2379' })).toThrow(
    "the endpoint 'http://192.0.2.1:2379' is not an address such as",
  );
  expect(make({ endpoint: 'https://192.0.2.1:99999' })).toThrow('is not an address such as');
  expect(make({ prefix: '/prod/' })).toThrow("the prefix '/prod/' is no folder of a bucket");
  expect(make({ etcdVersion: 'v 3' })).toThrow("'v 3' is no tag of etcd's image");
  const certificates = { ca: 'ca.crt', certificate: '/c', key: '/k' };
  expect(make({ certificates })).toThrow("'ca.crt' is no file on the nodes");
});
