import type { Construct } from 'constructs';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Platform, Registry } from '../../lib';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Velero } from '../../lib/backup/velero';
import { freeRoot } from '../harness/sample';
import { objectStore } from '../harness/services';

const platformOf = () => new Platform(freeRoot(), 'prod');
const veleroIn = (platform: Platform) => {
  ObjectStorage.provide(platform, objectStore());
  return new Velero(platform, 'velero');
};
const objectOf = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name);

test('tries a restore into a closed namespace of its own', () => {
  const platform = platformOf();
  const velero = veleroIn(platform);
  velero.addRestoreDrill({ name: 'shop', from: 'cluster', namespace: 'shop' });
  const { data } = objectOf(platform, 'ConfigMap', 'restore-drill-shop')?.manifest as unknown as {
    data: Record<string, string>;
  };
  const files = Object.values(data).map((text) => JSON.parse(text) as { kind: string });
  expect(files.map(({ kind }) => kind)).toStrictEqual(['Namespace', 'NetworkPolicy', 'Restore']);
  expect(files[2]).toMatchObject({
    spec: { scheduleName: 'cluster', namespaceMapping: { shop: 'drill-shop' }, restorePVs: true },
  });
  const { spec } = objectOf(platform, 'CronJob', 'restore-drill-shop')?.manifest as unknown as {
    spec: CronJobSpec;
  };
  const pod = spec.jobTemplate.spec?.template.spec;
  expect(pod?.initContainers?.map(({ name }) => name)).toStrictEqual([
    'forget',
    'clear',
    'restore',
    'wait',
    'check',
  ]);
  expect(pod?.containers.map(({ name }) => name)).toStrictEqual(['clear-up']);
});

test('fails for a drill that would restore over production, or from nothing', () => {
  const velero = veleroIn(platformOf());
  const drill = { name: 'shop', from: 'cluster', namespace: 'shop' };
  expect(() => velero.addRestoreDrill({ ...drill, into: 'shop' })).toThrow(
    "restore drill 'shop' would restore over 'shop' and then delete it; restore `into` another namespace",
  );
  expect(() => velero.addRestoreDrill({ ...drill, namespace: 'Shop' })).toThrow(
    "'Shop' is no namespace for restore drill 'shop'; use a DNS label",
  );
  expect(() => velero.addRestoreDrill({ ...drill, timeoutMinutes: 0 })).toThrow("for '0' minutes");
  velero.addRestoreDrill({ ...drill, from: 'nightly' });
  expect(velero.node.validate()).toStrictEqual([
    "restore drill 'shop' restores from 'nightly', which is no schedule or plan; there are 'cluster'",
  ]);
});

test('lets a check of its own, and nobody else, into that namespace', () => {
  const platform = platformOf();
  const check = { image: 'docker.io/library/busybox:1.37.0', command: ['wget', 'http://shop'] };
  const drill = { name: 'shop', from: 'cluster', namespace: 'shop', check };
  veleroIn(platform).addRestoreDrill(drill);
  const policy = objectOf(platform, 'NetworkPolicy', 'restore-drill-shop')?.manifest;
  expect(policy).toMatchObject({
    metadata: { namespace: 'velero' },
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'restore-drill-shop' } },
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'drill-shop' } },
            },
          ],
        },
      ],
    },
  });
  const files = objectOf(platform, 'ConfigMap', 'restore-drill-shop')?.manifest as unknown as {
    data: Record<string, string>;
  };
  const network = JSON.parse(files.data['2-network.json'] ?? '') as { spec: { ingress: unknown } };
  expect(network.spec.ingress).toStrictEqual([
    {
      from: [
        { podSelector: {} },
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'velero' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'restore-drill-shop' } },
        },
      ],
    },
  ]);
});
