import { App, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component, Platform, Registry, type Manifest } from '../../lib';
import { ImageRegistry } from '../../lib/contracts/image-registry';
import { Metrics } from '../../lib/contracts/metrics';
import { PolicyEnforcement } from '../../lib/contracts/policy-enforcement';
import type {
  PolicyBindingSpec,
  ValidatingAdmissionPolicySpec,
} from '../../lib/policy/admission-kinds';
import {
  AdmissionPolicies,
  library,
  type AdmissionPoliciesProps,
  type Policy,
  type PolicyTemplate,
} from '../../lib/policy/validating';
import { validatingProblem } from '../../lib/policy/validating/policy-spec';

const POLICY: Policy = {
  id: 'few-replicas',
  description: 'No more replicas than there are nodes.',
  match: { rules: [{ apiVersion: 'apps/v1', resources: ['deployments'], scope: 'Namespaced' }] },
  variables: { replicas: 'object.spec.?replicas.orValue(1)' },
  validations: [{ expression: 'variables.replicas < 10', message: 'too many replicas' }],
};

class Neighbour extends Component {
  constructor(scope: Construct, namespace: string, podSecurity: 'privileged' | 'baseline') {
    super(scope, namespace, {}, { namespace, podSecurity });
  }
}

function draw(props: AdmissionPoliciesProps = {}, version = '1.36') {
  const platform = new Platform(new App(), 'prod', { kubernetesVersion: version });
  const policies = new AdmissionPolicies(platform, 'policies', { level: 'none', ...props });
  const all = () => Registry.of(platform).objects.map((o) => o.manifest);
  const one = <Spec>(kind: string, name: string) =>
    all().find((o) => o.kind === kind && o.metadata.name === name) as Manifest & {
      readonly spec: Spec;
    };
  return {
    platform,
    policies,
    all,
    policy: (name: string) => one<ValidatingAdmissionPolicySpec>('ValidatingAdmissionPolicy', name),
    binding: (name: string) => one<PolicyBindingSpec>('ValidatingAdmissionPolicyBinding', name),
  };
}

const exemptIn = ({ spec }: { readonly spec: ValidatingAdmissionPolicySpec }): string[] =>
  spec.matchConstraints.namespaceSelector?.matchExpressions?.[0]?.values ?? [];

const SYSTEM = ['kube-node-lease', 'kube-public', 'kube-system'];

test('draws a policy and its binding, as the API has them', () => {
  const { policy, binding } = draw({ policies: [POLICY] });
  expect(policy('few-replicas').spec).toStrictEqual({
    failurePolicy: 'Fail',
    matchConstraints: {
      matchPolicy: 'Equivalent',
      resourceRules: [
        {
          apiGroups: ['apps'],
          apiVersions: ['v1'],
          resources: ['deployments'],
          operations: ['CREATE', 'UPDATE'],
          scope: 'Namespaced',
        },
      ],
      namespaceSelector: {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: SYSTEM },
        ],
      },
    },
    variables: [{ name: 'replicas', expression: 'object.spec.?replicas.orValue(1)' }],
    validations: [{ expression: 'variables.replicas < 10', message: 'too many replicas' }],
  });
  expect(binding('few-replicas').spec).toStrictEqual({
    policyName: 'few-replicas',
    validationActions: ['Deny', 'Audit'],
  });
});

test('works in a chart of the user, without a platform', () => {
  const chart = Testing.chart();
  new AdmissionPolicies(chart, 'policies', { level: 'none', policies: [POLICY] });
  const kinds = (Testing.synth(chart) as Manifest[]).map((o) => o.kind);
  expect(kinds).toStrictEqual(['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
});

test('draws the controls of its level, those of baseline at both', () => {
  const ids = (level: 'baseline' | 'restricted') =>
    draw({ level })
      .policies.describe()
      .map(({ id }) => id);
  expect(ids('baseline')).toHaveLength(12);
  expect(ids('restricted')).toHaveLength(19);
  expect(ids('restricted')).toStrictEqual(expect.arrayContaining(ids('baseline')));
});

test('leaves a control of the level out that the library says no to', () => {
  const { policies } = draw({ level: 'baseline', library: { 'pod-security-selinux': false } });
  expect(policies.describe().map(({ id }) => id)).not.toContain('pod-security-selinux');
});

test('a group with parameters of its own has a policy of its own', () => {
  const { policy, binding, all } = draw({
    library: {
      'volume-size': {
        rollout: [
          { namespaces: { stage: 'test' }, actions: ['Warn'], parameters: { maximum: '1Gi' } },
          { actions: ['Deny'] },
        ],
      },
    },
  });
  expect(all()).toHaveLength(4);
  expect(binding('volume-size.test').spec.policyName).toBe('volume-size.test');
  expect(policy('volume-size.test').spec.validations?.[0]?.expression).toContain("quantity('1Gi')");
  expect(policy('volume-size').spec.validations?.[0]?.expression).toContain("quantity('1Ti')");
});

test('a group without actions has no binding', () => {
  const rollout = [
    { namespaces: { stage: 'production' }, actions: ['Deny'] as const },
    { actions: [] },
  ];
  const { all } = draw({ policies: [{ ...POLICY, rollout }] });
  expect(all().map(({ metadata }) => metadata.name)).toStrictEqual([
    'few-replicas',
    'few-replicas.production',
  ]);
});

test('objects outside namespaces are for the last group only', () => {
  const rollout = [
    { namespaces: { stage: 'production' }, actions: ['Deny'] as const },
    { actions: ['Warn'] as const },
  ];
  const { binding } = draw({ rollout, library: { 'no-wildcard-rbac': true } });
  const rules = binding('no-wildcard-rbac.production').spec.matchResources?.resourceRules;
  expect(rules?.[0]).toMatchObject({ resources: ['*/*'], scope: 'Namespaced' });
  expect(binding('no-wildcard-rbac').spec.matchResources).not.toHaveProperty('resourceRules');
});

test('shows the variables that a policy uses, and no others', () => {
  const { policy } = draw({ level: 'baseline' });
  const names = (id: string) => policy(id).spec.variables?.map(({ name }) => name);
  expect(names('pod-security-host-path')).toStrictEqual(['pod', 'podSpec', 'volumes', 'offenders']);
});

test('namespaces of neighbours are exempt by level from Pod Security, and from good practice', () => {
  const { platform, policy } = draw({ level: 'restricted', library: { 'image-tag': true } });
  new Neighbour(platform, 'cni', 'privileged');
  new Neighbour(platform, 'gateway', 'baseline');
  expect(exemptIn(policy('pod-security-host-path'))).toStrictEqual(['cni', ...SYSTEM]);
  expect(exemptIn(policy('pod-security-run-as-user'))).toStrictEqual(['cni', 'gateway', ...SYSTEM]);
  expect(exemptIn(policy('image-tag'))).toStrictEqual(['cni', 'gateway', ...SYSTEM]);
  const { annotations } = policy('pod-security-host-path').metadata;
  expect(annotations?.['policy.kubestrata.dev/exemptions']).toContain(
    "cni: What 'prod/cni' runs here needs the level privileged.\n",
  );
});

test('namespaces that are protected from deletion are those of the platform too', () => {
  const { policy } = draw({ library: { 'protected-namespaces': true } });
  expect(policy('protected-namespaces').spec.matchConstraints).not.toHaveProperty(
    'namespaceSelector',
  );
});

test('components ask for exemptions by what they know: policies, groups, all', () => {
  const { platform, policies, policy } = draw({ level: 'baseline', policies: [POLICY] });
  const asking = new Neighbour(platform, 'gateway', 'baseline');
  const enforcer = PolicyEnforcement.find(asking);
  const reason = 'The gateway takes ports of the nodes.';
  enforcer?.exempt(asking, { policies: ['pod-security-baseline'], namespace: 'edge', reason });
  enforcer?.exempt(asking, { policies: ['*'], namespace: 'lab', reason: 'Nothing is lost here.' });
  expect(exemptIn(policy('pod-security-seccomp'))).toStrictEqual(['edge', ...SYSTEM, 'lab']);
  expect(exemptIn(policy('few-replicas'))).toStrictEqual(['gateway', ...SYSTEM, 'lab']);
  const described = policies.describe().find(({ id }) => id === 'pod-security-seccomp');
  expect(described?.exemptions).toContainEqual({
    ...{ policies: ['pod-security-baseline'], namespace: 'edge', reason, by: 'prod/gateway' },
  });
  expect(platform.node.validate()).toStrictEqual([]);
});

test('objects are exempt by name and labels, within their namespace', () => {
  const { policy } = draw({
    policies: [POLICY],
    exemptions: [
      {
        policies: ['few-replicas'],
        namespace: 'shop',
        objects: { name: 'batch-*', labels: { team: 'a' } },
        reason: 'It scales out at night.',
      },
    ],
  });
  const metadata = 'dyn(object == null ? oldObject : object).?metadata';
  expect(policy('few-replicas').spec.matchConditions).toStrictEqual([
    {
      name: 'not-exempt',
      expression: `!(request.namespace == 'shop' && ${metadata}.?name.orValue(request.name).matches('^batch-.*$') && ${metadata}.?labels[?'team'].orValue('') == 'a')`,
    },
  ]);
  expect(exemptIn(policy('few-replicas'))).toStrictEqual(SYSTEM);
});

test('newer rules of the standards hold from their version on', () => {
  const unless = (version: string) =>
    draw({ level: 'restricted' }, version)
      .policy('pod-security-run-as-user')
      .spec.variables?.some(({ name }) => name === 'inUserNamespace');
  expect([unless('1.34'), unless('1.35')]).toStrictEqual([false, true]);
});

test('images come from the mirror where nothing else is said', () => {
  const app = new App();
  const platform = new Platform(app, 'prod', { imageMirror: { registry: 'mirror.example.com' } });
  new AdmissionPolicies(platform, 'policies', {
    level: 'none',
    library: { 'allowed-registries': true },
  });
  const [policy] = Registry.of(platform).objects.map((o) => o.manifest);
  expect(JSON.stringify(policy)).toContain("'mirror.example.com/'");
});

test('images come from the registry of the platform, and from those that it mirrors', () => {
  const platform = new Platform(new App(), 'prod');
  new AdmissionPolicies(platform, 'policies', {
    level: 'none',
    library: { 'allowed-registries': true },
  });
  ImageRegistry.provide(platform, {
    host: 'harbor.example.com',
    mirrors: [{ upstream: 'docker.io', mirror: 'harbor.example.com/dockerhub' }],
    destination: { host: 'harbor.example.com', port: 443 },
    repository: () => ({ prefix: '', credentials: { name: '', key: '' } }),
  });
  const [policy] = Registry.of(platform).objects.map((o) => o.manifest);
  expect(JSON.stringify(policy)).toContain("['harbor.example.com/', 'docker.io/']");
});

test('fails for allowed registries where there are none', () => {
  const platform = new Platform(new App(), 'prod');
  new AdmissionPolicies(platform, 'policies', {
    level: 'none',
    library: { 'allowed-registries': true },
  });
  expect(platform.node.findAll().flatMap((c) => c.node.validate())).toContain(
    "policy 'allowed-registries' allows no registry; give `registries`, or the platform a registry or an `imageMirror`",
  );
});

test('every expression of the library is one that a user could have written', () => {
  const atLeast = (version: string) => version <= '1.30';
  const cluster = { atLeast, registries: ['mirror.example.com'] };
  for (const template of Object.values<PolicyTemplate>(library)) {
    const policy = { ...template, ...template.rules(template.defaults, cluster) };
    expect(validatingProblem(policy, cluster)).toBeUndefined();
  }
});

test('the id of every policy of the library is its key', () => {
  expect(Object.values(library).map(({ id }) => id)).toStrictEqual(Object.keys(library));
});

test('alerts where there is a metrics collector', () => {
  const names: string[] = [];
  const platform = new Platform(new App(), 'prod');
  const collector = {
    namespace: 'monitoring',
    addRules: (_: Construct, o: { name: string }) => names.push(o.name),
  };
  Metrics.provide(platform, collector as never);
  new AdmissionPolicies(platform, 'policies');
  expect(names).toStrictEqual(['admission-policies']);
});

test('fails for a template with an expression that is not CEL', () => {
  const template: PolicyTemplate = {
    ...{
      id: 'own',
      title: 'Own',
      description: 'Of another library.',
      severity: 'low',
      defaults: {},
    },
    rules: () => ({ match: POLICY.match, validations: [{ expression: 'object.a +' }] }),
  };
  expect(() => {
    draw().policies.use(template);
  }).toThrow("policy 'own': validations[0].expression does not parse at line 1, column 10");
});

test('fails for a Kubernetes that is too old', () => {
  expect(() => draw({}, '1.29')).toThrow("Kubernetes '1.29' has no ValidatingAdmissionPolicy");
});

test('fails for a second policy with an id', () => {
  expect(() => draw({ policies: [POLICY, POLICY] })).toThrow(
    "[prod/policies] there is already a policy 'few-replicas'; name it otherwise",
  );
});

test.each<[string, Partial<Policy>, string]>([
  ['an id that is no name', { id: 'Few Replicas' }, "policy id 'Few Replicas' is not a DNS label"],
  ['no rules', { match: { rules: [] } }, 'has no `match.rules`'],
  [
    'a resource that is a kind',
    { match: { rules: [{ apiVersion: 'v1', resources: ['Pod'] }] } },
    "resource 'Pod' is not a lower-case plural",
  ],
  [
    'a group without a version',
    { match: { rules: [{ apiVersion: 'apps', resources: ['deployments'] }] } },
    "apiVersion 'apps' is not one",
  ],
  [
    'no operation',
    { match: { rules: [{ apiVersion: 'v1', resources: ['pods'], operations: [] }] } },
    'has no resources or no operations',
  ],
  ['no demand', { validations: [] }, 'demands nothing'],
  [
    'a variable that comes later',
    { variables: { a: 'variables.b', b: '1' } },
    "policy 'few-replicas': variables.a names 'variables.b' at line 1, column 1",
  ],
  ['a variable that is no identifier', { variables: { 'a-b': '1' } }, "variable 'a-b'"],
  [
    'parameters without a kind',
    { validations: [{ expression: 'params.x' }] },
    "validations[0].expression names 'params'",
  ],
  [
    'variables in a match condition',
    { matchConditions: { few: 'variables.replicas > 1' } },
    "matchConditions['few'] names 'variables'",
  ],
  [
    'the authorizer in a message',
    { validations: [{ expression: 'true', messageExpression: `authorizer.path('/x')` }] },
    "validations[0].messageExpression names 'authorizer'",
  ],
  [
    'an expression of several lines without a message',
    { validations: [{ expression: 'true &&\ntrue' }] },
    'validations[0] needs a `message` of one line, because its expression has several',
  ],
  [
    'a message of several lines',
    { validations: [{ expression: 'true', message: 'a\nb' }] },
    'because its message has several',
  ],
  [
    'an audit annotation with a prefix',
    { auditAnnotations: { 'a/b': `'x'` } },
    "audit annotation 'a/b' is not a name",
  ],
  [
    'an audit annotation that is too long',
    { auditAnnotations: { a: `'${'x'.repeat(5200)}'` } },
    'longer than 5 KiB',
  ],
  [
    'too many audit annotations',
    {
      auditAnnotations: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`a${i}`, `'x'`])),
    },
    'has 21 audit annotations; 20 are possible',
  ],
  [
    'too many match conditions',
    {
      matchConditions: Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`a${i}`, 'true'])),
    },
    'has 64 match conditions',
  ],
  [
    'a kind of parameters without an object',
    { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, rollout: [{ actions: ['Deny'] }] },
    'groups name a `paramRef`',
  ],
  [
    'a kind of parameters without a rollout',
    { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } },
    'give it a `rollout`',
  ],
  [
    'a rollout without an end',
    { rollout: [] },
    "policy 'few-replicas': the last group of a rollout",
  ],
])('fails for %s', (_, change, message) => {
  expect(() => draw({ policies: [{ ...POLICY, ...change }] })).toThrow(message);
});

const exemption = { policies: ['few-replicas'], namespace: 'shop', reason: 'Because.' };
test.each([
  ['without a reason', { ...exemption, reason: ' ' }, "the namespace 'shop' without a reason"],
  ['of a namespace that cannot be', { ...exemption, namespace: '*' }, "the namespace '*'"],
  [
    'of objects without name or labels',
    { ...exemption, objects: {} },
    'without `name` or `labels`',
  ],
  [
    'of objects with a name that cannot be',
    { ...exemption, objects: { name: 'A?' } },
    "named 'A?'",
  ],
])('fails for an exemption %s', (_, bad, message) => {
  expect(() => draw({ policies: [POLICY], exemptions: [bad] })).toThrow(message);
});

test('fails for an exemption from a policy that is not there', () => {
  const { policies } = draw({ exemptions: [{ ...exemption, policies: ['few-replicsa'] }] });
  expect(policies.node.validate()).toStrictEqual([
    "'prod/policies' exempts 'shop' from the policy 'few-replicsa', which is not there; correct the id or take the exemption away",
  ]);
});

test.each<[AdmissionPoliciesProps['library'], string]>([
  [
    { 'allowed-registries': { parameters: { registries: ['https://x.io'] } } },
    "registry 'https://x.io'",
  ],
  [{ 'allowed-registries': { parameters: { registries: ['x.io/'] } } }, "registry 'x.io/'"],
  [{ 'requests-and-limits': { parameters: { requests: [], limits: [] } } }, 'demands nothing'],
  [{ 'probes-required': { parameters: { probes: [] } } }, 'demands nothing'],
  [{ replicas: { parameters: { minimum: 1 } } }, "demands '1' replicas"],
  [{ 'required-labels': { parameters: { labels: {} } } }, 'demands no label'],
  [{ 'no-host-path': { parameters: { allowed: ['/var/'] } } }, "directory '/var/'"],
  [{ 'storage-classes': true }, 'allows no StorageClass'],
  [{ 'volume-size': { parameters: { maximum: '1 TB' } } }, "volumes of '1 TB'"],
  [{ 'pod-security-host-ports': { parameters: { allowed: [0] } } }, "host port '0'"],
])('fails for the parameters %j', (selection, message) => {
  expect(() => draw({ library: selection ?? {} })).toThrow(message);
});
