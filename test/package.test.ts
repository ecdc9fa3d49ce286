import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// What `npm pack` gives, as a user has it: unpacked into the node_modules of another folder.

const ROOT = resolve(__dirname, '..');
let project: string;

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'kubestrata-user-'));
  execFileSync('npm', ['pack', '--pack-destination', project], { cwd: ROOT, stdio: 'ignore' });
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, 'kubestrata'), { recursive: true });
  const [tarball = ''] = readdirSync(project).filter((file) => file.endsWith('.tgz'));
  run('tar', 'xzf', tarball, '--strip-components=1', '-C', join('node_modules', 'kubestrata'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), '{ "name": "user", "private": true }');
  writeFileSync(
    join(project, 'main.ts'),
    `import { Chart, Testing } from 'cdk8s';
import { Platform } from 'kubestrata';
import { LoadBalancing } from 'kubestrata/contracts/load-balancing';
import { MetalLB, type AddressPool } from 'kubestrata/network/metallb';

const chart: Chart = Testing.chart();
const platform = new Platform(chart, 'prod', { domain: 'k8s.example.com' });
const pool: AddressPool = { name: 'public', addresses: ['192.0.2.0/28'] };
new MetalLB(platform, 'metallb', { pools: [pool] });
// @ts-expect-error a misspelt prop is refused by the type declarations
export const refused = () => new MetalLB(platform, 'other', { pool: [] });
console.log(LoadBalancing.find(platform)?.serviceAnnotations({ pool: 'public' })['metallb.io/address-pool']);
`,
  );
}, 120_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('it compiles with its type declarations, and runs', () => {
  run(
    join(ROOT, 'node_modules', '.bin', 'tsc'),
    '--strict',
    '--module',
    'node16',
    '--target',
    'es2022',
    '--types',
    'node',
    'main.ts',
  );
  expect(run('node', 'main.js')).toBe('public\n');
}, 120_000);

test('it carries no test, no example and no fact folder', () => {
  const packed = readdirSync(join(project, 'node_modules', 'kubestrata'), {
    recursive: true,
    encoding: 'utf8',
  });
  expect(packed).toContain('LICENSE');
  expect(packed.filter((file) => /examples|\.test\.|goldens|catalog/.test(file))).toStrictEqual([]);
});

test('a component is imported without loading cdktf', () => {
  const code = `require('cdk8s'); require('kubestrata/network/metallb');
console.log(Object.keys(require.cache).filter((f) => /node_modules.(cdktf|@cdktf)./.test(f)).length)`;
  expect(run('node', '-e', code)).toBe('0\n');
});
