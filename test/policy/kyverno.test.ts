import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import {
  defaultDeny,
  Kyverno,
  namespaceQuota,
  pullSecret,
  type ImagePolicy,
  type MutatePolicy,
} from '../../lib/policy/kyverno';

const root = (): Construct => new Construct(undefined as never, '');

const manifestOf = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;

const publicKey = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n';

const images: ImagePolicy = {
  name: 'signed',
  images: ['harbor.example.com/*'],
  attestors: [{ name: 'ci', publicKey }],
};

const mutation: MutatePolicy = {
  name: 'label',
  description: 'Labels Pods.',
  match: { rules: [{ apiVersion: 'v1', resources: ['pods'] }] },
  mutations: [{ apply: "Object{metadata: Object.metadata{labels: {'a': 'b'}}}" }],
};

test('lets images run that one of the attestors has signed', () => {
  const scope = root();
  new Kyverno(scope, 'kyverno', {
    imagePolicies: [
      { ...images, attestors: [...images.attestors, { name: 'qa', keySecret: 'qa-key' }] },
    ],
  });
  expect(manifestOf(scope, 'ImageValidatingPolicy', 'signed')).toMatchObject({
    apiVersion: 'policies.kyverno.io/v1',
    spec: {
      validationActions: ['Deny'],
      failurePolicy: 'Fail',
      matchImageReferences: [{ glob: 'harbor.example.com/*' }],
      attestors: [
        {
          name: 'ci',
          cosign: {
            key: { data: publicKey },
            ctlog: { insecureIgnoreTlog: true, insecureIgnoreSCT: true },
          },
        },
        { name: 'qa', cosign: { key: { kms: 'k8s://kyverno/qa-key' } } },
      ],
      validations: [
        {
          expression:
            '(images.containers + images.initContainers + images.ephemeralContainers).all(image, verifyImageSignatures(image, [attestors.ci, attestors.qa]) > 0)',
          message: 'Every image must be signed by ci or qa.',
        },
      ],
    },
  });
});

test('asks each attestor where all must have signed, and looks into statements', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno');
  kyverno.addImagePolicy({
    ...images,
    attestors: [...images.attestors, { name: 'qa', publicKey }],
    allAttestors: true,
    attestations: [{ name: 'sbom', type: 'https://spdx.dev/Document', check: 'has(payload.name)' }],
  });
  const spec = manifestOf(scope, 'ImageValidatingPolicy', 'signed')?.['spec'];
  const { validations } = spec as { validations: { expression: string }[] };
  expect(validations.map((v) => v.expression.replace(/^.*?\.all\(image, /, ''))).toStrictEqual([
    'verifyImageSignatures(image, [attestors.ci]) > 0)',
    'verifyImageSignatures(image, [attestors.qa]) > 0)',
    'verifyAttestationSignatures(image, attestations.sbom, [attestors.ci, attestors.qa]) > 0)',
    '[extractPayload(image, attestations.sbom)].all(payload, has(payload.name)))',
  ]);
});

test('trusts identities by the public log, or by a private one', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno');
  const attestors = [{ name: 'ci', issuer: 'https://gitlab.example.com', subject: 'project' }];
  kyverno.addImagePolicy({ ...images, attestors });
  const transparencyLog = { url: 'https://rekor.example.com', publicKey };
  kyverno.addImagePolicy({ ...images, name: 'private', attestors, transparencyLog });
  expect(manifestOf(scope, 'ImageValidatingPolicy', 'signed')).toMatchObject({
    spec: {
      attestors: [
        {
          cosign: {
            keyless: { identities: [{ issuer: 'https://gitlab.example.com', subject: 'project' }] },
            ctlog: { url: 'https://rekor.sigstore.dev' },
          },
        },
      ],
    },
  });
  expect(manifestOf(scope, 'ImageValidatingPolicy', 'private')).toMatchObject({
    spec: {
      attestors: [
        { cosign: { ctlog: { url: 'https://rekor.example.com', rekorPubKey: publicKey } } },
      ],
    },
  });
});

test('opens the way to registries only when images are read', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno', { registryPorts: [443, 5000] });
  expect(manifestOf(scope, 'NetworkPolicy', 'registries')).toBeUndefined();
  kyverno.addImagePolicy(images);
  expect(manifestOf(scope, 'NetworkPolicy', 'registries')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 443 }, { port: 5000 }] }] },
  });
});

test('gives namespaces objects and copies, with the rights to make them', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno');
  kyverno.addGeneratePolicy({
    name: 'tenants',
    description: 'Tenants.',
    namespaces: { tenant: true },
    objects: [namespaceQuota({ pods: '10' }), pullSecret('kyverno', 'pull'), defaultDeny()],
  });
  const spec = manifestOf(scope, 'GeneratingPolicy', 'tenants')?.['spec'];
  expect(spec).toMatchObject({
    evaluation: { synchronize: { enabled: true }, generateExisting: { enabled: true } },
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], resources: ['namespaces'] }],
      namespaceSelector: { matchExpressions: [{ key: 'tenant', operator: 'Exists' }] },
    },
    variables: [
      { name: 'original1', expression: "resource.Get('v1', 'secrets', 'kyverno', 'pull')" },
    ],
    generate: [
      { expression: 'generator.apply(object.metadata.name, [variables.original1])' },
      {
        template: {
          interpolate: 'cel',
          value: [
            'apiVersion: v1',
            'kind: ResourceQuota',
            'metadata:',
            '  name: namespace-quota',
            '  namespace: (( object.metadata.name ))',
            'spec:',
            '  hard:',
            '    pods: "10"',
            '',
          ].join('\n'),
        },
      },
      { template: { interpolate: 'cel' } },
    ],
  });
  expect(kyverno.release.values['backgroundController']).toMatchObject({
    rbac: {
      clusterRole: {
        extraResources: [
          { apiGroups: [''], resources: ['resourcequotas', 'secrets'] },
          { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'] },
        ],
      },
    },
  });
});

test('changes objects with the help of other objects', () => {
  const scope = root();
  new Kyverno(scope, 'kyverno').addMutatePolicy({
    ...mutation,
    variables: { settings: "resource.Get('v1', 'configmaps', 'kyverno', 'settings')" },
    mutations: [{ patch: "[JSONPatch{op: 'add', path: '/a', value: variables.settings.data.a}]" }],
  });
  expect(manifestOf(scope, 'MutatingPolicy', 'label')).toMatchObject({
    spec: {
      variables: [{ name: 'settings' }],
      mutations: [{ patchType: 'JSONPatch' }],
    },
  });
});

test('takes exceptions with a reason, from its own namespace only', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno', { imagePolicies: [images] });
  expect(kyverno.release.values['features']).toMatchObject({
    policyExceptions: { enabled: false },
  });
  kyverno.addException({
    name: 'vendor',
    policies: ['signed'],
    namespaces: ['vendor'],
    reason: 'They sign from May on.',
    expiresAt: '2027-05-01T00:00:00Z',
  });
  expect(manifestOf(scope, 'PolicyException', 'vendor')).toMatchObject({
    metadata: {
      namespace: 'kyverno',
      annotations: { 'policy.kubestrata.dev/description': 'They sign from May on.' },
    },
    spec: {
      policyRefs: [{ name: 'signed', kind: 'ImageValidatingPolicy' }],
      matchConditions: [{ expression: "object.metadata.?namespace.orValue('') in ['vendor']" }],
      expiresAt: '2027-05-01T00:00:00Z',
    },
  });
  expect(kyverno.release.values['features']).toMatchObject({
    policyExceptions: { enabled: true, namespace: 'kyverno' },
  });
});

test('runs in several copies, and never looks at what it needs itself', () => {
  const props = { excludedNamespaces: ['cilium'] };
  expect(new Kyverno(root(), 'kyverno', props).release.values).toMatchObject({
    admissionController: { replicas: 3, podDisruptionBudget: { enabled: true, minAvailable: 2 } },
    backgroundController: { replicas: 2 },
    config: {
      webhooks: {
        namespaceSelector: {
          matchExpressions: [{ operator: 'NotIn', values: ['cilium', 'kube-system'] }],
        },
      },
    },
  });
  const single = new Platform(new App(), 'one', { profile: 'single-node' });
  const { admissionController } = new Kyverno(single, 'kyverno').release.values;
  expect(admissionController).toMatchObject({ replicas: 1 });
  expect(admissionController).not.toHaveProperty('podDisruptionBudget');
});

test('leaves the CRDs of reports to another when told to', () => {
  const { release } = new Kyverno(root(), 'kyverno', { reportCrds: false });
  expect(release.brings.filter((kind) => kind.endsWith('wgpolicyk8s.io'))).toStrictEqual([]);
  expect(release.values['crds']).toStrictEqual({
    groups: { wgpolicyk8s: { clusterpolicyreports: false, policyreports: false } },
  });
});

test.each([
  [{ images: [] }, 'is about no images'],
  [{ attestors: [] }, 'has no attestors; say who signs'],
  [{ attestors: [{ name: 'a-b', publicKey }] }, "names 'a-b', which is no CEL identifier"],
  [{ attestations: [{ name: 'ci', type: 't' }] }, "names 'ci' twice; rename one"],
  [{ attestors: [{ name: 'ci', publicKey: 'MFkw' }] }, "attestor 'ci' has no public key in PEM"],
  [
    { attestors: [{ name: 'ci', issuer: 'gitlab', subject: 's' }] },
    "attestor 'ci' has the issuer 'gitlab'; give its https address",
  ],
  [{ actions: ['Deny', 'Warn'] as const }, "has the actions 'Deny, Warn'; take Deny or Warn"],
  [{ actions: [] }, "has the actions ''"],
  [{ timeoutSeconds: 31 }, "waits '31' seconds; the API server allows 1 to 30"],
  [
    { attestations: [{ name: 'sbom', type: 't', check: 'payload.' }] },
    "check of attestation 'sbom' does not parse",
  ],
  [
    { attestations: [{ name: 'sbom', type: 't', check: 'object.a' }] },
    "check of attestation 'sbom' names 'object'",
  ],
])('fails for an image policy with %j', (part: Partial<ImagePolicy>, message) => {
  const kyverno = new Kyverno(root(), 'kyverno');
  expect(() => kyverno.addImagePolicy({ ...images, ...part })).toThrow(
    `[kyverno] policy 'signed' ${message}`,
  );
});

test.each([
  [{ mutations: [] }, 'changes nothing; give it `mutations`'],
  [{ match: { rules: [] } }, 'has no `match.rules`; name resources'],
  [
    {
      match: {
        rules: [{ apiVersion: 'v1', resources: ['pods'], operations: ['DELETE'] as const }],
      },
    },
    'matches DELETE, which nothing can change',
  ],
  [{ mutations: [{ apply: 'Object{' }] }, 'mutation 1 does not parse'],
  [{ matchConditions: { a: 'foo.bar' } }, "match condition 'a' names 'foo'"],
  [{ variables: { a: 'variables.b' } }, "variable 'a' names 'variables.b'"],
])('fails for a mutation with %j', (part: Partial<MutatePolicy>, message) => {
  const kyverno = new Kyverno(root(), 'kyverno');
  expect(() => kyverno.addMutatePolicy({ ...mutation, ...part })).toThrow(
    `[kyverno] policy 'label' ${message}`,
  );
});

test('fails to generate nothing, what has no plural, or an expression by accident', () => {
  const kyverno = new Kyverno(root(), 'kyverno');
  const policy = { name: 'tenants', description: 'd' };
  const add = (...objects: Parameters<Kyverno['addGeneratePolicy']>[0]['objects']) =>
    kyverno.addGeneratePolicy({ ...policy, objects });
  expect(() => add()).toThrow("policy 'tenants' generates nothing; name an object");
  expect(() => add({ ...defaultDeny(), resource: 'NetworkPolicy' })).toThrow(
    "has the resource 'NetworkPolicy'; give a lower-case plural such as `secrets`",
  );
  expect(() => add({ ...defaultDeny(), body: { a: '((b' } })).toThrow(
    "has '((' in object 'default-deny', which stands for an expression",
  );
});

test('fails for names that are taken or are none', () => {
  const kyverno = new Kyverno(root(), 'kyverno', { imagePolicies: [images] });
  expect(() => kyverno.addImagePolicy(images)).toThrow("there is already a policy 'signed'");
  expect(() => kyverno.addMutatePolicy({ ...mutation, name: 'A b' })).toThrow(
    "policy name 'A b' is not a DNS label such as `signed-images`",
  );
});

test('fails for exceptions without policy, reason or time', () => {
  const kyverno = new Kyverno(root(), 'kyverno');
  const exception = { name: 'x', policies: ['nope'], reason: 'Because.' };
  expect(() => kyverno.addException({ ...exception, policies: [] })).toThrow('is from no policy');
  expect(() => kyverno.addException({ ...exception, reason: ' ' })).toThrow('has no reason');
  expect(() => kyverno.addException({ ...exception, expiresAt: 'soon' })).toThrow(
    "exception 'x' ends at 'soon', which is no time; write `2027-01-31T00:00:00Z`",
  );
  kyverno.addException(exception);
  expect(kyverno.node.validate()).toStrictEqual([
    "exception 'x' is from the policy 'nope', which is not there; add it, or correct the name",
  ]);
});
