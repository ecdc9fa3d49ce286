import { App } from 'cdk8s';
import { Component, Platform, Registry } from '../../lib';
import {
  MutatingPolicies,
  mutations,
  type MutatingPoliciesProps,
  type MutatingPolicy,
  type MutationTemplate,
} from '../../lib/policy/mutating';
import { mutatingProblem } from '../../lib/policy/mutating/mutation-spec';

const POLICY: MutatingPolicy = {
  id: 'no-links',
  description: 'No Services in the environment.',
  match: { rules: [{ apiVersion: 'v1', resources: ['pods'], operations: ['CREATE'] }] },
  mutations: [{ apply: 'Object{spec: Object.spec{enableServiceLinks: false}}' }],
};
const NONE = {
  'default-privilege-escalation': false,
  'default-seccomp-profile': false,
  'default-service-account-token': false,
};

class Neighbour extends Component {
  constructor(scope: Platform) {
    super(scope, 'cni', {}, { namespace: 'cni', podSecurity: 'privileged' });
  }
}

function draw(props: MutatingPoliciesProps = {}, version = '1.36') {
  const platform = new Platform(new App(), 'prod', { kubernetesVersion: version });
  new MutatingPolicies(platform, 'defaults', props);
  const warnings = () => Registry.of(platform).warnings.map(({ text }) => text());
  return {
    platform,
    warnings,
    objects: () => Registry.of(platform).objects.map((o) => o.manifest),
  };
}

test('draws a policy and its binding, as the API has them', () => {
  const { platform, objects } = draw({ library: NONE, policies: [POLICY] });
  new Neighbour(platform);
  const values = ['cni', 'kube-node-lease', 'kube-public', 'kube-system'];
  const [policy, binding] = objects();
  expect(policy).toMatchObject({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingAdmissionPolicy',
    metadata: { name: 'no-links' },
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'IfNeeded',
      matchConstraints: {
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values }],
        },
      },
      mutations: [
        {
          patchType: 'ApplyConfiguration',
          applyConfiguration: {
            expression: 'Object{spec: Object.spec{enableServiceLinks: false}}',
          },
        },
      ],
    },
  });
  expect(binding).toMatchObject({
    kind: 'MutatingAdmissionPolicyBinding',
    spec: { policyName: 'no-links' },
  });
});

test('draws nothing before Kubernetes 1.36, and says why', () => {
  const { objects, warnings } = draw({ policies: [POLICY] }, '1.35');
  expect(objects()).toStrictEqual([]);
  expect(warnings()).toStrictEqual([
    expect.stringContaining("nothing is drawn: Kubernetes '1.35'"),
  ]);
});

test('draws the beta version where it is asked for', () => {
  const { objects, warnings } = draw({ beta: true }, '1.34');
  const versions = new Set(objects().map(({ apiVersion }) => apiVersion));
  expect(versions).toStrictEqual(new Set(['admissionregistration.k8s.io/v1beta1']));
  expect(warnings()).toStrictEqual([]);
});

test('every expression of the library is one that a user could have written', () => {
  const labels = { labels: { a: 'b' }, fromNamespace: ['c'] };
  for (const template of Object.values<MutationTemplate>(mutations)) {
    const policy = { ...template, ...template.rules({ ...template.defaults, ...labels }) };
    expect(mutatingProblem(policy, (version) => version <= '1.34')).toBeUndefined();
  }
});

test('fails for a beta that the version does not have', () => {
  expect(() => draw({ beta: true }, '1.33')).toThrow("Kubernetes '1.33' has no beta");
});

test('fails for a second policy with an id', () => {
  expect(() => draw({ policies: [POLICY, POLICY] })).toThrow(
    "there is already a policy 'no-links'",
  );
});

test.each<[string, Partial<MutatingPolicy>, string]>([
  ['no mutation', { mutations: [] }, 'changes nothing'],
  [
    'a deletion',
    { match: { rules: [{ apiVersion: 'v1', resources: ['pods'], operations: ['DELETE'] }] } },
    'matches DELETE',
  ],
  [
    'all operations',
    { match: { rules: [{ apiVersion: 'v1', resources: ['pods'], operations: ['*'] }] } },
    'matches DELETE',
  ],
  [
    'an expression that is not CEL',
    { mutations: [{ patch: '[JSONPatch{op: ]' }] },
    "policy 'no-links': mutations[0] does not parse at line 1",
  ],
  [
    'an object built in a match condition',
    { matchConditions: { odd: 'Object{a: 1} == object' } },
    "matchConditions['odd'] builds an object 'Object'",
  ],
  [
    'a reference to parameters without a kind',
    { paramRef: { name: 'x', parameterNotFoundAction: 'Deny' } },
    'only one of',
  ],
])('fails for %s', (_, change, message) => {
  expect(() => draw({ policies: [{ ...POLICY, ...change }] })).toThrow(message);
});

test.each([
  [{}, 'sets no label'],
  [{ labels: { a: 'b' }, fromNamespace: ['a'] }, "sets the label 'a' twice"],
])('fails for the default labels %j', (labels, message) => {
  expect(() => draw({ library: { 'default-labels': labels } })).toThrow(message);
});
