import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { examples as mutating } from '../../lib/policy/mutating/examples';
import { library } from '../../lib/policy/validating';
import { examples as validating } from '../../lib/policy/validating/examples';
import { networkAndAccessCases } from './policy-cases/network-and-access';
import { baselineCases } from './policy-cases/pod-security-baseline';
import { restrictedCases } from './policy-cases/pod-security-restricted';
import { object, pod, podTemplate, type PolicyCase } from './policy-cases/policy-case';
import { PolicyCluster } from './policy-cases/policy-cluster';
import { workloadCases } from './policy-cases/workloads';
import { applyAll, refusals } from './rig/apply-all';
import type { KubeObject } from './rig/kube-object';

// The API server's own answers: every control is broken once, in a namespace where policies warn
// (all that are broken say so at once) and in one where they deny.

const CASES: PolicyCase[] = [
  ...baselineCases,
  ...restrictedCases,
  ...workloadCases,
  ...networkAndAccessCases,
];

const CONFIG_MAPS = {
  resourceRules: [
    { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] },
  ],
};

interface PolicyStatus {
  readonly observedGeneration?: number;
  readonly typeChecking?: { readonly expressionWarnings?: readonly unknown[] };
}

let there: PolicyCluster;
beforeAll(async () => {
  there = await PolicyCluster.start();
});
afterAll(() => there.stop());

const isNamespaced = ({ object: o }: PolicyCase): boolean => o.kind !== 'ClusterRole';

test.each(CASES.filter(isNamespaced))('warns of $title: $breaks', async (c) => {
  const result = await there.dryRun(c.object, 'warned');
  expect(result.message).toBe('');
  expect(brokenBy(result.warnings)).toStrictEqual([...c.breaks].sort());
});

test.each(CASES.filter(({ breaks }) => breaks.length > 0))(
  'fails for $title where policies deny',
  async (c) => {
    const result = await there.dryRun(c.object, isNamespaced(c) ? 'denied' : undefined);
    expect(result.ok).toBe(false);
    expect(c.breaks).toContain(/^.*ValidatingAdmissionPolicy '([^']+)'/.exec(result.message)?.[1]);
  },
);

test.each(CASES.filter(({ breaks }) => breaks.length === 0))(
  'admits $title where policies deny',
  async (c) => {
    const result = await there.dryRun(c.object, isNamespaced(c) ? 'denied' : undefined);
    expect([result.message, brokenBy(result.warnings)]).toStrictEqual(['', []]);
  },
);

test('every policy of the library is broken by a case, or by a test of its own', () => {
  const ids = new Set([...CASES.flatMap(({ breaks }) => breaks), ...OWN_TESTS]);
  expect(Object.keys(library).filter((id) => !ids.has(id))).toStrictEqual([]);
});

/** Broken by deletions and shells; the API server refuses an unmasked /proc outside user namespaces itself. */
const OWN_TESTS = [
  ...['no-interactive-exec', 'protected-namespaces', 'protected-objects'],
  'pod-security-proc-mount',
];

test('the API server finds nothing wrong with the types of any expression', async () => {
  const mistyped = object(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    {
      spec: {
        matchConstraints: CONFIG_MAPS,
        validations: [{ expression: "object.nonsense == 'a'" }],
      },
    },
    { name: 'mistyped' },
  );
  expect((await there.cluster.api.create(mistyped)).message).toBe('');
  const warned: unknown[] = [];
  for (const policy of [...there.drawn, mistyped]) {
    if (policy.kind !== 'ValidatingAdmissionPolicy') continue;
    const { name } = policy.metadata;
    const status = await there.cluster.api.waitFor(
      async () => {
        const { object: found } = await there.cluster.api.get(policy);
        const seen = found?.['status'] as PolicyStatus | undefined;
        return seen?.observedGeneration === found?.metadata.generation && seen;
      },
      60_000,
      `'${name}' checked`,
    );
    if (status.typeChecking?.expressionWarnings) warned.push(name);
  }
  expect(warned).toStrictEqual(['mistyped']);
});

test.each([...Object.entries(validating), ...Object.entries(mutating)])(
  'the API server takes all of the example "%s"',
  async (_, example) => {
    const other = new Platform(new Construct(undefined as never, ''), 'other', {
      kubernetesVersion: '1.36',
    });
    example(other);
    const objects = Registry.of(other).objects.map((o) => o.manifest as KubeObject);
    const results = await applyAll(there.cluster.api, objects, { dryRun: true, force: true });
    expect(refusals(objects, results)).toStrictEqual([]);
  },
);

test('a message names the container and what it should do', async () => {
  const { message } = await there.dryRun(pod({ context: { runAsUser: 0 } }), 'denied');
  expect(message).toContain('container "main" must not set securityContext.runAsUser to 0');
});

test('a Pod with a hundred containers is within what an evaluation may cost', async () => {
  const [main] = podTemplate().spec['containers'] as [object];
  const hundred = Array.from({ length: 100 }, (_, i) => ({ ...main, name: `c${i}` }));
  expect((await there.dryRun(pod({ spec: { containers: hundred } }), 'denied')).message).toBe('');
});

/** Each policy once for each binding that warned. */
const brokenBy = (warnings: readonly string[]): string[] =>
  warnings.flatMap((w) => /ValidatingAdmissionPolicy '([^']+)'/.exec(w)?.[1] ?? []).sort();
