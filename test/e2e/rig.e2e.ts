import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookup } from '../../tools/control-plane/lookup';
import { applyAll, refusals } from './rig/apply-all';
import { startCluster, type Cluster } from './rig/cluster';
import { loadCrds } from './rig/crds';
import type { KubeObject } from './rig/kube-object';
import { isNodeReady } from './rig/nodes';
import { missingCatalog, optionalTest } from './rig/optional-test';
import { waitReady } from './rig/ready';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ volumes: 3 });
});
// Undefined when it could not be started, which is then the error to see.
afterAll(() => (cluster as Cluster | undefined)?.stop());

function configMap(name: string, data: Record<string, string>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data };
}

function namespace(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

test('six nodes in three zones are Ready', async () => {
  const nodes = await cluster.api.list('v1', 'Node');
  expect(nodes.filter(isNodeReady).map(({ metadata }) => metadata.name)).toStrictEqual(
    [1, 2, 3, 4, 5, 6].map((n) => `node-${n}`),
  );
  const zones = nodes.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone']);
  expect(new Set(zones)).toStrictEqual(new Set(['zone-1', 'zone-2', 'zone-3']));
});

test('applying the same ConfigMap again changes nothing', async () => {
  const object = configMap('same', { key: 'value' });
  const first = await cluster.api.apply(object);
  const second = await cluster.api.apply(object);
  expect([first.status, second.status]).toStrictEqual([201, 200]);
  expect(second.object?.metadata.resourceVersion).toBe(first.object?.metadata.resourceVersion);
  const third = await cluster.api.apply(configMap('same', { key: 'other' }));
  expect(third.object?.metadata.resourceVersion).not.toBe(first.object?.metadata.resourceVersion);
});

test('a dry run is checked and not stored', async () => {
  const object = configMap('dry', {});
  expect((await cluster.api.apply(object, { dryRun: true })).ok).toBe(true);
  expect((await cluster.api.get(object)).status).toBe(404);
});

test('fails with the name of a field that the kind does not have', async () => {
  const object = { ...configMap('unknown', {}), nonsense: { a: 1 } };
  const applied = await cluster.api.apply(object);
  expect({ ok: applied.ok, object: applied.object }).toStrictEqual({
    ok: false,
    object: undefined,
  });
  expect(applied.message).toContain('nonsense');
  const created = await cluster.api.create(object);
  expect([created.status, created.message]).toStrictEqual([
    400,
    expect.stringContaining('unknown field "nonsense"'),
  ]);
});

test('fails with a message for a kind that the server does not have', async () => {
  const object = { ...configMap('unknown', {}), apiVersion: 'example.com/v1', kind: 'Nothing' };
  const { ok, status, message } = await cluster.api.apply(object);
  expect([ok, status]).toStrictEqual([false, 404]);
  expect(message).toContain(`no kind 'Nothing' in 'example.com/v1'`);
});

test('fails with the message of a ValidatingAdmissionPolicy', async () => {
  const policies = { apiVersion: 'admissionregistration.k8s.io/v1' };
  const rules = [
    { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] },
  ];
  const setUp = [
    {
      ...policies,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'no-bad-names' },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: rules },
        validations: [
          { expression: `!object.metadata.name.startsWith('bad')`, message: 'no bad names here' },
        ],
      },
    },
    {
      ...policies,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'no-bad-names' },
      spec: { policyName: 'no-bad-names', validationActions: ['Deny'] },
    },
  ];
  expect(refusals(setUp, await applyAll(cluster.api, setUp))).toStrictEqual([]);
  const refused = await cluster.api.waitFor(
    async () => {
      const result = await cluster.api.create(configMap('bad', {}), { dryRun: true });
      return !result.ok && result;
    },
    30_000,
    'policy in force',
  );
  expect(refused.message).toContain('no bad names here');
  expect((await cluster.api.create(configMap('good', {}), { dryRun: true })).ok).toBe(true);
  for (const object of setUp) await cluster.api.delete(object);
});

test('fails for a privileged Pod in a namespace with the Pod Security level restricted', async () => {
  const pod = (name: string, securityContext: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'strict' },
    spec: { containers: [{ name: 'main', image: 'example', securityContext }] },
  });
  await cluster.api.apply(
    namespace('strict', { 'pod-security.kubernetes.io/enforce': 'restricted' }),
  );
  const refused = await cluster.api.apply(pod('privileged', { privileged: true }));
  expect([refused.status, refused.message]).toStrictEqual([
    403,
    expect.stringMatching(/violates PodSecurity "restricted:latest": privileged/),
  ]);
  const accepted = await cluster.api.apply(
    pod('careful', {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    }),
  );
  expect(accepted).toMatchObject({ ok: true, warnings: [] });
});

test('a warning of the server reaches the result', async () => {
  await cluster.api.apply(namespace('warned', { 'pod-security.kubernetes.io/warn': 'baseline' }));
  const { ok, warnings } = await cluster.api.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'host', namespace: 'warned' },
    spec: { hostNetwork: true, containers: [{ name: 'main', image: 'example' }] },
  });
  expect(ok).toBe(true);
  expect(warnings).toStrictEqual([
    expect.stringContaining('violate PodSecurity "baseline:latest"'),
  ]);
});

test('fails for somebody whom RBAC gives no right', async () => {
  const as = { user: 'jane', groups: ['developers'] };
  const object = configMap('jane', {});
  const before = await cluster.api.apply(object, { as });
  expect([before.status, before.message]).toStrictEqual([
    403,
    expect.stringContaining('User "jane" cannot patch resource "configmaps"'),
  ]);
  await cluster.api.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'developers', namespace: 'default' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'developers' }],
  });
  const after = await cluster.api.waitFor(async () => {
    const result = await cluster.api.apply(object, { as });
    return result.ok && result;
  });
  expect(after.status).toBe(201);
});

test('applyAll brings namespaces and definitions before what needs them', async () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'ships.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Ship', plural: 'ships' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: { type: 'object', properties: { masts: { type: 'integer' } } },
              },
            },
          },
        },
      ],
    },
  };
  const ship = (name: string, spec: object) => ({
    apiVersion: 'example.com/v1',
    kind: 'Ship',
    metadata: { name, namespace: 'harbour' },
    spec,
  });
  const objects = [ship('a', { masts: 3 }), ship('b', { masts: 'x' }), crd, namespace('harbour')];
  const results = await applyAll(cluster.api, objects);
  expect(results.map(({ ok }) => ok)).toStrictEqual([true, false, true, true]);
  expect(refusals(objects, results)).toStrictEqual([
    expect.stringMatching(/^Ship 'harbour\/b': .*spec\.masts/s),
  ]);
});

optionalTest('a definition of the catalogue refuses a bad object', missingCatalog(), async () => {
  const folder = join(process.env['KUBESTRATA_CATALOG'] ?? '', 'metallb', 'crds');
  expect(await loadCrds(cluster.api, [folder])).toContain('ipaddresspools.metallb.io');
  const pool = (addresses: unknown): KubeObject => ({
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: { name: 'pool', namespace: 'default' },
    spec: { addresses },
  });
  const refused = await cluster.api.apply(pool('192.0.2.0/24'));
  expect([refused.ok, refused.message]).toStrictEqual([
    false,
    expect.stringContaining('spec.addresses'),
  ]);
  expect((await cluster.api.apply(pool(['192.0.2.0/24']))).status).toBe(201);
});

test('a Deployment, a Job and a claim become ready on simulated nodes', async () => {
  const labels = { app: 'web' };
  const template = (restartPolicy: string) => ({
    metadata: { labels },
    spec: {
      restartPolicy,
      initContainers: [{ name: 'init', image: 'example' }],
      containers: [{ name: 'main', image: 'example' }],
    },
  });
  const ref = (apiVersion: string, kind: string, spec: object): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec,
  });
  const workloads = [
    ref('apps/v1', 'Deployment', {
      replicas: 3,
      selector: { matchLabels: labels },
      template: template('Always'),
    }),
    ref('batch/v1', 'Job', { template: template('Never') }),
    ref('v1', 'PersistentVolumeClaim', {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
    }),
  ];
  expect(refusals(workloads, await applyAll(cluster.api, workloads))).toStrictEqual([]);
  const [deployment] = await Promise.all(workloads.map((object) => waitReady(cluster.api, object)));
  expect(deployment?.['status']).toMatchObject({ availableReplicas: 3 });
});

test('kubectl and helm work against the cluster', async () => {
  const nodes = await cluster.kubectl(['get', 'nodes', '-o', 'name']);
  expect(nodes.stdout.trim().split('\n')).toHaveLength(6);
  const object = JSON.stringify(configMap('piped', {}));
  const applied = await cluster.kubectl(['apply', '-f', '-'], { input: object });
  expect(applied).toMatchObject({ ok: true, stdout: 'configmap/piped created\n' });
  const unknown = await cluster.kubectl(['get', 'nonsense']);
  expect(unknown.ok).toBe(false);
  expect(unknown.stderr).toContain(`doesn't have a resource type "nonsense"`);
  expect(await cluster.helm(['list', '-o', 'json'])).toMatchObject({ ok: true, stdout: '[]\n' });
});

test('stop() leaves no process and no file behind', async () => {
  const other = await startCluster({ controllers: false });
  const { pids, folder } = other;
  expect([...pids.keys()]).toStrictEqual(['etcd', 'kube-apiserver', 'watchdog']);
  expect([...pids.values()].filter(isRunning)).toHaveLength(3);
  await other.stop();
  await other.stop();
  expect([...pids.values()].filter(isRunning)).toStrictEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('fails to start with the end of the log of the process that ended', async () => {
  const log: string[] = [];
  const started = startCluster({
    controllers: false,
    apiserverFlags: ['--no-such-flag'],
    log: (line) => void log.push(line),
  });
  await expect(started).rejects.toThrow(/kube-apiserver ended with '1'[^]*unknown flag: --no-such/);
});

test('a killed test run leaves no process and no file behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-e2e-'));
  const script = `
    const { Processes } = require('./processes.ts');
    const processes = new Processes(${JSON.stringify(folder)});
    processes.start('sleep', 'sleep', ['60']);
    console.log([...processes.pids.values()].join(' '));
    setInterval(() => undefined, 1000);`;
  const runner = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', script], {
    cwd: join(__dirname, 'rig'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((done) => runner.stdout.once('data', (d) => done(`${d}`)));
  const pids = line.trim().split(' ').map(Number);
  expect(pids.filter(isRunning)).toHaveLength(2);
  runner.kill('SIGKILL');
  await cluster.api.waitFor(
    () => Promise.resolve(!pids.some(isRunning) && !existsSync(folder)),
    10_000,
  );
});

test('an old program is passed over with the reason', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-assets-'));
  const saved = process.env['KUBEBUILDER_ASSETS'];
  const log: string[] = [];
  const assets = (version: string) => {
    writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\necho 'Client Version: v${version}'\n`);
    chmodSync(join(folder, 'kubectl'), 0o755);
    return lookup('kubectl', (line) => void log.push(line));
  };
  process.env['KUBEBUILDER_ASSETS'] = folder;
  try {
    expect(await assets('1.33.9')).not.toBe(join(folder, 'kubectl'));
    expect(log[0]).toMatch(
      /\(KUBEBUILDER_ASSETS\) passed over: version 1\.33\.9 is older than 1\.34/,
    );
    expect(await assets('1.34.0')).toBe(join(folder, 'kubectl'));
  } finally {
    if (saved === undefined) delete process.env['KUBEBUILDER_ASSETS'];
    else process.env['KUBEBUILDER_ASSETS'] = saved;
    rmSync(folder, { recursive: true });
  }
});

/** True when the process is there and more than an entry that its parent has not yet collected. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
