import { Namespace, Platform, Registry } from '../../lib';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Velero, type BackupLocation, type VeleroProps } from '../../lib/backup/velero';
import { freeRoot } from '../harness/sample';
import { objectStore } from '../harness/services';

const offSite: BackupLocation = {
  name: 'off-site',
  bucket: 'copies',
  region: 'eu-central-1',
  credentials: { name: 'off-site', key: 'cloud' },
};
const platformOf = () => new Platform(freeRoot(), 'prod');
const veleroIn = (platform: Platform, props: VeleroProps) => {
  ObjectStorage.provide(platform, objectStore());
  return new Velero(platform, 'velero', props);
};

test('keeps backups as long as the labels of namespaces say', () => {
  const platform = platformOf();
  const schedules = [{ name: 'long', namespaceLabels: { retention: 'long' }, keepDays: 365 }];
  const velero = veleroIn(platform, { schedules });
  expect(velero.node.validate()).toStrictEqual([
    "schedule 'long' is for namespaces labelled 'retention=long', and no namespace of this platform is; label one, or drop the schedule",
  ]);
  for (const [name, retention] of Object.entries({ shop: 'long', lab: 'short', bank: 'long' })) {
    new Namespace(platform, name, { name, podSecurity: 'restricted', labels: { retention } });
  }
  expect(velero.node.validate()).toStrictEqual([]);
  const drawn = Registry.of(platform).objects.find((o) => o.kind.kind === 'Schedule');
  expect(drawn?.manifest).toMatchObject({
    spec: { template: { includedNamespaces: ['bank', 'shop'], ttl: '8760h0m0s' } },
  });
});

test.each<[string, VeleroProps, string]>([
  ['no days', { keepDays: -1 }, "backups are kept for '-1' days"],
  ['no volumes at a time', { concurrency: 0 }, "nodes copy '0' volumes at a time"],
  [
    'no namespace',
    { schedules: [{ name: 'x', namespaces: [] }] },
    "schedule 'x' names no namespace",
  ],
  [
    'names and labels of namespaces',
    { schedules: [{ name: 'x', namespaces: ['a'], namespaceLabels: { a: 'b' } }] },
    'has both `namespaces` and `namespaceLabels`',
  ],
  ['an hour that is none', { schedules: [{ name: 'x', schedule: '0 24 * * *' }] }, "in which '24'"],
  [
    'a policy for every volume',
    { volumePolicies: [{ volumes: { claimLabels: {} }, action: 'skip' }] },
    'would match every volume',
  ],
  [
    'no bucket',
    { locations: [{ ...offSite, bucket: '' }] },
    "'' of location 'off-site' is no name",
  ],
  ['no region', { locations: [{ ...offSite, region: '' }] }, "location 'off-site' has no region"],
  [
    'a port that is none',
    { locations: [{ ...offSite, endpoint: 'https://s3.example.com:99999' }] },
    "the endpoint 'https://s3.example.com:99999' of location 'off-site' is not an address",
  ],
])('fails for %s', (_, props, message) => {
  expect(() => veleroIn(platformOf(), props)).toThrow(message);
});
