import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Platform } from 'kubestrata';

/**
 * `npm run images [-- <app folder>]`: every image of an app's platform, one a line, with where it is
 * pulled from and who needs it, parted by tabs: what an air gap has to bring along.
 */
function main(folder = 'apps/standard'): void {
  const app = resolve(folder);
  if (!existsSync(join(app, 'platform.ts'))) {
    throw new Error(
      `there is no app in '${folder}'; name a folder with a platform.ts, such as apps/minimal`,
    );
  }
  const out = mkdtempSync(join(tmpdir(), 'kubestrata-images-'));
  try {
    process.env['CDK8S_OUTDIR'] = out;
    // The entry point synthesizes when it is loaded, and exports its platform.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { platform } = require(join(app, 'cdk8s.ts')) as { platform: Platform };
    const { images, unknown } = platform.images();
    for (const { image, pulledFrom, neededBy } of images) {
      process.stdout.write(`${[image, pulledFrom, neededBy.join(',')].join('\t')}\n`);
    }
    for (const chart of unknown) {
      process.stderr.write(`the images of chart ${chart} are not known; render it to find them\n`);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

try {
  main(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
