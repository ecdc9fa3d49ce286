import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Platform } from 'kubestrata';
import { describeTable } from './platform-table';

/**
 * `npm run synth [-- <app folder>]`: synthesizes an app with both engines, writes `dist/` and
 * `cdktf.out/`, and prints what the platform is made of. Needs no cluster and no network.
 */
function main(folder = 'apps/standard'): void {
  const app = resolve(folder);
  if (!existsSync(join(app, 'platform.ts'))) {
    throw new Error(
      `there is no app in '${folder}'; name a folder with a platform.ts, such as apps/minimal`,
    );
  }
  for (const out of ['dist', 'cdktf.out']) rmSync(out, { recursive: true, force: true });
  const manifests = run(app, 'cdk8s');
  run(app, 'cdktf');
  process.stdout.write(describeTable(manifests.describe()));
}

/** Runs an entry point of the app; it synthesizes when it is loaded, and exports its platform. */
function run(app: string, engine: 'cdk8s' | 'cdktf'): Platform {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(join(app, `${engine}.ts`)) as { platform: Platform }).platform;
}

main(process.argv[2]);
