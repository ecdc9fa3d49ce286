import { object, pod, podTemplate, type Fields } from './policy-cases/policy-case';
import { namespace, PolicyCluster } from './policy-cases/policy-cluster';
import type { KubeObject } from './rig/kube-object';

// How policies hold: rollouts, exemptions, subresources, deletions, and what was there before.

let there: PolicyCluster;
beforeAll(async () => {
  there = await PolicyCluster.start();
});
afterAll(() => there.stop());

test('audits without a word to the user', async () => {
  const bad = pod({ spec: { hostPID: true }, metadata: { name: 'audited' } });
  expect(await there.dryRun(bad, 'audited')).toMatchObject({ ok: true, warnings: [] });
  const isHere = (line: string) =>
    line.includes('"namespace":"audited"') && line.includes('hostPID');
  const entry = () => Promise.resolve(there.auditLines.find(isHere));
  const line = await there.cluster.api.waitFor(entry);
  expect(line).toContain('validation.policy.admission.k8s.io/validation_failure');
});

test('namespaces and objects are exempt from what they are exempt from, and nothing else', async () => {
  const hostNetwork = { spec: { hostNetwork: true } };
  expect((await there.dryRun(pod(hostNetwork), 'exempt')).ok).toBe(true);
  const both = pod({ ...hostNetwork, container: { image: 'harbor.example.com/a' } });
  expect((await there.dryRun(both, 'exempt')).message).toContain("'image-tag'");
  const legacy = { name: 'legacy-1', labels: { age: 'old' } };
  expect((await there.dryRun(pod({ ...hostNetwork, metadata: legacy }), 'denied')).message).toBe(
    '',
  );
  const young = { ...legacy, labels: { age: 'new' } };
  expect((await there.dryRun(pod({ ...hostNetwork, metadata: young }), 'denied')).ok).toBe(false);
  const other = { ...legacy, name: 'my-legacy-1' };
  expect((await there.dryRun(pod({ ...hostNetwork, metadata: other }), 'denied')).ok).toBe(false);
});

test('what the platform itself installs is exempt by the level of its namespace', async () => {
  const host = pod({ spec: { hostNetwork: true }, container: { image: 'docker.io/cni' } });
  expect((await there.dryRun(host, 'cni-system')).message).toBe('');
  const kube = pod({ spec: { hostNetwork: true } });
  expect((await there.dryRun(kube, 'kube-system')).message).toBe('');
});

test('a namespace with the labels of two groups is bound once', async () => {
  const large = claimOf('10Gi');
  const withTwo = await there.dryRun(large, 'warned-team');
  expect(withTwo.warnings).toStrictEqual([]);
  expect(withTwo.message).toContain(`'volume-size.a' with binding 'volume-size.a'`);
  expect((await there.dryRun(large, 'denied-team')).message).toContain(`binding 'volume-size.a'`);
  expect(await there.dryRun(large, 'warned')).toMatchObject({ ok: true, warnings: [] });
  const huge = await there.dryRun(claimOf('2Ti'), 'warned');
  expect(huge.warnings).toHaveLength(1);
});

test('ephemeral containers are held to the same rules', async () => {
  const debugged = pod({ metadata: { name: 'debugged', namespace: 'denied' } });
  expect((await there.cluster.api.create(debugged)).message).toBe('');
  const [main] = podTemplate().spec['containers'] as [Record<string, unknown>];
  const { securityContext, image } = main;
  const shell = { name: 'shell', image, securityContext };
  const add = (container: object) =>
    there.cluster.api.request(
      'PATCH',
      '/api/v1/namespaces/denied/pods/debugged/ephemeralcontainers?dryRun=All',
      { spec: { ephemeralContainers: [container] } },
      { contentType: 'application/strategic-merge-patch+json' },
    );
  expect(await add(shell)).toMatchObject({ status: 200 });
  const root = await add({ ...shell, securityContext: { runAsUser: 0 } });
  expect(root).toMatchObject({ status: 403 });
  expect(messageOf(root)).toContain('container "shell"');
});

test('what is older than a policy can be labelled, scaled and finalized', async () => {
  const { api } = there.cluster;
  const template = podTemplate({ spec: { hostNetwork: true } });
  const deployment = (name: string, fields: Fields = {}, labels: Fields = {}) => {
    const selector = { matchLabels: template.metadata['labels'] };
    const spec = { selector, template, ...fields };
    const own = {
      name,
      namespace: 'denied',
      labels: { 'app.kubernetes.io/name': 'app', ...labels },
    };
    return object('apps/v1', 'Deployment', { spec }, own);
  };
  const isBinding = ({ kind, metadata }: KubeObject) =>
    kind.endsWith('Binding') && metadata.name === 'pod-security-host-namespaces';
  const binding = there.drawn.find(isBinding) as KubeObject;
  await api.delete(binding);
  const created = async () => (await api.create(deployment('old'))).ok;
  await api.waitFor(created, 30_000, 'Deployment created without the policy');
  await api.apply(binding);
  const refused = async () => !(await api.create(deployment('new'), { dryRun: true })).ok;
  await api.waitFor(refused, 30_000, 'policy in force again');
  const scaled = deployment('old', { replicas: 3 }, { touched: 'yes' });
  expect((await api.apply(scaled, { force: true })).message).toBe('');
  const worse = deployment('old', { template: podTemplate({ spec: { hostPID: true } }) });
  const { message } = await api.apply(worse, { force: true });
  expect(message).toContain("'pod-security-host-namespaces'");
});

test('fails to delete what is protected', async () => {
  const { api } = there.cluster;
  const kept = object(
    'v1',
    'ConfigMap',
    {},
    {
      ...{ namespace: 'warned', name: 'kept' },
      labels: { 'policy.kubestrata.dev/protected': 'true' },
    },
  );
  const free = object('v1', 'ConfigMap', {}, { namespace: 'denied', name: 'free' });
  const keptHere = { ...kept, metadata: { ...kept.metadata, namespace: 'denied' } };
  for (const o of [kept, keptHere, free]) expect((await api.create(o)).message).toBe('');
  const scratch = { ...keptHere, metadata: { ...keptHere.metadata, name: 'scratch-1' } };
  expect((await api.create(scratch)).message).toBe('');
  expect((await api.delete(scratch)).message).toBe('');
  expect((await api.delete(keptHere)).message).toContain('this object is protected');
  expect(await api.delete(kept)).toMatchObject({ ok: true });
  expect(await api.delete(free)).toMatchObject({ ok: true });
  for (const name of ['shop', 'denied']) {
    expect((await api.delete(namespace(name))).message).toContain('this namespace is protected');
  }
  expect((await api.delete(namespace('deletable'))).ok).toBe(true);
});

test('fails to open a shell as a member of no allowed group', async () => {
  const { api } = there.cluster;
  await api.create(
    object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', {
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ann' }],
    }),
  );
  const shell = (groups: string[]) =>
    api.request(
      'POST',
      '/api/v1/namespaces/denied/pods/nobody/exec?command=sh&stdout=1',
      undefined,
      {
        as: { user: 'ann', groups },
      },
    );
  const refused = await api.waitFor(async () => {
    const answer = await shell([]);
    return !messageOf(answer).includes('cannot create') && answer;
  });
  expect(messageOf(refused)).toContain('shells in Pods are for members of operators only');
  expect(messageOf(await shell(['operators']))).toContain('not found');
});

const messageOf = ({ body }: { readonly body: unknown }): string =>
  (body as { readonly message: string }).message;

const claimOf = (storage: string): KubeObject =>
  object('v1', 'PersistentVolumeClaim', {
    spec: {
      ...{ accessModes: ['ReadWriteOnce'], storageClassName: 'standard' },
      resources: { requests: { storage } },
    },
  });
