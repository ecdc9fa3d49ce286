import { Platform, type PlatformProps } from '../../lib';
import { exampleCases } from '../harness/components';
import { freeRoot } from '../harness/sample';

// Air gap: what a cluster would pull is known, and comes from the mirror.

const MIRROR = 'registry.example.com/mirror';

/** Images of an example, in a platform that has a mirror. */
function imagesOf(example: (scope: never) => void, own: PlatformProps) {
  const platform = new Platform(freeRoot(), 'platform', {
    domain: 'k8s.example.com',
    apiServer: { host: '192.0.2.10' },
    ...own,
    imageMirror: { registry: MIRROR },
  });
  example(platform as never);
  return platform.images();
}

test.each(exampleCases())('every image of %s is known', (_, __, example, own) => {
  expect(imagesOf(example, own).unknown).toStrictEqual([]);
});

test.each(exampleCases())('no image of %s keeps its old registry', (_, __, example, own) => {
  const elsewhere = imagesOf(example, own).images.filter(
    ({ pulledFrom }) => !pulledFrom.startsWith(`${MIRROR}/`),
  );
  expect(elsewhere).toStrictEqual([]);
});

test.each(exampleCases())('every image of %s has a tag or a digest', (_, __, example, own) => {
  const loose = imagesOf(example, own).images.filter(
    ({ image }) => !/:[\w][\w.-]*$|@sha256:/.test(image),
  );
  expect(loose).toStrictEqual([]);
});
