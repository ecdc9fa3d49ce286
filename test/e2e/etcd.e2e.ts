import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs';
import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { tools } from '../../tools/control-plane/build';
import { Platform, type Host } from '../../lib';
import { Etcd } from '../../lib/provisioning/etcd';
import { freeRoot } from '../harness/sample';
import { MachineFolders } from './machine-folders';
import { Processes } from './rig/processes';
import { runCommand } from './rig/command';

// Three real members with the generated files, each in a folder that stands for its machine, on
// loopback addresses; certificates, snapshot, defragmentation and restore as the runbooks have them.
// The files hold for 3.6 (the default) and for the 3.7 that runs here: their keys are flags of both.

const PATHS = ['/etc/etcd', '/etc/kubernetes', '/var/lib/etcd', '/var/backups/etcd'];
const members: readonly Host[] = [1, 2, 3].map((n) => ({
  name: `etcd-${n}`,
  address: `127.0.2.1${n}`,
}));
const folder = mkdtempSync(join(tmpdir(), 'kubestrata-etcd-'));
const platform = new Platform(freeRoot(), 'prod', {
  nodes: [{ name: 'control-plane-1', address: '127.0.2.21', role: 'control-plane' }],
  machines: members.map((member) => ({ ...member, role: 'etcd' as const })),
});
// A log of its own: its folder must not be the mounted one.
new Etcd(platform, 'etcd', { defragmentation: {}, walDirectory: '/var/lib/etcd-wal' });
const machines = new MachineFolders(platform, folder, [
  ...PATHS,
  '/usr/local/sbin',
  '/usr/local/bin',
  '/root/',
]);
const running = new Map<string, Processes>();
let etcd: string;

/** One machine has three members, so none takes its 127.0.0.1; and it has no group etcd. */
const asFolder = (text: string): string =>
  text.replace(',https://127.0.0.1:2379', '').replace('GROUP=etcd', 'GROUP=0');

const config = (name: string): string => join(machines.root(name), 'etc/etcd/etcd.conf.yml');
const onFirst = (command: string) => machines.run('etcd-1', command);

const start = (name: string): void => {
  const processes = new Processes(machines.root(name));
  processes.start('etcd', etcd, ['--config-file', config(name)]);
  running.set(name, processes);
};

const stop = async (name: string): Promise<void> => {
  await running.get(name)?.stop();
  running.delete(name);
};

/** Waits until a command on the first machine succeeds. */
const until = (command: string) =>
  running.get('etcd-1')?.until('etcd', command, async () => (await onFirst(command)).ok, 30_000);

const healthy = () => until('kubestrata-etcdctl endpoint health');

beforeAll(async () => {
  const found = await tools(['etcd', 'etcdctl', 'etcdutl']);
  etcd = found.etcd;
  machines.place('etcd', members, asFolder);
  for (const { name } of members) {
    for (const path of ['usr/local/bin', 'root', 'var/lib/etcd', 'var/backups/etcd']) {
      mkdirSync(join(machines.root(name), path), { recursive: true, mode: 0o700 });
    }
    for (const [tool, path] of Object.entries(found)) {
      symlinkSync(path, join(machines.root(name), 'usr/local/bin', tool));
    }
  }
  await machines.follow('install', 'Make the certificates');
  await machines.follow('install', 'Bring the certificates');
  for (const { name } of members) start(name);
  await healthy();
});

afterAll(async () => {
  for (const { name } of members) await stop(name);
  rmSync(folder, { recursive: true, force: true });
});

/** Keys of a configuration that are no flags of this etcd, which itself ignores such keys. */
async function unknownKeys(text: string): Promise<string[]> {
  const { stdout, stderr } = await runCommand(etcd, ['--help']);
  const flags = new Set(`${stdout}${stderr}`.match(/(?<=^ +--)[a-z0-9-]+/gm));
  const {
    'peer-transport-security': peer,
    'client-transport-security': client,
    ...rest
  } = load(text) as Record<string, object>;
  const keys = [
    ...Object.keys(rest),
    // The flags of peers have a prefix, except where the key has none in the file either.
    ...Object.keys(peer ?? {}).map(
      (key) => `peer-${key === 'allowed-cn' ? 'cert-allowed-cn' : key}`,
    ),
    ...Object.keys(client ?? {}),
  ];
  return keys.filter((key) => !flags.has(key));
}

test('every key of the configuration is one that etcd knows', async () => {
  expect(await unknownKeys(machines.read('etcd-1', 'etc/etcd/etcd.conf.yml'))).toStrictEqual([]);
});

test('fails for a misspelt key, which etcd itself would ignore', async () => {
  const text = machines.read('etcd-1', 'etc/etcd/etcd.conf.yml');
  const misspelt = text.replace('quota-backend-bytes', 'quota-backend-byte');
  expect(await unknownKeys(misspelt)).toStrictEqual(['quota-backend-byte']);
});

test('fails for times and certificates that etcd itself refuses', async () => {
  const text = machines.read('etcd-1', 'etc/etcd/etcd.conf.yml');
  const refusal = async (bad: string): Promise<string> => {
    writeFileSync(join(folder, 'bad.yml'), bad.replaceAll('127.0.2.11', '127.0.2.14'));
    const { code, stderr } = await runCommand(etcd, ['--config-file', join(folder, 'bad.yml')], {
      timeoutMs: 10_000,
    });
    return `${code} ${stderr}`;
  };
  const short = await refusal(text.replace('election-timeout: 1000', 'election-timeout: 100'));
  expect(short).toMatch(/^1 .*election-timeout/s);
  const gate = await refusal(text.replace('CompactHashCheck', 'NoSuchCheck'));
  expect(gate).toMatch(/^1 .*NoSuchCheck/s);
});

test('members answer with a certificate, and nobody without or with another', async () => {
  expect((await onFirst('kubestrata-etcdctl endpoint health --cluster')).ok).toBe(true);
  const without = await onFirst(
    'etcdctl --endpoints=https://127.0.2.12:2379 --cacert=/etc/etcd/pki/ca.crt --command-timeout=2s get x',
  );
  expect(without.ok).toBe(false);
  const pki = join(machines.root('control-plane-1'), 'etc/kubernetes/pki');
  const apiServer = (port: number) =>
    runCommand('curl', [
      ...['--silent', '--cacert', `${pki}/etcd/ca.crt`, '--max-time', '5'],
      ...['--cert', `${pki}/apiserver-etcd-client.crt`],
      ...['--key', `${pki}/apiserver-etcd-client.key`],
      `https://127.0.2.12:${port}/version`,
    ]);
  expect((await apiServer(2379)).stdout).toContain('"etcdserver"');
  // An API server is a client, not a member.
  expect((await apiServer(2380)).ok).toBe(false);
});

test('metrics are on a port of their own, without TLS', async () => {
  const text = await new Promise<string>((done, failed) => {
    get('http://127.0.2.13:2381/metrics', (answer) => {
      let all = '';
      answer.setEncoding('utf8').on('data', (part: string) => (all += part));
      answer.on('end', () => {
        done(all);
      });
    }).on('error', failed);
  });
  expect(text).toContain('etcd_server_has_leader 1');
  expect(text).toContain(
    `etcd_server_quota_backend_bytes ${8 * 2 ** 30}`.replace('8589934592', '8.589934592e+09'),
  );
});

test('certificates are kept, checked, renewed, and refused from another authority', async () => {
  expect((await onFirst('kubestrata-etcd-certificates make')).stdout).toMatch(/^(kept .*\n){10}$/);
  expect((await onFirst('kubestrata-etcd-certificates check 60')).ok).toBe(true);
  const long = await onFirst('kubestrata-etcd-certificates check 400');
  expect([long.ok, long.stderr]).toStrictEqual([false, expect.stringContaining('EXPIRES')]);
  await machines.follow('certificates', 'Make new certificates');
  await machines.follow('certificates', 'Bring the new certificates');
  expect((await onFirst('kubestrata-etcdctl endpoint health')).ok).toBe(true);
  const other = join(folder, 'other');
  const foreign = await onFirst(
    `ETCD_CA=${other} kubestrata-etcd-certificates make >${folder}/log; tar -C ${other}/issued/etcd-1 -cf - . | kubestrata-etcd-certificates install`,
  );
  expect(foreign.stderr).toContain('is another authority');
});

test('a snapshot is taken by the first member that answers, and brings data back', async () => {
  await onFirst('kubestrata-etcdctl put kept before');
  const second = await machines.run('etcd-2', 'kubestrata-etcd-backup');
  expect(second.stdout).toBe('https://127.0.2.11:2379 does it\n');
  const first = await onFirst('kubestrata-etcd-backup');
  expect([first.ok, first.stdout]).toStrictEqual([true, expect.stringContaining('took ')]);
  const snapshots = readdirSync(join(machines.root('etcd-1'), 'var/backups/etcd'));
  expect(snapshots).toStrictEqual([expect.stringMatching(/^etcd-\d{8}T\d{6}Z\.db\.gz$/)]);
  await onFirst('kubestrata-etcdctl put kept after');
  const before = await revision();

  for (const { name } of members) await stop(name);
  const snapshot = join(machines.root('etcd-1'), 'var/backups/etcd', snapshots[0] ?? '');
  for (const { name } of members) {
    writeFileSync(join(machines.root(name), 'root/restore.db'), gunzipSync(readFileSync(snapshot)));
  }
  await machines.follow('recovery', 'Restore the snapshot on');
  for (const { name } of members) start(name);
  await healthy();
  const { stdout } = await onFirst('kubestrata-etcdctl get kept --print-value-only');
  expect(stdout).toBe('before\n');
  expect(await revision()).toBeGreaterThan(before + 900_000_000);
});

test('defragmentation goes from member to member, the leader last', async () => {
  const idle = await onFirst('kubestrata-etcd-defragment');
  expect(idle.stdout.match(/left alone/g)).toHaveLength(3);
  const { ok, stdout, stderr } = await onFirst('kubestrata-etcd-defragment --all');
  expect([ok, stderr]).toStrictEqual([true, '']);
  const order = [...stdout.matchAll(/^https:\/\/(\S+):2379: \d+ bytes before/gm)].map((m) => m[1]);
  const status = await onFirst('kubestrata-etcdctl endpoint status');
  const leader = status.stdout.split('\n').find((line) => line.includes(', true, false, '));
  expect(order).toHaveLength(3);
  expect(leader).toContain(String(order[2]));
});

test('a lost member is replaced by an empty one', async () => {
  await stop('etcd-3');
  await machines.follow('recovery', 'One member of etcd is lost');
  const [step] = machines.steps('recovery', 'Start the new member');
  const commands = step?.commands?.filter((command) => !command.startsWith('systemctl ')) ?? [];
  const last = commands.length - 1;
  await machines.run('etcd-3', commands.slice(0, last).join('\n'));
  expect(machines.read('etcd-3', 'etc/etcd/etcd.conf.yml')).toContain('state: existing');
  start('etcd-3');
  await healthy();
  await machines.run('etcd-3', commands[last] ?? '');
  expect(machines.read('etcd-3', 'etc/etcd/etcd.conf.yml')).toContain('state: new');
  const list = await onFirst('kubestrata-etcdctl member list');
  expect(list.stdout.match(/started/g)).toHaveLength(3);
});

async function revision(): Promise<number> {
  const { stdout } = await onFirst('kubestrata-etcdctl get kept --write-out=json');
  return (JSON.parse(stdout) as { header: { revision: number } }).header.revision;
}
