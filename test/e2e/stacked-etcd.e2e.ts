import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { Container } from 'kubernetes-types/core/v1';
import { Platform, Registry, type PlatformNode } from '../../lib';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { EtcdSnapshots } from '../../lib/backup/etcd-snapshots';
import { Kubeadm } from '../../lib/provisioning/kubeadm';
import { freeRoot } from '../harness/sample';
import { objectStore } from '../harness/services';
import { loopback } from './hosts/kubeadm-machines';
import { StackedEtcdMachines } from './hosts/stacked-etcd-machines';
import { Processes } from './rig/processes';
import { runCommand } from './rig/command';

// Three control planes, each a folder, with the certificates and the etcd that the real kubeadm makes
// of the generated files. What a kubelet does with static Pods is done by a stand-in; etcd, etcdctl
// and etcdutl are real, and the commands are those of the runbook.

const NAMES = ['cp-1', 'cp-2', 'cp-3'] as const;
const nodes: readonly PlatformNode[] = NAMES.map((name, i) => ({
  name,
  address: `192.0.2.${11 + i}`,
  role: 'control-plane',
}));
const folder = mkdtempSync(join(tmpdir(), 'kubestrata-stacked-etcd-'));
const platform = new Platform(freeRoot(), 'prod', {
  kubernetesVersion: '1.36',
  nodes,
  networks: { pods: ['10.244.0.0/16'], services: ['10.96.0.0/16'] },
  apiServer: { host: '192.0.2.10' },
});
new Kubeadm(platform, 'kubeadm');
ObjectStorage.provide(platform, objectStore());
new EtcdSnapshots(platform, 'etcd-snapshots');
const cluster = new StackedEtcdMachines(platform, folder);
const { machines } = cluster;
const data = (name: string, path = ''): string => join(machines.root(name), 'var/lib/etcd', path);
const commandsOf = (title: string): readonly string[] => {
  const [step, other] = machines.steps('recovery', title);
  if (!step || other) throw new Error(`not one step of recovery is called '${title}'`);
  return step.commands ?? [];
};
const started = async (by: string): Promise<number> =>
  ((await cluster.ask(by, 'member list')).match(/ started,/g) ?? []).length;
const header = async (by: string): Promise<{ revision: number; cluster_id: number }> => {
  const text = await cluster.ask(by, 'get kept --write-out=json');
  return (JSON.parse(text) as { header: { revision: number; cluster_id: number } }).header;
};
const valueOf = (by: string): Promise<string> => cluster.ask(by, 'get kept --print-value-only');
const kubelet = (name: string) => cluster.kubelets.get(name);

beforeAll(async () => {
  await cluster.place();
  kubelet('cp-1')?.start();
  for (const name of ['cp-2', 'cp-3'] as const) {
    kubelet(name)?.start();
    await cluster.join(name, 'cp-1');
  }
  await cluster.ask('cp-1', 'endpoint health --cluster');
});

afterAll(async () => {
  for (const name of NAMES) await kubelet(name)?.crash();
  rmSync(folder, { recursive: true, force: true });
});

/** A container of the CronJob on the first machine, with a machine that is down as its own. */
function command({ command: words = [] }: Container): [program: string, ...args: string[]] {
  const [program = '', ...args] = words.map((word) =>
    machines
      .local('cp-1', loopback(word.replace('$(HOST_IP)', '192.0.2.13')))
      .replace('/snapshot/', `${folder}/`),
  );
  return [join(machines.root('cp-1'), 'usr/local/sbin', program), ...args];
}

test('a snapshot for the object store is taken while the etcd of the own machine is down', async () => {
  await cluster.ask('cp-1', 'put kept before');
  await kubelet('cp-3')?.crash();
  const job = Registry.of(platform).objects.find(({ kind }) => kind.kind === 'CronJob');
  const { jobTemplate } = (job?.manifest as unknown as { spec: CronJobSpec }).spec;
  const containers = jobTemplate.spec?.template.spec?.initContainers ?? [];
  const [gateway, save, verify] = containers.map(command);
  const probe = containers[0]?.startupProbe?.exec ?? {};
  if (!gateway || !save || !verify) throw new Error('there are not three containers');
  const [program, ...args] = gateway;
  const processes = new Processes(join(folder, 'cp-1/run'));
  try {
    processes.start('members', program, args);
    const [asks, ...what] = command({ name: 'probe', ...probe });
    await processes.until(
      'members',
      'healthy',
      async () => (await runCommand(asks, what)).ok,
      20_000,
    );
    for (const [run, ...words] of [save, verify]) {
      const { ok, stderr } = await runCommand(run, words);
      expect([ok, stderr]).toStrictEqual([true, expect.not.stringContaining('"level":"error"')]);
    }
    expect(existsSync(join(folder, 'etcd.db'))).toBe(true);
  } finally {
    await processes.stop();
  }
});

test('fails to restore where etcd runs, and to start where nothing was restored', async () => {
  const early = await machines.run('cp-2', `kubestrata-etcd-restore from ${folder}/etcd.db`);
  expect([early.ok, early.stderr]).toStrictEqual([false, expect.stringContaining("stop' first")]);
  const absent = await machines.run('cp-2', 'kubestrata-etcd-restore from /nowhere.db');
  expect(absent.stderr).toContain("there is no snapshot '/nowhere.db'");
  expect((await machines.run('cp-2', 'kubestrata-etcd-restore stop')).stdout).toBe('stopped\n');
  const unchanged = await machines.run('cp-2', 'kubestrata-etcd-restore start');
  expect([unchanged.ok, unchanged.stderr]).toStrictEqual([
    false,
    expect.stringContaining('no snapshot was restored here'),
  ]);
  expect((await machines.run('cp-2', 'kubestrata-etcd-restore start --as-before')).ok).toBe(true);
  expect(await valueOf('cp-2')).toBe('before\n');
});

test('the majority is lost: what is left gives a snapshot, and goes on from it alone', async () => {
  await cluster.ask('cp-2', 'put kept last');
  const before = await header('cp-2');
  cluster.pod('cp-2', 'kube-apiserver', ['sleep', '600']);
  await kubelet('cp-1')?.crash();
  const dead = await machines.run('cp-2', 'kubestrata-etcdctl put kept never --command-timeout=1s');
  expect(dead.ok).toBe(false);
  const named = { LEFT: 'cp-2' };
  const [save = ''] = commandsOf('The majority of the control planes is lost');
  expect(await cluster.operator([save], named)).toMatchObject({ ok: true });
  expect(await machines.run('cp-2', commandsOf('Stop the control plane').join('\n'))).toMatchObject(
    { ok: true },
  );
  const restored = await cluster.operator(commandsOf('Restore the snapshot on one'), named);
  expect(restored).toMatchObject({ ok: true, stderr: '' });
  expect(restored.stdout).toMatch(/restored .* for cp-2, alone at https:.*\nstarted\n$/);
  expect([await valueOf('cp-2'), await started('cp-2')]).toStrictEqual(['last\n', 1]);
  const after = await header('cp-2');
  expect(after.revision).toBeGreaterThanOrEqual(before.revision + 1_000_000_000);
  expect(after.cluster_id).not.toBe(before.cluster_id);
  const old = await machines.run('cp-2', `kubestrata-etcdctl get kept --rev=${before.revision}`);
  expect(old.stderr).toContain('has been compacted');
});

test('the others are emptied, and join the restored one', async () => {
  for (const name of ['cp-1', 'cp-3']) {
    rmSync(join(machines.root(name), 'etc/kubernetes/manifests'), { recursive: true });
    const emptied = await cluster.operator(commandsOf('Empty the other'), { NAME: name });
    expect(emptied).toMatchObject({ ok: true });
    expect(readdirSync(data(name))).toStrictEqual([]);
    kubelet(name)?.start();
    await cluster.join(name, 'cp-2');
  }
  await cluster.ask('cp-1', 'endpoint health --cluster');
  expect([await started('cp-3'), await valueOf('cp-3')]).toStrictEqual([3, 'last\n']);
});

test('wrong data on all: they go back to a snapshot that was kept, on whichever machine', async () => {
  await cluster.ask('cp-1', 'put kept wrong');
  const before = await header('cp-1');
  copyFileSync(join(folder, 'etcd.db'), join(folder, 'restore.db'));
  const [, bring = ''] = commandsOf('The majority of the control planes is lost');
  expect(await cluster.operator([bring], { LEFT: 'cp-1' })).toMatchObject({ ok: true });
  for (const name of NAMES) await machines.run(name, 'kubestrata-etcd-restore stop');
  const restored = await cluster.operator(commandsOf('Restore the snapshot on one'), {
    LEFT: 'cp-1',
  });
  expect(restored).toMatchObject({ ok: true, stderr: '' });
  expect([await valueOf('cp-1'), await started('cp-1')]).toStrictEqual(['before\n', 1]);
  expect((await header('cp-1')).revision).toBeLessThan(before.revision + 1_000_000_000);
  expect((await header('cp-1')).revision).toBeGreaterThan(1_000_000_000);
  const kept = readdirSync(data('cp-1')).find((name) => name.startsWith('before-restore-'));
  expect(existsSync(data('cp-1', `${kept}/member/snap/db`))).toBe(true);
});

test('fails for files that are no snapshot, and keeps the data, unless told that it is a copy', async () => {
  const restore = (what: string) => machines.run('cp-1', `kubestrata-etcd-restore ${what}`);
  await restore('stop');
  writeFileSync(join(folder, 'bad.db'), 'this is no database'.repeat(1000));
  copyFileSync(data('cp-1', 'member/snap/db'), join(folder, 'copy.db'));
  for (const file of ['bad.db', 'copy.db']) {
    const { ok, stderr } = await restore(`from ${folder}/${file}`);
    const said = expect.stringContaining("etcdutl failed; etcd's data is as it was") as string;
    expect([ok, stderr]).toStrictEqual([false, said]);
  }
  expect(readdirSync(data('cp-1'))).not.toContain('kubestrata-restore');
  expect((await restore(`from ${folder}/copy.db --skip-hash-check`)).ok).toBe(true);
  expect((await restore('start')).ok).toBe(true);
  expect(await valueOf('cp-1')).toBe('before\n');
});
