import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { EtcdSnapshots, type EtcdSnapshotsProps } from '../../lib/backup/etcd-snapshots';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Kubeadm } from '../../lib/provisioning/kubeadm';
import { freeRoot } from '../harness/sample';
import { objectStore } from '../harness/services';

const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'prod', props);
const snapshotsIn = (platform: Platform, props: EtcdSnapshotsProps = {}) => {
  ObjectStorage.provide(platform, objectStore());
  return new EtcdSnapshots(platform, 'etcd', props);
};

const imagesOf = (platform: Platform) => {
  const job = Registry.of(platform).objects.find(({ kind }) => kind.kind === 'CronJob');
  const { jobTemplate } = (job?.manifest as unknown as { spec: CronJobSpec }).spec;
  return new Set(jobTemplate.spec?.template.spec?.initContainers?.map(({ image }) => image));
};

test("has the image of the cluster's etcd", () => {
  const platform = platformOf({
    nodes: [{ name: 'n', address: '192.0.2.1', role: 'control-plane' }],
  });
  new Kubeadm(platform, 'kubeadm', { imageTags: { etcd: '3.6.9-0' } });
  snapshotsIn(platform);
  expect(imagesOf(platform)).toStrictEqual(new Set(['registry.k8s.io/etcd:3.6.9-0']));
});

test.each([
  ['1.34', '3.6.5-0'],
  ['1.35', '3.6.6-0'],
  ['1.36', '3.6.8-0'],
])('has the image that kubeadm %s would run, without it', (kubernetesVersion, tag) => {
  const platform = platformOf({ kubernetesVersion });
  snapshotsIn(platform);
  expect(imagesOf(platform)).toStrictEqual(new Set([`registry.k8s.io/etcd:${tag}`]));
});

const stepsOf = (platform: Platform, runbook: string) =>
  Registry.of(platform)
    .steps.flatMap(({ steps }) => steps())
    .filter((step) => step.runbook === runbook);

test('says how a snapshot is fetched, without a cluster to ask', () => {
  const platform = platformOf();
  snapshotsIn(platform, { encryptionPassword: { name: 'key', key: 'password' } });
  const [step] = stepsOf(platform, 'recovery');
  expect(step?.commands).toContain(
    "export RCLONE_CONFIG_SEALED_REMOTE='store:etcd-snapshots/prod'",
  );
  expect(step?.commands?.at(-1)).toBe('(umask 077 && rclone copyto sealed:NAME restore.db)');
  expect(step?.text).toContain('This object store runs in the cluster');
  expect(stepsOf(platform, 'install').flatMap(({ commands = [] }) => commands)).toStrictEqual([
    'kubectl --namespace etcd-snapshots get secret etcd-snapshots --output yaml',
    'kubectl --namespace etcd-snapshots get secret key --output yaml',
  ]);
});
