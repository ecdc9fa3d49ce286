import { objectErrors, type ManifestObject } from './object-check';
import { catalog, testWithCatalog } from './with-catalog';

const withCatalog = testWithCatalog('objects against CRDs');

const metadata = { name: 'default', namespace: 'metallb-system' };
const spec = { addresses: ['192.0.2.0/28'] };
const pool = { apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata, spec };

function errors(object: ManifestObject): readonly string[] {
  return catalog ? objectErrors(object, catalog).errors : [];
}

withCatalog('a right object passes', () => {
  expect(catalog && objectErrors(pool, catalog)).toStrictEqual({ known: true, errors: [] });
});

withCatalog.each<[string, ManifestObject, string]>([
  [
    'an unknown field',
    { ...pool, spec: { ...spec, autoasign: true } } as ManifestObject,
    "spec.autoasign: there is no such field; did you mean 'autoAssign'?",
  ],
  [
    'an unknown field in a list of objects',
    {
      ...pool,
      spec: { ...spec, serviceAllocation: { serviceSelectors: [{}, { matchLabel: {} }] } },
    } as ManifestObject,
    "spec.serviceAllocation.serviceSelectors[1].matchLabel: there is no such field; did you mean 'matchLabels'?",
  ],
  [
    'a missing field',
    { ...pool, spec: {} } as ManifestObject,
    'spec.addresses: is required; give it a value',
  ],
  [
    'a wrong type',
    { ...pool, spec: { addresses: [5] } } as ManifestObject,
    "spec.addresses[0]: has the wrong type, with '5'; give string",
  ],
  [
    'a wrong choice',
    {
      apiVersion: 'metallb.io/v1beta2',
      kind: 'BGPPeer',
      metadata,
      spec: { myASN: 64512, dynamicASN: 'other' },
    } as ManifestObject,
    "spec.dynamicASN: is not a known choice, with 'other'; give one of internal, external",
  ],
  [
    'a number out of bounds',
    {
      apiVersion: 'metallb.io/v1beta2',
      kind: 'BGPPeer',
      metadata,
      spec: { myASN: -1 },
    } as ManifestObject,
    "spec.myASN: must be >= 0, with '-1'; correct it",
  ],
  [
    'a version that is not served',
    { ...pool, apiVersion: 'metallb.io/v1' },
    "apiVersion: IPAddressPool is not served in this version, with 'metallb.io/v1'; use v1beta1",
  ],
  [
    'a kind that the group does not have',
    { ...pool, kind: 'IPAddresPool' },
    "kind: metallb.io has no such kind, with 'IPAddresPool'; name one whose CRD is in the catalogue",
  ],
  [
    'no namespace',
    { ...pool, metadata: { name: 'default' } },
    'metadata.namespace: IPAddressPool lives in a namespace; name one',
  ],
  [
    'a namespace outside of which the kind lives',
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata,
      spec: { selfSigned: {} },
    } as ManifestObject,
    "metadata.namespace: ClusterIssuer lives outside namespaces, with 'metallb-system'; leave it out",
  ],
  [
    'a name that the API server refuses',
    { ...pool, metadata: { ...metadata, name: 'My_Pool' } },
    "metadata.name: has the wrong form, with 'My_Pool'; match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
  ],
  [
    'a label that is not a string',
    { ...pool, metadata: { ...metadata, labels: { managed: true } } },
    "metadata.labels.managed: has the wrong type, with 'true'; give string",
  ],
])('fails for %s', (_, object, sentence) => {
  expect(errors(object)).toStrictEqual([sentence]);
});

withCatalog('a kind of the API server itself is not known, so nothing is checked', () => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, nonsense: true };
  expect(catalog && objectErrors(configMap, catalog)).toStrictEqual({ known: false, errors: [] });
});

withCatalog('fields that are undefined do not count', () => {
  expect(
    errors({ ...pool, spec: { ...spec, priority: undefined } } as ManifestObject),
  ).toStrictEqual([]);
});

/** Groups of examples that no CRD describes. */
const WITHOUT_CRD = new Map([
  ['', 'kinds of the API server'],
  ['apps', 'kinds of the API server'],
  ['storage.k8s.io', 'kinds of the API server'],
  ['networking.k8s.io', 'kinds of the API server'],
  ['admissionregistration.k8s.io', 'kinds of the API server'],
  ['constraints.gatekeeper.sh', 'Gatekeeper makes these CRDs from its ConstraintTemplates'],
  ['kubeadm.k8s.io', 'files on a host'],
  ['kubelet.config.k8s.io', 'files on a host'],
  ['kubeproxy.config.k8s.io', 'files on a host'],
  ['apiserver.config.k8s.io', 'files on a host'],
  ['audit.k8s.io', 'files on a host'],
]);

withCatalog('every example of the catalogue passes', () => {
  const examples = (catalog?.systems() ?? []).flatMap((system) =>
    (system.examples ?? [])
      .filter((example): example is typeof example & ManifestObject => 'apiVersion' in example)
      .map((example) => ({ id: system.id, example })),
  );
  const failures = examples.flatMap(({ id, example }) => {
    if (!catalog) return [];
    const { known, errors: found } = objectErrors(example, catalog, [id]);
    const group = example.apiVersion.includes('/') ? example.apiVersion.split('/')[0] : '';
    const unknown = known || WITHOUT_CRD.has(group ?? '') ? [] : ['has no CRD in the catalogue'];
    return [...found, ...unknown].map((text) => `${id}: ${example.kind} ${text}`);
  });
  expect(failures).toStrictEqual([]);
  expect(examples.length).toBeGreaterThan(150);
});
