import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const crd = {
  group: 'example.org',
  kind: 'Pool',
  plural: 'pools',
  scope: 'Namespaced',
  versions: ['v1'],
};
const schema = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
};

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kinds-'));
  mkdirSync(join(folder, 'catalog', 'example', 'crds'), { recursive: true });
  const json = (path: string, content: object): void =>
    writeFileSync(join(folder, 'catalog', 'example', path), JSON.stringify(content));
  json('system.json', { version: '1.2.3', crds: [crd] });
  const versions = [{ name: 'v1', served: true, schema: { openAPIV3Schema: schema } }];
  json('crds/pools.example.org.json', { spec: { versions } });
  generate('example', 'lib/network/example', 'Pool');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the generator; gives its exit code and what it says. */
function generate(...args: string[]): { code: number; said: string } {
  const command = [require.resolve('tsx/cli'), resolve('tools/kinds/generate.ts'), ...args];
  const env = { ...process.env, KUBESTRATA_CATALOG: join(folder, 'catalog') };
  try {
    const said = execFileSync(process.execPath, command, { cwd: folder, env, stdio: 'pipe' });
    return { code: 0, said: said.toString() };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    return { code: status, said: stderr.toString() };
  }
}

const file = (): string => join(folder, 'lib/network/example/kinds.ts');

test('a file that is as the catalogue has it passes the check', () => {
  expect(readFileSync(file(), 'utf8')).toContain('example (version 1.2.3): Pool. Do not edit.');
  expect(generate('--check')).toStrictEqual({ code: 0, said: '' });
});

test('a file that was edited fails the check by its name, and is made again from its header', () => {
  const text = readFileSync(file(), 'utf8');
  writeFileSync(file(), text.replace('readonly a?: string', 'readonly b?: string'));
  const { code, said } = generate('--check');
  expect([code, said]).toStrictEqual([
    1,
    'lib/network/example/kinds.ts differs from the catalogue; run `npm run kinds`\n',
  ]);
  generate();
  expect(readFileSync(file(), 'utf8')).toBe(text);
});

test('fails for a kind that the system does not have', () => {
  const { code, said } = generate('example', 'lib/network/other', 'Pond');
  expect([code, said]).toStrictEqual([1, "example has no kind 'Pond'; it has Pool.example.org\n"]);
});
