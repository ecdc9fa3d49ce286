import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { tools } from '../../tools/control-plane/build';
import { Platform } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { examples, platforms } from '../../lib/provisioning/kubeadm/examples';
import { freeRoot } from '../harness/sample';
import { definePlatform } from '../../apps/standard/platform';
import { runCommand, type CommandResult } from './rig/command';

// kubeadm's own parser, strict about fields, reads every file that it will read on machines.

const NAMES = ['init.yaml', 'join.yaml', 'upgrade.yaml', 'reset.yaml'];
const folder = mkdtempSync(join(tmpdir(), 'kubestrata-kubeadm-'));
let kubeadm: string;

beforeAll(async () => {
  kubeadm = (await tools(['kubeadm'])).kubeadm;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(example: string): readonly (readonly [path: string, text: string])[] {
  const platform = new Platform(freeRoot(), 'platform', platforms[example] ?? {});
  examples[example]?.(platform);
  return [...hostFiles(platform.node.root)]
    .filter(([path]) => NAMES.includes(basename(path)) && path.includes('/kubeadm/'))
    .map(([path, { text }]) => [path, text]);
}

function validate(text: string): Promise<CommandResult> {
  const file = join(folder, 'config.yaml');
  const discovery = join(folder, 'discovery.conf');
  writeFileSync(discovery, '');
  // It is made when machines join, and kubeadm wants to see it.
  writeFileSync(file, text.replace('/etc/kubernetes/kubeadm/discovery.conf', discovery));
  return runCommand(kubeadm, ['config', 'validate', '--config', file]);
}

/** What kubeadm says, but that it would have given nodes one DNS address where they have two families. */
const unexpected = (stderr: string): string[] =>
  stderr.split('\n').filter((line) => line !== '' && !line.includes('value for "clusterDNS"'));

test.each(Object.keys(examples))('kubeadm takes every file of example %s', async (example) => {
  const files = filesOf(example);
  expect(new Set(files.map(([path]) => basename(path)))).toStrictEqual(new Set(NAMES));
  for (const [path, text] of files) {
    const { ok, stderr } = await validate(text);
    expect({ path, ok, said: unexpected(stderr) }).toStrictEqual({ path, ok: true, said: [] });
  }
});

test('fails with the name of a field that kubeadm does not have', async () => {
  const [, text = ''] =
    filesOf('single-machine').find(([path]) => path.endsWith('init.yaml')) ?? [];
  const { ok, stderr } = await validate(text.replace('certSANs:', 'certSans:'));
  expect(ok).toBe(false);
  expect(stderr).toContain('certSans');
});

/** What `kubeadm init` would write on the first machine of a platform, by the names of the files. */
async function dryRun(platform: Platform, path: string): Promise<Map<string, string>> {
  const dry = join(folder, platform.name);
  mkdirSync(dry, { recursive: true });
  const config = join(folder, `${platform.name}.yaml`);
  writeFileSync(config, hostFiles(platform.node.root).get(path)?.text ?? '');
  // No machine is a node here: what kubeadm finds missing on this one is none of the file's faults.
  const flags = ['--dry-run', '--skip-token-print', '--ignore-preflight-errors=all'];
  const { ok, stdout, stderr } = await runCommand(kubeadm, ['init', '--config', config, ...flags], {
    env: { KUBEADM_INIT_DRYRUN_DIR: dry },
  });
  if (!ok) throw new Error(`kubeadm init failed; see its output:\n${stderr}`);
  const files = readdirSync(dry).filter((name) => /\.(yaml|env)$/.test(name));
  const written = files.map((name) => [name, readFileSync(join(dry, name), 'utf8')] as const);
  return new Map([...written, ['output', stdout]]);
}

/** Which file tells a machine's first API server what to do. */
const initOf = (host: string): string => `${host}/etc/kubernetes/kubeadm/init.yaml`;

test('kubeadm goes through all of its steps with the first machine of apps/standard', async () => {
  const files = await dryRun(definePlatform(freeRoot()), initOf('control-plane-1'));
  const phases = ['[kubelet-start]', '[upload-config]', '[mark-control-plane]', '[addons]'];
  expect(phases.filter((phase) => !files.get('output')?.includes(phase))).toStrictEqual([]);
  expect([...files.keys()].sort()).toStrictEqual(
    'config.yaml etcd.yaml instance-config.yaml kube-apiserver.yaml kube-controller-manager.yaml kube-scheduler.yaml kubeadm-flags.env output'.split(
      ' ',
    ),
  );
  expect(files.get('kubeadm-flags.env')).toContain(
    '--node-ip=10.20.0.11 --node-labels=topology.kubernetes.io/zone=rack-1',
  );
  expect(load(files.get('config.yaml') ?? '')).toMatchObject({
    clusterDNS: ['10.96.0.10'],
    protectKernelDefaults: true,
    serverTLSBootstrap: true,
  });
  expect(files.get('etcd.yaml')).toContain('--listen-metrics-urls=http://0.0.0.0:2381');
  expect(files.get('kube-controller-manager.yaml')).toContain('--bind-address=0.0.0.0');
});

test('the API server sees the folder of a KMS plugin, and the files of webhooks', async () => {
  const platform = new Platform(freeRoot(), 'guarded', platforms['guarded-api-servers'] ?? {});
  examples['guarded-api-servers']?.(platform);
  const text = (await dryRun(platform, initOf('control-plane-1'))).get('kube-apiserver.yaml') ?? '';
  const { spec } = load(text) as {
    spec: {
      containers: [{ command: string[]; volumeMounts: { name: string; mountPath: string }[] }];
    };
  };
  const [{ command, volumeMounts }] = spec.containers;
  expect(command).toEqual(
    expect.arrayContaining([
      '--audit-webhook-config-file=/etc/kubernetes/apiserver/audit-webhook.conf',
      '--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs,EventRateLimit,AlwaysPullImages',
      '--service-node-port-range=31000-31999',
      '--tls-min-version=VersionTLS13',
    ]),
  );
  expect(volumeMounts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'kms', mountPath: '/run/kms' }),
      expect.objectContaining({ mountPath: '/etc/kubernetes/apiserver' }),
    ]),
  );
});
