import { mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { HostFileProps } from '../../lib';
import { FolderMachine } from './folder-machine';

// What `install.sh` does with files that an earlier definition had.

const file = (path: string, more: Partial<HostFileProps> = {}): HostFileProps => ({
  on: 'nodes',
  path,
  content: { text: `${path}\n` },
  ...more,
});

const STAYS = file('/etc/stays.conf');
const LIST = 'var/lib/kubestrata/files';

let machine: FolderMachine;
beforeEach(() => (machine = new FolderMachine()));
afterEach(() => rmSync(machine.folder, { recursive: true }));

test('a file that the definition has no longer is removed, and nothing the second time', () => {
  machine.run([STAYS, file('/etc/old.conf')], 'apply');
  writeFileSync(machine.at('etc/mine'), '');
  expect(machine.run([STAYS], 'check')).toMatchObject({
    status: 1,
    stdout: 'to be removed: /etc/old.conf\n',
  });
  expect(machine.has('etc/old.conf')).toBe(true);
  expect(machine.run([STAYS], 'apply').stdout).toBe('removed: /etc/old.conf\n');
  expect(['etc/stays.conf', 'etc/old.conf', 'etc/mine'].map(machine.has)).toStrictEqual([
    true,
    false,
    true,
  ]);
  expect(machine.run([STAYS], 'apply')).toStrictEqual({ status: 0, stdout: '', stderr: '' });
  expect(machine.run([STAYS], 'check').status).toBe(0);
});

test('the list is for root to read, says whose it is, and is written only when it changes', () => {
  machine.run([STAYS], 'apply');
  const { mode, mtimeMs } = statSync(machine.at(LIST));
  expect(mode & 0o777).toBe(0o600);
  const [, whose, entry] = machine.read(LIST).split('\n');
  expect(whose).toBe('# Machine: w-1');
  expect(entry).toMatch(/^[0-9a-f]{64} \/etc\/stays\.conf - -$/);
  machine.run([STAYS], 'apply');
  expect(statSync(machine.at(LIST)).mtimeMs).toBe(mtimeMs);
});

test('the last file of a machine goes too', () => {
  machine.run([STAYS], 'apply');
  expect(machine.run([], 'apply').stdout).toBe('removed: /etc/stays.conf\nempty now: /etc\n');
  expect(machine.run([], 'apply').stdout).toBe('');
});

test('a machine without a list loses nothing', () => {
  machine.run([STAYS, file('/etc/old.conf')], 'apply');
  rmSync(machine.at(LIST));
  expect(machine.run([STAYS], 'apply').stdout).toBe('');
  expect(machine.has('etc/old.conf')).toBe(true);
});

test('a file that somebody changed is left, and said each time until it is gone', () => {
  machine.run([STAYS, file('/etc/old.conf')], 'apply');
  writeFileSync(machine.at('etc/old.conf'), 'by hand\n');
  const said = /^left, as it was changed by hand: \/etc\/old\.conf \(/;
  expect(machine.run([STAYS], 'check')).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(said) as string,
  });
  expect(machine.run([STAYS], 'apply').stdout).toMatch(said);
  expect(machine.run([STAYS], 'apply').stdout).toMatch(said);
  expect(machine.read('etc/old.conf')).toBe('by hand\n');
  rmSync(machine.at('etc/old.conf'));
  expect(machine.run([STAYS], 'apply').stdout).toBe('');
});

test('a folder or a link in the place of a file is left', () => {
  machine.run([STAYS, file('/etc/folder'), file('/etc/link')], 'apply');
  for (const path of ['etc/folder', 'etc/link']) rmSync(machine.at(path));
  mkdirSync(machine.at('etc/folder'));
  writeFileSync(machine.at('etc/target'), 'x');
  symlinkSync(machine.at('etc/target'), machine.at('etc/link'));
  machine.run([STAYS], 'apply');
  expect(['etc/folder', 'etc/link', 'etc/target'].map(machine.has)).toStrictEqual([
    true,
    true,
    true,
  ]);
});

test('what read a file is told so once it is gone', () => {
  machine = new FolderMachine(['reader', 'other']);
  const read = file('/etc/old.conf', { restarts: ['reader'], reloads: ['other', 'idle'] });
  machine.run([STAYS, read], 'apply');
  expect(machine.run([STAYS], 'restart').stdout).toBe(
    'removed: /etc/old.conf\nrestart: reader\nreload: other\n',
  );
  expect(machine.told).toStrictEqual(['restart reader', 'reload other']);
});

const UNITS = '/etc/systemd/system/';
const TIMER = [
  file(`${UNITS}kubestrata-old.service`),
  file(`${UNITS}kubestrata-old.timer`),
  file('/usr/local/sbin/kubestrata-old', { mode: '0755' }),
];

test('units are stopped before they are removed, and what starts others first', () => {
  machine.run([STAYS, ...TIMER], 'apply');
  const before = machine.told.length;
  machine.run([STAYS], 'apply');
  expect(machine.told.slice(before)).toStrictEqual([
    'disable --now --quiet kubestrata-old.timer',
    'disable --now --quiet kubestrata-old.service',
    'daemon-reload',
  ]);
  expect(TIMER.map(({ path }) => machine.has(path))).toStrictEqual([false, false, false]);
});

test('a unit that does not stop is left, and tried again', () => {
  machine = new FolderMachine([], 'kubestrata-old.service');
  machine.run([STAYS, ...TIMER], 'apply');
  const said = /^left, as kubestrata-old\.service does not stop: /m;
  expect(machine.run([STAYS], 'apply')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(said) as string,
  });
  expect(TIMER.map(({ path }) => machine.has(path))).toStrictEqual([true, false, false]);
  expect(machine.run([STAYS], 'apply').stdout).toMatch(said);
});

test('nothing goes while a program runs whose unit would go', () => {
  machine = new FolderMachine(['etcd.service']);
  const etcd = [
    file(`${UNITS}etcd.service`),
    file('/etc/etcd/etcd.conf.yml', { restarts: ['etcd'] }),
  ];
  machine.run([STAYS, ...etcd], 'apply');
  const before = machine.told.length;
  const { status, stdout } = machine.run([STAYS], 'restart');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^left, as etcd\.service runs, [^]*\/etc\/etcd\/etcd\.conf\.yml\n/);
  expect(etcd.map(({ path }) => machine.has(path))).toStrictEqual([true, true]);
  expect(machine.told.slice(before)).toStrictEqual([]);
  expect(machine.run([STAYS], 'check').status).toBe(1);
});

test('a file that a static Pod names stays until its manifest is another, and manifests stay', () => {
  const policy = '/etc/kubernetes/apiserver/audit-policy.yaml';
  const manifest = file('/etc/kubernetes/manifests/kube-vip.yaml');
  machine.run([STAYS, file(policy), manifest], 'apply');
  const pod = machine.at('etc/kubernetes/manifests/kube-apiserver.yaml');
  writeFileSync(pod, `- --audit-policy-file=${policy}\n`);
  const left = (path: string): string => `left, as a static Pod goes by it: ${path}\n`;
  expect(machine.run([STAYS], 'apply').stdout).toBe(left(policy) + left(manifest.path));
  writeFileSync(pod, '');
  expect(machine.run([STAYS], 'apply').stdout).toBe(
    `${left(manifest.path)}removed: ${policy}\nempty now: /etc/kubernetes/apiserver\n`,
  );
});

test.each([
  ['outside of plain paths', '/etc/../secret'],
  ['relative', 'etc/stays.conf'],
  ['with a pattern', '/etc/*'],
])('a path in the list that is %s is never followed', (_, path) => {
  machine.run([STAYS], 'apply');
  mkdirSync(dirname(machine.at('secret')), { recursive: true });
  writeFileSync(machine.at('secret'), 'x');
  const sum = machine.read(LIST).split('\n')[2]?.split(' ')[0];
  writeFileSync(machine.at('secret'), machine.read('etc/stays.conf'));
  writeFileSync(machine.at(LIST), `${machine.read(LIST)}${sum} ${path} - -\n`);
  expect(machine.run([STAYS], 'apply').stdout).toBe('');
  expect(machine.has('secret')).toBe(true);
});

test('fails for the files of another machine, which would cost this one its own', () => {
  machine.run([STAYS], 'apply');
  const { status, stderr } = machine.run([STAYS], 'apply', 'w-2');
  expect(status).toBe(2);
  expect(stderr).toMatch(/this machine was set up as 'w-1', not as 'w-2'; if it has a new name, /);
});
