import { Deployment, ManifestBundle, Platform, type PlatformProps } from '../../lib';
import { freeRoot, Sample } from '../harness/sample';

const CHART = {
  repository: 'https://charts.example.com',
  name: 'a',
  version: '1.2.3',
  images: ['quay.io/a/one:1', 'redis:8', 'ghcr.io/a/two@sha256:ab'],
};
const platformOf = (props: PlatformProps = {}) => new Platform(freeRoot(), 'prod', props);
const mirror = { registry: 'registry.example.com', paths: { 'docker.io': 'hub' } };

const deploy = (sample: Sample, image: string): void => {
  const template = {
    metadata: { labels: { app: 'x' } },
    spec: { containers: [{ name: 'x', image }] },
  };
  sample.draw(Deployment, 'x', { spec: { selector: { matchLabels: { app: 'x' } }, template } });
};

test('lists what charts, bundles, objects and operators run, and who needs it', () => {
  const platform = platformOf();
  new Sample(platform, 'a', { chart: CHART });
  const b = new Sample(platform, 'b', { chart: { images: ['quay.io/a/one:1'] } });
  deploy(b, 'nginx:1.29');
  b.pull('ghcr.io/b/operand:3');
  new ManifestBundle(b, 'bundle', {
    bundle: {
      url: 'https://example.com/x.yaml',
      version: '1',
      images: ['quay.io/b/operator:2'],
      git: { repository: 'https://example.com/git', path: 'x', revision: '1' },
    },
  });
  const { images, unknown } = platform.images();
  expect(images.map(({ image, neededBy }) => `${image} ${neededBy.join(', ')}`)).toStrictEqual([
    'docker.io/library/nginx:1.29 b',
    'docker.io/library/redis:8 a',
    'ghcr.io/a/two@sha256:ab a',
    'ghcr.io/b/operand:3 b',
    'quay.io/a/one:1 a, b',
    'quay.io/b/operator:2 b',
  ]);
  expect(unknown).toStrictEqual([]);
});

test('says where each is pulled from, and what a key of the chart does not cover', () => {
  const platform = platformOf({ imageMirror: mirror });
  new Sample(platform, 'a', {
    chart: CHART,
    images: { 'image.registry': 'quay.io', 'redis.repository': 'docker.io/library/redis' },
  });
  expect(platform.images().images.map(({ pulledFrom }) => pulledFrom)).toStrictEqual([
    'registry.example.com/hub/library/redis:8',
    'ghcr.io/a/two@sha256:ab',
    'registry.example.com/quay.io/a/one:1',
  ]);
});

test('a key for one repository does not cover another that starts alike', () => {
  const platform = platformOf({ imageMirror: mirror });
  new Sample(platform, 'a', {
    chart: { ...CHART, images: ['quay.io/a/one-more:1'] },
    images: { 'image.repository': 'quay.io/a/one' },
  });
  expect(platform.images().images.map(({ pulledFrom }) => pulledFrom)).toStrictEqual([
    'quay.io/a/one-more:1',
  ]);
});

test('names the charts whose images nobody knows', () => {
  const platform = platformOf();
  new Sample(platform, 'a');
  new Sample(platform, 'b', { chart: { version: '9.9.9' } });
  expect(platform.images().unknown).toStrictEqual(['a 1.2.3', 'b 9.9.9']);
});
