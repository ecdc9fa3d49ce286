import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { Platform, Registry, type PlatformNode } from '../../lib';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { hostFiles } from '../../lib/engines/hosts';
import { Containerd, type ContainerdProps } from '../../lib/provisioning/containerd';
import { LABELS_PART } from '../../lib/provisioning/containerd/selinux';
import { CriO } from '../../lib/provisioning/cri-o';
import { freeRoot } from '../harness/sample';

// Labels of SELinux: which containers get them, and what the nodes then have.

const NODES: readonly PlatformNode[] = [
  { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' },
  { name: 'w-1', address: '192.0.2.21', role: 'worker', labels: { gpu: 'yes' } },
  { name: 'w-2', address: '192.0.2.22', role: 'worker' },
];

function make(
  props: ContainerdProps,
  nodes: readonly PlatformNode[] = NODES,
  beside: (scope: Construct) => void = () => undefined,
) {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.36', nodes });
  new Containerd(platform, 'containerd', props);
  beside(platform);
  const files = [...hostFiles(platform)].map(([path, { text }]) => [path, text] as const);
  const { warnings, steps } = Registry.of(platform);
  return {
    files,
    /** Where containers get labels, by the folder of the configuration. */
    labelled: Object.fromEntries(
      files
        .filter(([path]) => path.endsWith('/config.toml'))
        .map(([path, text]): [string, boolean] => [
          path.split('/')[0] ?? '',
          text.includes('enable_selinux = true'),
        ]),
    ),
    errors: platform.node.findAll().flatMap((c) => c.node.validate()),
    warnings: warnings.flatMap(({ text }) => text() ?? []),
    commands: steps.flatMap(({ steps: of }) => of().flatMap(({ verify = [] }) => verify)),
  };
}

const GPU: ContainerdProps = { runtimes: [{ preset: 'nvidia', nodeSelector: { gpu: 'yes' } }] };
const ALL = NODES.slice(0, 1);

test.each<[string, ContainerdProps, readonly PlatformNode[], Record<string, boolean>]>([
  ['nowhere unless asked', {}, NODES, { nodes: false }],
  ['everywhere', { selinux: true }, NODES, { nodes: true }],
  ['on workers', { selinux: 'workers' }, NODES, { 'control-plane': false, worker: true }],
  ['on workers alone', { selinux: 'workers' }, NODES.slice(1), { nodes: true }],
  ['on nodes nobody named', { selinux: 'workers' }, [], { 'control-plane': false, worker: true }],
  [
    'on workers that differ',
    { ...GPU, selinux: 'workers' },
    NODES,
    { 'control-plane': false, 'w-1': true, 'w-2': true },
  ],
])('containers of containerd get labels %s', (_, props, nodes, expected) => {
  expect(make(props, nodes).labelled).toStrictEqual(expected);
});

test('where containers get labels, the installer gives containerd its own, and a check looks at it', () => {
  const scripts = (props: ContainerdProps): string =>
    make(props)
      .files.filter(([path]) => path.endsWith('kubestrata-install-containerd'))
      .map(([, text]) => text)
      .join('');
  expect(scripts({})).not.toContain('selinux');
  expect(scripts({ selinux: 'workers' })).toContain(LABELS_PART);
  expect(make({}).commands.join('\n')).not.toContain('selinux');
  expect(make({ selinux: true }).commands.join('\n')).toMatch(
    /selinuxenabled.*container_runtime_t/,
  );
});

/** Runs the installer's part with stand-ins for SELinux's programs; gives what they were told. */
function labels(programs: Readonly<Record<string, string>>): {
  status: number | null;
  log: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-selinux-'));
  try {
    for (const [name, text] of Object.entries(programs)) {
      const body = `#!/bin/sh\necho "${name} $*" >>'${folder}/log'\n${text}\n`;
      writeFileSync(join(folder, name), body, { mode: 0o755 });
    }
    writeFileSync(join(folder, 'log'), '');
    const { status } = spawnSync('/bin/sh', ['-eu'], {
      input: LABELS_PART.replaceAll('/usr/local/bin/containerd*', folder),
      env: { PATH: folder },
    });
    return { status, log: readFileSync(join(folder, 'log'), 'utf8').replaceAll(folder, 'FOLDER') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const POLICY = 'echo system_u:object_r:container_runtime_exec_t:s0';

test('a machine without SELinux is left as it is', () => {
  expect(labels({})).toStrictEqual({ status: 0, log: '' });
  expect(labels({ selinuxenabled: 'exit 1', restorecon: '' })).toStrictEqual({
    status: 0,
    log: 'selinuxenabled \n',
  });
});

test('a machine with SELinux gets the policy for containers, and containerd its label', () => {
  const { status, log } = labels({
    selinuxenabled: '',
    dnf: '',
    rpm: 'exit 1',
    matchpathcon: POLICY,
    restorecon: '',
  });
  expect(status).toBe(0);
  expect(log).toContain('dnf install -y container-selinux\n');
  expect(log).toContain('restorecon -R FOLDER\n');
});

test('fails on a machine with SELinux whose policy knows no containers', () => {
  const programs = { selinuxenabled: '', matchpathcon: 'echo u:object_r:bin_t:s0', restorecon: '' };
  expect(labels(programs).status).toBe(1);
  expect(labels(programs).log).not.toContain('restorecon');
});

test('warns of labels on control planes that kubeadm makes', () => {
  const kubeadm = (scope: Construct): void =>
    ControlPlane.provide(scope, {} as unknown as ControlPlaneDefinition);
  const said = (selinux: ContainerdProps['selinux'] & {}): string =>
    make({ selinux }, NODES, kubeadm).warnings.join('\n');
  expect(said(true)).toMatch(/gives labels of SELinux on control planes too: .*'workers'/);
  expect(said('workers')).toBe('');
  expect(make({ selinux: true }).warnings).toStrictEqual([]);
});

test('fails for labels on workers where there are none', () => {
  expect(make({ selinux: 'workers' }, ALL).errors).toStrictEqual([
    "`selinux: 'workers'` is for workers, and the platform has none; leave it out",
  ]);
});

test('fails for gVisor together with labels, with either runtime', () => {
  const runtimes = [{ preset: 'gvisor' as const }];
  const message = /runtime 'runsc' is gVisor, which starts no container that has a label/;
  expect(() => make({ runtimes, selinux: 'workers' })).toThrow(message);
  expect(make({ runtimes, selinux: false }).errors).toStrictEqual([]);
  const crio = (selinux?: boolean) => () => {
    const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.36', nodes: NODES });
    new CriO(platform, 'cri-o', { runtimes, ...(selinux !== undefined && { selinux }) });
  };
  expect(crio(true)).toThrow(message);
  expect(crio()).not.toThrow();
});

test('CRI-O decides by the node, unless told', () => {
  const line = (selinux?: boolean): string | undefined => {
    const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.36', nodes: NODES });
    new CriO(platform, 'cri-o', selinux === undefined ? {} : { selinux });
    const text = hostFiles(platform).get('nodes/etc/crio/crio.conf.d/20-kubestrata.conf')?.text;
    return /^selinux = .*$/m.exec(text ?? '')?.[0];
  };
  expect([line(), line(true), line(false)]).toStrictEqual([
    undefined,
    'selinux = true',
    'selinux = false',
  ]);
});
