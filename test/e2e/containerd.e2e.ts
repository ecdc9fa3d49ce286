import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Construct } from 'constructs';
import { tools } from '../../tools/control-plane/build';
import { Containerd } from '../../lib/provisioning/containerd';
import { cdk8sTree } from '../harness/trees';
import { filesOf, Machines } from './runtime-machines';
import { optionalTest } from './rig/optional-test';

// The real containerd loads and dumps every generated configuration, and starts with one; its own
// code says whom it asks for images.

const run = promisify(execFile);
const machines = new Machines();
let program: Record<'containerd' | 'containerd-hosts', string>;

beforeAll(async () => {
  program = await tools(['containerd', 'containerd-hosts']);
});
afterAll(() => machines.remove());

/** A machine's folder with its files. */
const machine = (files: ReadonlyMap<string, string>, ...targets: string[]): string =>
  machines.make(files, targets, ['/etc/containerd/']);

/** What containerd makes of a configuration, and what it has to say of it. */
async function dump(config: string): Promise<{ effective: string; log: string }> {
  const { stdout, stderr } = await run(program.containerd, ['--config', config, 'config', 'dump']);
  return { effective: stdout, log: stderr };
}

const CONFIGS = [
  ['mirrored', 'nodes'],
  ['air-gap-with-gpus', 'control-plane'],
  ['air-gap-with-gpus', 'gpu-1'],
  ['air-gap-with-gpus', 'sandbox-1'],
  ['older-on-one-node', 'nodes'],
] as const;

test.each(CONFIGS)('containerd reads all keys of %s on %s', async (example, target) => {
  const folder = machine(filesOf('containerd', example), 'nodes', target);
  const { effective, log } = await dump(join(folder, 'etc/containerd/config.toml'));
  expect(log).not.toMatch(/unknown key/);
  // An older form is brought up to date, and that alone is said.
  expect(/Configuration migrated/.test(log)).toBe(example === 'older-on-one-node');
  expect(effective).toMatch(/runtimes\.runc\.options\][^[]*SystemdCgroup = true/);
  expect(effective).toContain(`config_path = '${folder}/etc/containerd/certs.d'`);
  expect(effective).toContain("bin_dirs = ['/opt/cni/bin']");
  expect(effective).toMatch(
    example === 'older-on-one-node'
      ? /sandbox = 'registry\.k8s\.io\/pause:3\.10\.1'/
      : /sandbox = '[^']+\/pause:3\.10\.2'/,
  );
});

test('containerd 2.3 understands all that is written for 2.2', async () => {
  const define = (scope: Construct) => void new Containerd(scope, 'c', { version: '2.2.9' });
  const folder = machine(cdk8sTree(define, { kubernetesVersion: '1.35' }).files, 'nodes');
  const { effective, log } = await dump(join(folder, 'etc/containerd/config.toml'));
  expect(log).not.toMatch(/unknown key/);
  expect(effective).toContain("address = ':1338'");
});

test.each([
  ['1.7.35', 'worker', true],
  ['2.2.9', 'worker', true],
  ['2.3.4', 'worker', true],
  ['2.3.4', 'control-plane', false],
])(
  'the configuration for containerd %s on a %s gives labels: %s',
  async (version, role, labels) => {
    const define = (scope: Construct) =>
      void new Containerd(scope, 'c', { version, selinux: 'workers' });
    const files = cdk8sTree(define, { kubernetesVersion: '1.35' }).files;
    const { effective, log } = await dump(join(machine(files, role), 'etc/containerd/config.toml'));
    expect(log).not.toMatch(/unknown key/);
    expect(effective).toMatch(
      new RegExp(
        `\\[plugins.'io.containerd.cri.v1.runtime'\\]\\n\\s+enable_selinux = ${labels}\\n`,
      ),
    );
  },
);

test('containerd has every runtime that a machine is given', async () => {
  const files = filesOf('containerd', 'air-gap-with-gpus');
  const gpu = await dump(join(machine(files, 'gpu-1'), 'etc/containerd/config.toml'));
  const sandbox = await dump(join(machine(files, 'sandbox-1'), 'etc/containerd/config.toml'));
  const names = (text: string): string[] =>
    [...text.matchAll(/containerd\.runtimes\.([\w-]+)\]/g)].map(([, name]) => name ?? '');
  expect(names(gpu.effective)).toStrictEqual(['nvidia', 'runc']);
  expect(names(sandbox.effective)).toStrictEqual(['kata-qemu', 'runc', 'runsc']);
  expect(gpu.effective).toMatch(/runtimes\.nvidia\.options\][^[]*SystemdCgroup = true/);
});

test('containerd keeps our settings beside what a drop-in adds', async () => {
  const folder = machine(filesOf('containerd', 'mirrored'), 'nodes');
  mkdirSync(join(folder, 'etc/containerd/conf.d'));
  writeFileSync(
    join(folder, 'etc/containerd/conf.d/operator.toml'),
    `version = 3\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.nvidia]\nruntime_type = 'io.containerd.runc.v2'\n`,
  );
  const { effective } = await dump(join(folder, 'etc/containerd/config.toml'));
  expect(effective).toContain('containerd.runtimes.nvidia]');
  expect(effective).toMatch(/runtimes\.runc\.options\][^[]*SystemdCgroup = true/);
});

test('fails to pass over a misspelt key', async () => {
  const folder = machine(filesOf('containerd', 'mirrored'), 'nodes');
  const file = join(folder, 'etc/containerd/config.toml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('config_path', 'confg_path'));
  expect((await dump(file)).log).toMatch(/unknown key.*confg_path/);
});

interface Server {
  readonly url: string;
  readonly pull: boolean;
  readonly push: boolean;
  readonly ownCAs: boolean;
}

/** Whom containerd asks for images of a registry, in order. */
async function asked(folder: string, registry: string): Promise<Server[]> {
  const certs = join(folder, 'etc/containerd/certs.d');
  const { stdout, stderr } = await run(program['containerd-hosts'], [certs, registry]);
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as Record<string, Server[]>)[registry] ?? [];
}

test('containerd asks the mirror with its authority, then Docker Hub itself', async () => {
  const folder = machine(filesOf('containerd', 'mirrored'), 'nodes');
  expect(await asked(folder, 'docker.io')).toMatchObject([
    { url: 'https://harbor.example.com/v2/dockerhub', pull: true, push: false, ownCAs: true },
    { url: 'https://registry-1.docker.io/v2', pull: true, push: true, ownCAs: false },
  ]);
  expect(await asked(folder, 'harbor.example.com')).toMatchObject([
    { url: 'https://harbor.example.com/v2', push: true, ownCAs: true },
  ]);
  expect(await asked(folder, 'quay.io')).toMatchObject([{ url: 'https://quay.io/v2' }]);
});

test('containerd asks no default mirror for a registry whose folder is there, and empty', async () => {
  const folder = machine(filesOf('containerd', 'air-gap-with-gpus'), 'nodes');
  mkdirSync(join(folder, 'etc/containerd/certs.d/empty.example.org'));
  expect(await asked(folder, 'empty.example.org')).toMatchObject([
    { url: 'https://empty.example.org/v2' },
  ]);
});

test('containerd asks nobody but the mirror in an air gap', async () => {
  const folder = machine(filesOf('containerd', 'air-gap-with-gpus'), 'nodes');
  const mirror = 'https://mirror.example.com:5000/v2/public/kubernetes';
  expect(await asked(folder, 'registry.k8s.io')).toMatchObject([{ url: mirror, push: false }]);
  expect(await asked(folder, 'mirror.example.com:5000')).toMatchObject([{ ownCAs: true }]);
  expect(await asked(folder, 'other.example.org')).toMatchObject([
    { url: 'https://cache.example.com/v2' },
  ]);
});

const isRoot = process.getuid?.() === 0;

optionalTest(
  'containerd starts with the generated configuration and gives its metrics',
  isRoot ? undefined : 'containerd starts as root only',
  async () => {
    const port = await freePort();
    const folder = machine(filesOf('containerd', 'mirrored'), 'nodes');
    const file = join(folder, 'etc/containerd/config.toml');
    const text = readFileSync(file, 'utf8').replace('":1338"', `"127.0.0.1:${port}"`);
    writeFileSync(file, `root = "${folder}/root"\nstate = "${folder}/state"\n${text}`);
    mkdirSync(join(folder, 'etc/containerd/conf.d'));
    writeFileSync(join(folder, 'etc/containerd/conf.d/sockets.toml'), sockets(folder));
    const daemon = spawn(program.containerd, ['--config', file], { stdio: 'ignore' });
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    try {
      const metrics = await answer(`http://127.0.0.1:${port}/v1/metrics`);
      expect(metrics).toContain('containerd_build_info_total');
      expect(metrics).toContain('containerd_cri_container_events_dropped_total');
      expect(metrics).toContain('process_start_time_seconds');
      expect(existsSync(join(folder, 'c.sock'))).toBe(true);
    } finally {
      daemon.kill();
      await ended;
    }
  },
);

/** Sockets out of the way of a containerd that the machine may have. */
const sockets = (folder: string): string => `version = 4
[plugins.'io.containerd.server.v1.grpc']
address = "${folder}/c.sock"
[plugins.'io.containerd.server.v1.ttrpc']
address = "${folder}/c.sock.ttrpc"
[plugins.'io.containerd.shim.v1.manager']
socket_dir = "${folder}/s"
[plugins.'io.containerd.nri.v1.nri']
socket_path = "${folder}/nri.sock"
`;

async function answer(url: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return response.text();
    await sleep(200);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
