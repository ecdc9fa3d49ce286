import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from './rig/kube-object';

const ROOT = resolve(__dirname, '..', '..');

/** A folder that an app was synthesized into. */
export interface Synthesized {
  readonly folder: string;
  remove(): void;
}

/** Runs an entry point of an app, as `cdk8s synth` and `cdktf synth` do. */
export function synthesize(
  app: string,
  engine: 'cdk8s' | 'cdktf',
  env: Readonly<Record<string, string>> = {},
): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), `kubestrata-${app}-`));
  execFileSync('npx', ['tsx', join('apps', app, `${engine}.ts`)], {
    cwd: ROOT,
    env: { ...process.env, ...env, CDK8S_OUTDIR: folder, CDKTF_OUTDIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every object of the YAML files below a folder; those below `hosts` are for machines. */
export function objectsBelow(folder: string): KubeObject[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('hosts/'))
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
        (d) => d.toJS() as KubeObject,
      ),
    );
}
