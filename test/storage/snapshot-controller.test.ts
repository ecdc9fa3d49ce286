import { Platform, Registry, type PlatformProps } from '../../lib';
import { Metrics } from '../../lib/contracts/metrics';
import { SnapshotController } from '../../lib/storage/snapshot-controller';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'prod', props);
const controllerOf = (controller: SnapshotController) =>
  controller.release.values['controller'] as Record<string, unknown>;

test('runs twice, spread, with a budget; once on a single node', () => {
  const many = controllerOf(new SnapshotController(platformOf(), 'snapshots'));
  expect(many).toMatchObject({ replicaCount: 2, pdb: { maxUnavailable: 1 } });
  const one = controllerOf(
    new SnapshotController(platformOf({ profile: 'single-node' }), 'snapshots'),
  );
  expect(one).toMatchObject({ replicaCount: 1, pdb: {}, topologySpreadConstraints: [] });
});

test('brings the kinds of snapshots, which others wait for', () => {
  const { release } = new SnapshotController(platformOf(), 'snapshots');
  expect(release.brings).toContain('VolumeSnapshotClass.snapshot.storage.k8s.io');
  expect(release.brings).toContain('VolumeGroupSnapshot.groupsnapshot.storage.k8s.io');
});

test('makes snapshots of groups unless told otherwise', () => {
  const args = (groupSnapshots?: boolean) => {
    const props = groupSnapshots === undefined ? {} : { groupSnapshots };
    return controllerOf(new SnapshotController(platformOf(), 'snapshots', props))['args'];
  };
  expect(args()).toStrictEqual({ featureGates: 'CSIVolumeGroupSnapshot=true' });
  expect(args(false)).toStrictEqual({ featureGates: 'CSIVolumeGroupSnapshot=false' });
});

test('is restricted, and reaches the API server only', () => {
  const platform = platformOf();
  const controller = new SnapshotController(platform, 'snapshots');
  expect(controller.podSecurity).toBe('restricted');
  expect(controllerOf(controller)['podSecurityContext']).toStrictEqual({
    seccompProfile: { type: 'RuntimeDefault' },
  });
  const [policy] = Registry.of(platform).objects.map((o) => o.manifest as { spec?: object });
  expect(policy?.spec).toMatchObject({
    ingress: [{ from: [{ podSelector: {} }] }],
    egress: [{}, {}, { ports: [{ port: 6443 }] }],
  });
});

test('has its Pods scraped and four alerts', () => {
  const platform = platformOf();
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  new SnapshotController(platform, 'snapshots');
  expect(metrics.asked).toMatchObject([{ endpoints: [{ port: 'http' }] }]);
  expect(metrics.rules[0]?.groups[0]?.rules).toHaveLength(4);
});

test('fails beside a second one, which would bring the same kinds', () => {
  const platform = platformOf();
  new SnapshotController(platform, 'a', { namespace: 'a' });
  new SnapshotController(platform, 'b', { namespace: 'b' });
  expect(platform.node.validate()[0]).toContain(
    "both bring the CRD of 'VolumeGroupSnapshot.groupsnapshot.storage.k8s.io' and 5 more",
  );
});
