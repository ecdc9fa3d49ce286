import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { Backups, type BackupPlan } from '../../lib/contracts/backups';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Secrets } from '../../lib/contracts/secrets';
import { VolumeSnapshots } from '../../lib/contracts/volume-snapshots';
import { Velero, type BackupLocation, type VeleroProps } from '../../lib/backup/velero';
import { freeRoot, Sample } from '../harness/sample';
import { metricsCollector, objectStore, secretSource } from '../harness/services';

const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'prod', props);
const plan: BackupPlan = { name: 'shop', namespace: 'shop', method: 'volumes' };
const offSite: BackupLocation = {
  name: 'off-site',
  bucket: 'copies',
  region: 'eu-central-1',
  credentials: { name: 'off-site', key: 'cloud' },
};
const veleroIn = (platform: Platform, props: VeleroProps = {}) => {
  ObjectStorage.provide(platform, objectStore());
  return new Velero(platform, 'velero', props);
};
const objectOf = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name);
const schedule = (scope: Construct, name: string) =>
  (objectOf(scope, 'Schedule', name)?.manifest as { spec?: Record<string, unknown> } | undefined)
    ?.spec;
const template = (scope: Construct, name: string) =>
  schedule(scope, name)?.['template'] as Record<string, unknown>;
const configuration = (velero: Velero) =>
  velero.release.values['configuration'] as Record<string, unknown>;
const warnings = (scope: Construct) =>
  Registry.of(scope).warnings.flatMap(({ text }) => text() ?? []);

test('keeps backups in a bucket of the platform, whose account needs no credentials file', () => {
  const velero = veleroIn(platformOf());
  expect(configuration(velero)['backupStorageLocation']).toStrictEqual([
    {
      name: 'default',
      provider: 'aws',
      default: true,
      bucket: 'velero',
      prefix: 'prod',
      config: {
        region: 'us-east-1',
        s3Url: 'http://objects.storage.svc:80',
        s3ForcePathStyle: 'true',
        checksumAlgorithm: '',
      },
    },
  ]);
  expect(velero.release.values['credentials']).toStrictEqual({ useSecret: false });
  expect(configuration(velero)['extraEnvVars']).toMatchObject([
    { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'velero' } } },
    { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'velero' } } },
  ]);
});

test('may connect to the bucket and to locations outside, and to nothing else', () => {
  const platform = platformOf();
  veleroIn(platform, { locations: [{ ...offSite, endpoint: 'https://s3.example.com:9000' }] });
  expect(Registry.of(platform).connections.map(({ name, to }) => [name, to])).toStrictEqual([
    ['velero-to-objects', { namespace: 'storage', pods: { app: 'objects' }, ports: [8080] }],
    ['velero-to-location-off-site', { host: 's3.example.com', port: 9000 }],
  ]);
});

test("reads another location's own file, though the environment has an account", () => {
  const encryption = { by: 'customer-key', secret: { name: 'sse', key: 'key' } } as const;
  const velero = veleroIn(platformOf(), { locations: [{ ...offSite, encryption }] });
  expect(configuration(velero)['backupStorageLocation']).toMatchObject([
    {},
    {
      name: 'off-site',
      default: false,
      credential: { name: 'off-site', key: 'cloud' },
      config: {
        profile: 'default',
        s3ForcePathStyle: 'false',
        customerKeyEncryptionSecret: 'sse/key',
      },
    },
  ]);
});

test('takes snapshots and moves them where the storage makes some, else copies files', () => {
  const platform = platformOf();
  const velero = veleroIn(platform, { schedules: [{ name: 'all' }] });
  expect(configuration(velero)).toMatchObject({ defaultVolumesToFsBackup: true });
  expect(template(platform, 'all')).toMatchObject({
    snapshotMoveData: false,
    defaultVolumesToFsBackup: true,
  });
  VolumeSnapshots.provide(platform, { snapshotClasses: { 'driver.longhorn.io': 'longhorn' } });
  expect(configuration(velero)).toMatchObject({
    features: 'EnableCSI',
    defaultSnapshotMoveData: true,
  });
  expect(template(platform, 'all')).toMatchObject({
    snapshotMoveData: true,
    defaultVolumesToFsBackup: false,
  });
});

test('backs up all objects every night, unless told otherwise', () => {
  const platform = platformOf();
  veleroIn(platform, { keepDays: 7 });
  expect(schedule(platform, 'cluster')).toMatchObject({
    schedule: expect.stringMatching(/^\d+ [1-4] \* \* \*$/) as string,
    template: { includedNamespaces: ['*'], snapshotVolumes: false, ttl: '168h0m0s' },
  });
});

test('draws the plan of a component, which does not wait for it, with hooks around the copy of its volumes', () => {
  const platform = platformOf();
  const app = new Sample(platform, 'shop');
  Backups.whenProvided(app, (keeper) => {
    const hook = { pods: { app: 'shop' }, container: 'db', command: ['freeze'] };
    keeper.protect(app, { ...plan, keepDays: 2, before: [hook], after: [hook] });
  });
  veleroIn(platform);
  expect(objectOf(platform, 'Schedule', 'shop')?.node.path).toContain('velero');
  const exec = { container: 'db', command: ['freeze'], onError: 'Fail', timeout: '60s' };
  const hook = {
    includedNamespaces: ['shop'],
    includedResources: ['pods'],
    labelSelector: { matchLabels: { app: 'shop' } },
  };
  expect(template(platform, 'shop')).toMatchObject({
    ttl: '48h0m0s',
    includedNamespaces: ['shop'],
  });
  expect(template(platform, 'shop')['hooks']).toStrictEqual({
    resources: [
      { name: 'shop-1', ...hook, pre: [{ exec }] },
      { name: 'shop-2', ...hook, post: [{ exec }] },
    ],
  });
});

test('leaves volumes to components that copy them by themselves', () => {
  const platform = platformOf();
  const velero = veleroIn(platform, {
    schedules: [{ name: 'all' }, { name: 'objects', volumes: false }],
  });
  const method = { own: 'archives to the object store' };
  velero.protect(platform, { ...plan, name: 'db', method, selector: { 'cnpg.io/cluster': 'db' } });
  velero.protect(platform, { ...plan, name: 'vault', namespace: 'vault', method });
  expect(velero.plans.map(({ name }) => name)).toStrictEqual(['db', 'vault']);
  expect(schedule(platform, 'db')).toBeUndefined();
  expect(template(platform, 'all')['excludedNamespaces']).toStrictEqual(['vault']);
  expect(template(platform, 'objects')['excludedNamespaces']).toBeUndefined();
  const { data } = objectOf(platform, 'ConfigMap', 'velero-volume-policies')
    ?.manifest as unknown as { data: Record<string, string> };
  expect(JSON.parse(data['policies.yaml'] ?? '')).toStrictEqual({
    version: 'v1',
    volumePolicies: [
      { conditions: { pvcLabels: { 'cnpg.io/cluster': 'db' } }, action: { type: 'skip' } },
    ],
  });
});

test('has the key of its repositories made, under the name that Velero looks for', () => {
  const platform = platformOf();
  const secrets = secretSource();
  Secrets.provide(platform, secrets);
  veleroIn(platform);
  expect(secrets.asked).toStrictEqual([
    {
      name: 'velero-repo-credentials',
      namespace: 'velero',
      generated: { 'repository-password': { length: 40 } },
    },
  ]);
});

test('warns of a public key and of backups that go down with the cluster', () => {
  const platform = platformOf();
  veleroIn(platform);
  expect(warnings(platform)).toStrictEqual([
    expect.stringContaining('keeps all backups in the cluster that they are of'),
    expect.stringContaining("with Velero's public default key"),
  ]);
  const safe = platformOf();
  veleroIn(safe, { locations: [offSite], generateRepositoryKey: false });
  expect(warnings(safe)).toStrictEqual([]);
});

test('misses a backup once its schedule should have made another', () => {
  const platform = platformOf();
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  veleroIn(platform, { schedules: [{ name: 'weekly', schedule: '0 4 * * 0' }] });
  const rules = metrics.rules.find(({ name }) => name === 'velero-schedule-weekly');
  expect(rules?.groups[0]?.rules[0]?.expr).toContain(`> ${(7 * 24 + 2) * 3600} or absent(`);
});

test('fails without a place for backups', () => {
  expect(new Velero(platformOf(), 'velero').node.validate()).toStrictEqual([
    'has no place for backups; add an object store to the platform, or pass `location`',
  ]);
});

test('fails for schedules that Velero would refuse, naming who asked', () => {
  const platform = platformOf();
  const velero = veleroIn(platform);
  const app = new Sample(platform, 'shop');
  velero.protect(app, plan);
  expect(() => velero.protect(app, plan)).toThrow(
    "[prod/shop] there is already a backup schedule or plan 'shop'; name it otherwise",
  );
  expect(() => velero.addSchedule({ name: 'x', schedule: '@daily' })).toThrow(
    "schedule 'x' runs at '@daily', which is not cron's five fields",
  );
  expect(() => velero.addSchedule({ name: 'x', namespaces: ['a|b'] })).toThrow(
    "schedule 'x' has the namespace 'a|b', which Velero refuses",
  );
  expect(() => velero.addSchedule({ name: 'x', keepDays: 0 })).toThrow("for '0' days");
});

test('fails for a schedule that goes to a location that is not there', () => {
  const velero = veleroIn(platformOf());
  velero.addSchedule({ name: 'weekly', location: 'off-site' });
  expect(velero.node.validate()).toStrictEqual([
    "schedule 'weekly' names the location 'off-site', which is not there; add it with `addLocation()`",
  ]);
});

test('fails for locations and volume policies that cannot be', () => {
  const velero = veleroIn(platformOf());
  expect(() => velero.addLocation({ ...offSite, name: 'default' })).toThrow(
    "there is already a backup location 'default'",
  );
  expect(() => velero.addLocation({ ...offSite, endpoint: 's3.example.com' })).toThrow(
    "the endpoint 's3.example.com' of location 'off-site' is not an address",
  );
  const policies = (volumes: object) => () =>
    new Velero(freeRoot(), 'velero', { volumePolicies: [{ volumes, action: 'skip' }] });
  expect(policies({})).toThrow('would match every volume');
  expect(policies({ capacity: '10Gi' })).toThrow("the sizes '10Gi' of a volume policy");
});
