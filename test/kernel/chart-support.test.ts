import { Platform, untested, type PlatformProps } from '../../lib';
import { Longhorn } from '../../lib/storage/longhorn';
import { freeRoot, Sample } from '../harness/sample';

const errorsOf = (kubeVersion: string, props: PlatformProps = {}): string[] => {
  const platform = new Platform(freeRoot(), 'p', props);
  new Sample(platform, 'a', { chart: { kubeVersion } });
  return platform.node.validate();
};

test.each([
  ['>=1.25.0-0'],
  ['>= 1.31.0'],
  ['>= 1.34.2'],
  ['>=v1.23.0-0'],
  ['^1.25.0-0'],
  ['>=1.12.0-r0'],
  ['>= 1.21-0'],
  ['>= 1.30, < 1.36'],
  ['<1.30 || >=1.34.0-0'],
])('Kubernetes 1.34 is within %s', (kubeVersion) => {
  expect(errorsOf(kubeVersion)).toStrictEqual([]);
});

test.each([
  ['fails for a Kubernetes that is too old', '>=1.35.0-0', '1.34'],
  ['fails for a Kubernetes that is too new', '>= 1.30, < 1.34.0-0', '1.34'],
  ['fails for one between two that would do', '<1.30 || >=1.36', '1.34'],
])('%s', (_, kubeVersion, kubernetesVersion) => {
  expect(errorsOf(kubeVersion, { kubernetesVersion })).toStrictEqual([
    `chart 'a' 1.2.3 of 'p/a/release' runs on Kubernetes '${kubeVersion}', and this is 1.34; choose another version by \`chart\`, or change \`kubernetesVersion\``,
  ]);
});

test('fails for a range that cannot be read, and says so', () => {
  expect(errorsOf('one of the newer')).toStrictEqual([
    "chart 'a' 1.2.3 of 'p/a/release' has the `kubeVersion` 'one of the newer', which is no range of versions; write one such as '>=1.25.0-0 <1.37.0-0', or leave it out",
  ]);
});

test('fails by name for a component on a Kubernetes that its chart refuses', () => {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.24' });
  new Longhorn(platform, 'longhorn');
  expect(platform.node.validate()).toContain(
    "chart 'longhorn' 1.12.1 of 'p/longhorn/release' runs on Kubernetes '>=1.25.0-0', and this is 1.24; choose another version by `chart`, or change `kubernetesVersion`",
  );
});

test('knows nothing of a version that the user chose', () => {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.24' });
  new Longhorn(platform, 'longhorn', { chart: { version: '1.3.0' } });
  expect(platform.node.validate().filter((e) => e.includes('runs on Kubernetes'))).toStrictEqual(
    [],
  );
});

test.each([
  ['1.33', '1.2', true],
  ['1.34', '1.2', false],
  ['1.36', '1.2', false],
  ['1.37', '1.2', true],
  ['1.37', '1.20', false],
])('warns on Kubernetes %s of what is said of charts %s: %s', (version, chart, warns) => {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: version });
  const { release } = new Sample(platform, 'a');
  const text = untested(release, { chart, kubernetes: '1.34 - 1.36' });
  expect(text !== undefined).toBe(warns);
});

test('warns of nothing where the Kubernetes is not known', () => {
  const { release } = new Sample(freeRoot(), 'a');
  expect(untested(release, { chart: '1.2', kubernetes: '1.34 - 1.36' })).toBeUndefined();
});
