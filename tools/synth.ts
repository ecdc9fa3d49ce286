import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Platform } from 'kubestrata';
import { describeTable } from './platform-table';

/**
 * `npm run synth [-- <app folder>]`: synthesizes an app with both engines, writes `dist/` and
 * `cdktf.out/`, and prints what the platform is made of. Needs no cluster and no network. Where
 * something is wrong it says what, and leaves the folders as they were.
 */
function main(folder = 'apps/standard'): void {
  const app = resolve(folder);
  if (!existsSync(join(app, 'platform.ts'))) {
    throw new Error(
      `there is no app in '${folder}'; name a folder with a platform.ts, such as apps/minimal`,
    );
  }
  mkdirSync('.cache', { recursive: true });
  const fresh = mkdtempSync(join('.cache', 'synth-'));
  try {
    const out = { dist: join(fresh, 'dist'), 'cdktf.out': join(fresh, 'cdktf.out') };
    process.env['CDK8S_OUTDIR'] = out.dist;
    process.env['CDKTF_OUTDIR'] = out['cdktf.out'];
    const platform = run(app, 'cdk8s');
    run(app, 'cdktf');
    for (const [target, source] of Object.entries(out)) {
      rmSync(target, { recursive: true, force: true });
      renameSync(source, target);
    }
    process.stdout.write(describeTable(platform.describe()));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Runs an entry point of the app; it synthesizes when it is loaded, and exports its platform. */
function run(app: string, engine: 'cdk8s' | 'cdktf'): Platform {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(join(app, `${engine}.ts`)) as { platform: Platform }).platform;
}

try {
  main(process.argv[2]);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
