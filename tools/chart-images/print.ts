import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { componentFolders } from '../../test/harness/components';
import { withNeighbours } from '../../test/harness/neighbours';
import { renderedImages } from './rendered-images';

/**
 * `npm run chart-images -- network/metallb`: the images of a component's charts, from renders of all
 * its examples, as `chart.images` wants them. Reads packaged charts from the folder that
 * `KUBESTRATA_CHARTS` names. What an operator starts by default stands in no render: see its source.
 */
async function main(path = ''): Promise<void> {
  const charts = process.env['KUBESTRATA_CHARTS'];
  if (!charts)
    throw new Error('KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts');
  const component = componentFolders().find((folder) => folder.path === path);
  if (!component)
    throw new Error(`there is no component '${path}'; name one such as network/metallb`);
  const found = new Map<string, Set<string>>();
  for (const [name, example] of Object.entries(component.examples)) {
    const root = new Construct(undefined as unknown as Construct, '');
    const platform = new Platform(root, 'platform', {
      apiServer: { host: '192.0.2.10' },
      ...component.platforms[name],
    });
    withNeighbours(example)(platform);
    for (const release of Registry.of(platform).releases) {
      if (release.node.path.includes('/neighbours/')) continue;
      const chart = `${release.chart.name}-${release.chart.version}`;
      const file = join(charts, `${chart}.tgz`);
      if (!existsSync(file)) {
        process.stderr.write(`skipped: no ${file}\n`);
        continue;
      }
      const images = found.get(chart) ?? new Set();
      for (const image of await renderedImages(release, file)) images.add(image);
      found.set(chart, images);
    }
  }
  for (const [chart, images] of found) {
    process.stdout.write(
      [`${chart}:`, ...[...images].sort().map((i) => `  '${i}',`), ''].join('\n'),
    );
  }
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
