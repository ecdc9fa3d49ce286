import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { MutatingPolicies, type MutatingPolicy } from '../../lib/policy/mutating';
import { object, pod, workloads } from './policy-cases/policy-case';
import { applyAll, refusals } from './rig/apply-all';
import { startCluster, type Cluster } from './rig/cluster';
import type { KubeObject } from './rig/kube-object';

// What the API server makes of Pods and templates that say nothing.

const MARKER: MutatingPolicy = {
  id: 'marker',
  description: 'Comes last, and so tells that all others are in force.',
  match: { rules: [{ apiVersion: 'v1', resources: ['configmaps'], operations: ['CREATE'] }] },
  mutations: [{ patch: `[JSONPatch{op: 'add', path: '/data', value: {'in': 'force'}}]` }],
};

const SILENT = {
  context: { allowPrivilegeEscalation: undefined, seccompProfile: undefined },
  spec: { automountServiceAccountToken: undefined },
};
const TEMPLATES = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'];

let cluster: Cluster;
beforeAll(async () => {
  const platform = new Platform(new Construct(undefined as never, ''), 'prod', {
    kubernetesVersion: '1.36',
  });
  const policies = new MutatingPolicies(platform, 'defaults', {
    library: { 'default-labels': { labels: { cluster: 'prod' }, fromNamespace: ['team', 'cost'] } },
  });
  const objects = () => Registry.of(platform).objects.map((o) => o.manifest as KubeObject);
  const drawn = objects();
  policies.add(MARKER);
  const marker = objects().slice(drawn.length);
  cluster = await startCluster({ controllers: false });
  const { api } = cluster;
  const setUp = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { team: 'a' } } },
    ...drawn,
  ];
  expect(refusals(setUp, await applyAll(api, setUp))).toStrictEqual([]);
  expect(refusals(marker, await applyAll(api, marker))).toStrictEqual([]);
  const probe = object('v1', 'ConfigMap', {}, { namespace: 'shop', name: 'probe' });
  const marked = async () => (await api.create(probe, { dryRun: true })).object?.['data'];
  await api.waitFor(marked, 60_000, 'policies in force');
});
afterAll(() => cluster.stop());

test('a silent Pod gets a seccomp profile, no privilege escalation, and labels', async () => {
  const { spec, metadata } = await admitted(pod(SILENT));
  expect(spec.securityContext).toStrictEqual({ seccompProfile: { type: 'RuntimeDefault' } });
  expect(spec.containers[0]?.securityContext).toMatchObject({ allowPrivilegeEscalation: false });
  expect(metadata.labels).toMatchObject({ cluster: 'prod', team: 'a' });
  expect(metadata.labels).not.toHaveProperty('cost');
});

test('init containers and containers without a security context are no exception', async () => {
  const image = 'harbor.example.com/a:1';
  const initContainers = [{ name: 'init', image }];
  const containers = [
    { name: 'main', image },
    { name: 'side', image },
  ];
  const { spec } = await admitted(pod({ spec: { initContainers, containers } }));
  const escalation = { allowPrivilegeEscalation: false };
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    expect(container.securityContext).toStrictEqual(escalation);
  }
});

test('what a Pod says itself stays', async () => {
  const profile = { type: 'Localhost', localhostProfile: 'a.json' };
  const { spec, metadata } = await admitted(
    pod({
      spec: { securityContext: { seccompProfile: profile } },
      context: { allowPrivilegeEscalation: true },
      metadata: { labels: { cluster: 'other' } },
    }),
  );
  expect(spec.securityContext).toStrictEqual({ seccompProfile: profile });
  expect(spec.containers[0]?.securityContext).toMatchObject({ allowPrivilegeEscalation: true });
  expect(metadata.labels).toMatchObject({ cluster: 'other' });
});

test('a privileged container, which must escalate, is left as it is', async () => {
  const context = { privileged: true, allowPrivilegeEscalation: undefined };
  const { spec } = await admitted(pod({ context }));
  expect(spec.containers[0]?.securityContext).not.toHaveProperty('allowPrivilegeEscalation');
});

test.each(TEMPLATES)('a silent %s is given all of it in its template', async (kind) => {
  const silent = workloads(SILENT).find((o) => o.kind === kind) as KubeObject;
  const result = await create(silent);
  const spec = podSpecOf(result);
  expect(spec).toMatchObject({
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{ securityContext: { allowPrivilegeEscalation: false } }],
  });
});

test('a template with a ServiceAccount of its own keeps its token', async () => {
  const spec = { automountServiceAccountToken: undefined, serviceAccountName: 'app' };
  const [deployment] = workloads({ spec });
  const { automountServiceAccountToken } = podSpecOf(await create(deployment as KubeObject));
  expect(automountServiceAccountToken).toBeUndefined();
});

test('kube-system is left as it is', async () => {
  const { spec } = await admitted(pod(SILENT), 'kube-system');
  expect(spec.securityContext).toStrictEqual({});
});

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext: unknown;
  readonly containers: readonly { readonly securityContext?: object }[];
  readonly initContainers?: readonly { readonly securityContext?: object }[];
}

async function create(o: KubeObject, namespace = 'shop'): Promise<KubeObject> {
  const created = { ...o, metadata: { ...o.metadata, namespace } };
  const result = await cluster.api.create(created, { dryRun: true });
  expect(result.message).toBe('');
  return result.object as KubeObject;
}

const admitted = async (o: KubeObject, namespace?: string) =>
  (await create(o, namespace)) as KubeObject & { readonly spec: PodSpec };

interface Template {
  readonly spec: PodSpec;
}

function podSpecOf(workload: KubeObject): PodSpec {
  const spec = workload['spec'] as {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  };
  return (spec.template ?? spec.jobTemplate?.spec.template)?.spec as PodSpec;
}
