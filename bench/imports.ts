import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inTurns, report } from './measure';

const ROOT = join(__dirname, '..');
const ROUNDS = 9;

/** What a manifests-only app loads before its first line, against `require('cdk8s')` alone. */
export function importBench(): Record<string, number> {
  if (!existsSync(join(ROOT, 'build'))) execFileSync('npm', ['run', 'build'], { cwd: ROOT });
  const app =
    "require('cdk8s'); require('./build'); require('./build/engines/cdk8s'); require('./build/network/metallb');";
  const [mine, plain] = inTurns(
    ROUNDS,
    () => node(app),
    () => node("require('cdk8s')"),
  );
  const cdktf = node(
    `${app} process.exit(Object.keys(require.cache).some((f) => f.includes('node_modules/cdktf/')) ? 1 : 0)`,
  );
  console.log(`a manifests-only app ${cdktf === 0 ? 'never loads' : 'LOADS'} cdktf`);
  return {
    import: report('import of a manifests-only app', mine, "require('cdk8s')", plain),
    'import-loads-cdktf': cdktf,
  };
}

const node = (code: string): number => spawnSync('node', ['-e', code], { cwd: ROOT }).status ?? 1;
