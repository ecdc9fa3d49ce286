import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { Platform, type HostContent } from '../../lib';
import { LayeredApp } from '../../lib/engines/cdk8s';
import { format, hostFiles, writeHostFiles } from '../../lib/engines/hosts';
import { OnMachines } from '../kernel/host-sample';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubestrata-hosts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOTE = "# Written by kubestrata for 'prod': change the definition, not this file.\n";
const text = (content: HostContent, path = '/etc/a'): string => format(path, content, 'from us');
const on = (id = 'prod', app: App = new App()): OnMachines =>
  new OnMachines(new Platform(app, id), 'a');

test.each([
  ['YAML', { yaml: { b: [1], a: '0644' } }, "# from us\nb:\n  - 1\na: '0644'\n"],
  [
    'YAML documents',
    { yamlDocuments: [{ kind: 'A' }, { kind: 'B' }] },
    '# from us\nkind: A\n---\nkind: B\n',
  ],
  [
    'TOML',
    { toml: { version: 3, plugins: { 'io.x.v1': { a: true } } } },
    '# from us\nversion = 3\n\n[plugins."io.x.v1"]\na = true\n',
  ],
  ['JSON', { json: { a: 1 } }, '{\n  "a": 1\n}\n'],
  ['text', { text: 'a = 1\n' }, '# from us\na = 1\n'],
  ['text without an end', { text: 'a = 1' }, '# from us\na = 1\n'],
  ['a script', { text: '#!/bin/sh\nset -eu\n' }, '#!/bin/sh\n# from us\nset -eu\n'],
  ['a script of one line', { text: '#!/bin/sh' }, '#!/bin/sh\n# from us\n'],
] as const)('writes %s', (_, content, expected) => {
  expect(text(content)).toBe(expected);
});

test('Markdown has its note as a comment of its own', () => {
  expect(text({ text: '# Install\n' }, 'README.md')).toBe('<!-- from us -->\n\n# Install\n');
});

test('leaves out what is undefined, in every form', () => {
  const data = { a: undefined, b: { c: undefined, d: 1 } };
  expect(text({ yaml: data })).toBe('# from us\nb:\n  d: 1\n');
  expect(text({ toml: data })).toBe('# from us\n[b]\nd = 1\n');
  expect(text({ json: data })).toBe('{\n  "b": {\n    "d": 1\n  }\n}\n');
});

test('has files by group or machine, and those of the operator by their own path', () => {
  const component = on();
  component.file();
  component.file({ on: { host: 'cp-1' } });
  component.file({ on: 'operator', path: 'ansible/play.yaml' });
  component.file({ on: 'etcd', content: () => undefined });
  expect([...hostFiles(component.node.root)]).toStrictEqual([
    ['nodes/etc/a', { text: `${NOTE}a\n`, mode: '0644' }],
    ['cp-1/etc/a', { text: `${NOTE}a\n`, mode: '0644' }],
    ['ansible/play.yaml', { text: `${NOTE}a\n`, mode: '0644' }],
  ]);
});

test('has a folder a platform only where several have machines', () => {
  const app = new App();
  on('prod', app).file();
  new Platform(app, 'empty');
  expect([...hostFiles(app).keys()]).toStrictEqual(['nodes/etc/a']);
  on('test', app).file();
  expect([...hostFiles(app).keys()]).toStrictEqual(['prod/nodes/etc/a', 'test/nodes/etc/a']);
});

test('fails for two platforms of one name, whose files would mix', () => {
  const app = new App();
  for (const id of ['a', 'b']) {
    new OnMachines(new Platform(app, id, { name: 'prod' }), 'c').file();
  }
  expect(() => hostFiles(app)).toThrow("two platforms with machines are named 'prod'");
});

test('has the files of a component outside of any platform', () => {
  const app = new App();
  new OnMachines(app, 'a').file();
  expect(hostFiles(app).get('nodes/etc/a')?.text).toBe(
    '# Written by kubestrata: change the definition, not this file.\na\n',
  );
});

test('writes files with their modes, over ones that nobody may write', () => {
  const component = on();
  component.file({ mode: '0400' });
  component.file({ path: '/usr/local/sbin/b', mode: '0755' });
  const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
  writeHostFiles(component.node.root, folder);
  writeHostFiles(component.node.root, folder);
  expect([modeOf('nodes/etc/a'), modeOf('nodes/usr/local/sbin/b')]).toStrictEqual(['400', '755']);
  expect(readFileSync(join(folder, 'nodes/etc/a'), 'utf8')).toBe(`${NOTE}a\n`);
});

test('an app writes them below hosts, beside its manifests', () => {
  const app = new LayeredApp({ outdir: folder });
  on('prod', app).file({ content: { yaml: { a: 1 } } });
  app.synth();
  expect(readFileSync(join(folder, 'hosts/nodes/etc/a'), 'utf8')).toBe(`${NOTE}a: 1\n`);
});

test('an app without machines has no such folder', () => {
  const app = new LayeredApp({ outdir: folder });
  on('prod', app);
  app.synth();
  expect(existsSync(join(folder, 'hosts'))).toBe(false);
});

test('fails before anything is written where a check fails', () => {
  const app = new LayeredApp({ outdir: folder });
  const component = on('prod', app);
  component.file();
  component.file({ on: { host: 'nobody' } });
  expect(() => app.synth()).toThrow("[prod] 'prod/a' puts '/etc/a' on machine");
  expect(readdirSync(folder)).toStrictEqual([]);
});
