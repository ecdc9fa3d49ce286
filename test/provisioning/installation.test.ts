import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import {
  Component,
  ON_MACHINES,
  Platform,
  Registry,
  type HostFileProps,
  type PlatformProps,
  type RunbookStep,
} from '../../lib';
import { hostFiles, writeHostFiles } from '../../lib/engines/hosts';
import { Installation, type InstallationProps } from '../../lib/provisioning/installation';
import { freeRoot } from '../harness/sample';

const MACHINES: PlatformProps = {
  nodes: [
    { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' },
    { name: 'cp-2', address: '192.0.2.12', role: 'control-plane' },
    { name: 'w-1', address: '192.0.2.21', role: 'worker', zone: 'rack-1' },
  ],
  machines: [{ name: 'lb-1', address: '192.0.2.5', role: 'load-balancer' }],
};

/** Has the files and steps that a test gives it. */
class Sample extends Component {
  constructor(scope: Construct, files: readonly HostFileProps[], steps: readonly RunbookStep[]) {
    super(scope, 'sample', {}, ON_MACHINES);
    for (const file of files) this.hostFile(file);
    this.steps(() => steps);
  }
}

const FILES: readonly HostFileProps[] = [
  { on: 'nodes', path: '/etc/a.conf', content: { text: 'a\n' }, restarts: ['kubelet'] },
  { on: { host: 'cp-2' }, path: '/etc/b.sh', content: { text: '#!/bin/sh\n' }, mode: '0755' },
  { on: 'load-balancer', path: '/etc/c.conf', content: () => undefined },
];

function installation(
  files: readonly HostFileProps[] = FILES,
  steps: readonly RunbookStep[] = [],
  props: InstallationProps = {},
): Platform {
  const platform = new Platform(freeRoot(), 'prod', MACHINES);
  new Sample(platform, files, steps);
  new Installation(platform, 'installation', props);
  return platform;
}

const text = (platform: Platform, path: string): string =>
  hostFiles(platform).get(path)?.text ?? 'no such file';

/** The written folder, and a folder that stands for a machine. */
function onDisk(platform: Platform, use: (run: Run, root: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-hosts-'));
  const root = mkdtempSync(join(tmpdir(), 'kubestrata-root-'));
  try {
    writeHostFiles(platform, folder);
    const run: Run = (...args) => {
      const env = { ...process.env, KUBESTRATA_ROOT: root };
      const { status, stdout, stderr } = spawnSync(join(folder, 'install.sh'), args, {
        env,
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    };
    use(run, root);
  } finally {
    for (const path of [folder, root]) rmSync(path, { recursive: true });
  }
}

type Run = (...args: string[]) => { status: number | null; stdout: string; stderr: string };

test('the inventory has a group for each kind of machine that there is', () => {
  const platform = installation(FILES, [], { sshUser: 'ops' });
  expect(parse(text(platform, 'ansible/inventory.yaml'))).toStrictEqual({
    all: {
      vars: { ansible_user: 'ops' },
      children: {
        nodes: { children: { control_plane: {}, worker: {} } },
        control_plane: {
          hosts: { 'cp-1': { ansible_host: '192.0.2.11' }, 'cp-2': { ansible_host: '192.0.2.12' } },
        },
        worker: { hosts: { 'w-1': { ansible_host: '192.0.2.21' } } },
        load_balancer: { hosts: { 'lb-1': { ansible_host: '192.0.2.5' } } },
      },
    },
  });
});

test('each machine gets the files of its groups and its own, and none that is not written', () => {
  const platform = installation();
  const { kubestrata_files_of: all } = parse(text(platform, 'ansible/group_vars/all.yml')) as {
    kubestrata_files_of: Record<string, { source: string }[]>;
  };
  const filesOf = (name: string): unknown => all[name]?.map(({ source }) => source);
  expect([filesOf('cp-2'), filesOf('w-1'), filesOf('lb-1')]).toStrictEqual([
    ['nodes/etc/a.conf', 'cp-2/etc/b.sh'],
    ['nodes/etc/a.conf'],
    [],
  ]);
});

test('the script puts files in place once, with their modes, and says what to restart', () => {
  onDisk(installation(), (run, root) => {
    expect(run('-n', 'cp-2', 'check').status).toBe(1);
    const first = run('-n', 'cp-2', 'apply');
    expect(first.stdout).toBe(
      'written: /etc/a.conf\nwritten: /etc/b.sh\nto be restarted: kubelet\n',
    );
    expect(statSync(join(root, 'etc/b.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(root, 'etc/a.conf'), 'utf8')).toMatch(/\na\n$/);
    expect(run('-n', 'cp-2', 'check')).toStrictEqual({ status: 0, stdout: '', stderr: '' });
    expect(run('-n', 'cp-2', 'apply').stdout).toBe('');
  });
});

test('the script shows what differs and changes nothing when it only looks', () => {
  onDisk(installation(), (run, root) => {
    run('-n', 'w-1', 'apply');
    writeFileSync(join(root, 'etc/a.conf'), 'by hand\n');
    const { status, stdout } = run('-n', 'w-1', 'check');
    expect(status).toBe(1);
    expect(stdout).toContain('differs: /etc/a.conf');
    expect(stdout).toContain('-by hand');
    expect(readFileSync(join(root, 'etc/a.conf'), 'utf8')).toBe('by hand\n');
  });
});

test('the script has nothing to do on a machine that no file is for', () => {
  onDisk(installation(), (run) => {
    const nothing = { status: 0, stdout: "no file is for 'lb-1'\n", stderr: '' };
    expect(run('-n', 'lb-1', 'check')).toStrictEqual(nothing);
    expect(run('-n', 'lb-1', 'apply')).toStrictEqual(nothing);
  });
});

test('fails for an account that would be two words of a command', () => {
  const platform = new Platform(freeRoot(), 'prod');
  expect(() => new Installation(platform, 'installation', { sshUser: 'ops; ls' })).toThrow(
    "[prod/installation] sshUser 'ops; ls' is no account to log in as; write it like `ops`",
  );
});

test('fails for a machine that the platform does not have, naming those that it has', () => {
  onDisk(installation(), (run) => {
    const { status, stderr } = run('-n', 'cp-9', 'apply');
    expect(status).not.toBe(0);
    expect(stderr).toBe(
      "install.sh: there is no machine 'cp-9' in this platform; name one with -n: cp-1, cp-2, w-1, lb-1\n",
    );
  });
});

test('steps of a runbook come in the order of their stages, with the machines by name', () => {
  const step = (stage: RunbookStep['stage'], title: string): RunbookStep => ({
    runbook: 'upgrade',
    stage,
    title,
    on: 'control-plane',
    commands: ['true'],
    verify: ['false'],
  });
  const platform = installation(FILES, [step('join', 'Second'), step('etcd', 'First')]);
  const book = text(platform, 'UPGRADE.md');
  expect(book.match(/^## .*$/gm)).toStrictEqual([
    '## 1. See that the platform is healthy',
    '## 2. Put the files in place',
    '## 3. First',
    '## 4. Second',
  ]);
  expect(book).toContain('On each of `cp-1` and `cp-2`, as root:\n\n```sh\ntrue\n```\n\nCheck:');
});

test('a runbook with no steps of others is not written', () => {
  const files = hostFiles(installation());
  expect([files.has('UPGRADE.md'), files.has('RECOVERY.md')]).toStrictEqual([false, false]);
});

test('warns where there are no machines, and writes nothing', () => {
  const platform = new Platform(freeRoot(), 'prod');
  new Installation(platform, 'installation');
  expect([...hostFiles(platform).keys()]).toStrictEqual([]);
  expect(Registry.of(platform).warnings.map(({ text: said }) => said())).toStrictEqual([
    'has no machines to install on; name them in the platform, or leave it out',
  ]);
});
