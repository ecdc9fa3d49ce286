import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { renderedImages } from '../../tools/chart-images/rendered-images';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { exampleCases } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';
import { freeRoot } from '../harness/sample';
import { optionalTest } from './rig/optional-test';

// Real charts, rendered with the values of every example, with and without an image mirror: what
// stands in the render is what the platform's list says.

const MIRROR = 'registry.example.com/mirror';
const charts = process.env['KUBESTRATA_CHARTS'];
const missing = charts
  ? undefined
  : 'KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts';

for (const [name, component, example, own] of exampleCases()) {
  optionalTest(
    `images of ${name} are those of its charts, and come from the mirror`,
    missing,
    async () => {
      expect(await strangers(example, component.path, own)).toStrictEqual([]);
      expect(
        await strangers(example, component.path, { ...own, imageMirror: { registry: MIRROR } }),
      ).toStrictEqual([]);
    },
  );
}

/** Images in the renders that the platform does not list. */
async function strangers(
  example: (scope: never) => void,
  path: string,
  own: PlatformProps,
): Promise<string[]> {
  const platform = new Platform(freeRoot(), 'platform', {
    domain: 'k8s.example.com',
    apiServer: { host: '192.0.2.10' },
    ...own,
  });
  withNeighbours(example as never)(platform);
  const listed = new Set(platform.images().images.map((use) => comparable(use.pulledFrom)));
  const found: string[] = [];
  for (const release of Registry.of(platform).releases) {
    if (release.node.path.includes('/neighbours/')) continue;
    const file = join(charts ?? '', `${release.chart.name}-${release.chart.version}.tgz`);
    if (existsSync(file)) found.push(...(await renderedImages(release, file)));
    else process.stderr.write(`skipped: images of ${release.name} in ${path}: no ${file}\n`);
  }
  return [...new Set(found)].filter((image) => !listed.has(comparable(image))).sort();
}

/** A digest may be turned off where a mirror changes it, and Docker Hub's host is optional. */
const comparable = (image: string): string =>
  image.replace(/@sha256:.*$/, '').replace(/^docker\.io\/(library\/)?/, '');
