import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { DefaultStorageClass } from '../../lib/contracts/exclusives';
import { LocalPath } from '../../lib/storage/local-path';
import { freeRoot } from '../harness/sample';

const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'lab', props);
const manifest = (scope: Construct, kind: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind)?.manifest as
    Record<string, Record<string, unknown>> | undefined;
const config = (scope: Construct, key: string): unknown =>
  JSON.parse((manifest(scope, 'ConfigMap')?.['data']?.[key] as string | undefined) ?? '{}');

test('makes volumes once the node of a Pod is known', () => {
  const platform = platformOf();
  new LocalPath(platform, 'local-path');
  expect(BlockStorage.find(platform)?.storageClass).toBe('local-path');
  expect(manifest(platform, 'StorageClass')).toMatchObject({
    provisioner: 'rancher.io/local-path',
    volumeBindingMode: 'WaitForFirstConsumer',
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  });
});

test('is told of folders by node', () => {
  const platform = platformOf();
  new LocalPath(platform, 'local-path', {
    paths: [],
    nodePaths: [{ node: 'worker-1', paths: ['/mnt/a', '/mnt/b'] }],
  });
  expect(config(platform, 'config.json')).toStrictEqual({
    nodePathMap: [
      { node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [] },
      { node: 'worker-1', paths: ['/mnt/a', '/mnt/b'] },
    ],
  });
});

test('pulls provisioner and helper from the mirror, the helper in its text too', () => {
  const platform = platformOf({ imageMirror: { registry: 'registry.example.com' } });
  new LocalPath(platform, 'local-path');
  const helper = 'registry.example.com/docker.io/library/busybox:1.37.0';
  expect(config(platform, 'helperPod.yaml')).toMatchObject({
    spec: { containers: [{ image: helper }] },
  });
  const deployment = JSON.stringify(manifest(platform, 'Deployment'));
  expect(deployment).toContain(`--helper-image=${helper}`);
  expect(deployment).toContain(
    'registry.example.com/docker.io/rancher/local-path-provisioner:v0.0.37',
  );
});

test('gives its helper Pod nothing that the provisioner refuses', () => {
  const platform = platformOf();
  new LocalPath(platform, 'local-path');
  const { spec } = config(platform, 'helperPod.yaml') as { spec: Record<string, unknown> };
  expect(Object.keys(spec)).toStrictEqual([
    'priorityClassName',
    'automountServiceAccountToken',
    'tolerations',
    'containers',
  ]);
});

test('says that data stands on one node', () => {
  const platform = platformOf();
  new LocalPath(platform, 'local-path');
  const [warning] = Registry.of(platform).warnings.map(({ text }) => text());
  expect(warning).toContain('keeps each volume on one node only');
});

test('fails beside another default class, unless it is none', () => {
  const errors = (isDefault: boolean) => {
    const platform = platformOf();
    DefaultStorageClass.claim(platform);
    new LocalPath(platform, 'local-path', { default: isDefault });
    return platform.node.validate();
  };
  expect(errors(true)).toStrictEqual([
    "'lab' and 'lab/local-path' both take the default StorageClass; set `default: false` in all but one",
  ]);
  expect(errors(false)).toStrictEqual([]);
});

test('fails for folders that the provisioner would refuse', () => {
  const make = (paths: readonly string[]) => () =>
    new LocalPath(freeRoot(), 'local-path', { paths });
  expect(make(['/'])).toThrow("'/' is no folder for volumes; give an absolute path");
  expect(make(['srv'])).toThrow("'srv' is no folder for volumes");
  expect(make(['/srv', '/srv'])).toThrow("the folder '/srv' is named twice for one node");
  expect(make([])).toThrow('no node has a folder for volumes; pass `paths` or `nodePaths`');
});

test('fails for a node that the inventory does not have', () => {
  const nodes = [{ name: 'worker-1', address: '192.0.2.1', role: 'worker' as const }];
  const local = new LocalPath(platformOf({ nodes }), 'local-path', {
    nodePaths: [{ node: 'worker-2', paths: ['/srv'] }],
  });
  expect(local.node.validate()).toStrictEqual([
    "the node 'worker-2' of `nodePaths` is not one of the platform's; there are 'worker-1'",
  ]);
});

test('fails for a helper image without a tag', () => {
  expect(() => new LocalPath(freeRoot(), 'local-path', { helperImage: 'r:5000/busybox' })).toThrow(
    "the helper image 'r:5000/busybox' has no tag",
  );
});
