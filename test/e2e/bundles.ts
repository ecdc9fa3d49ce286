import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogObjects } from './catalog-objects';
import type { KubeObject } from './rig/kube-object';
import type { Step } from './terraform-steps';

// Manifest bundles are downloaded by who deploys. Here nothing is: what a bundle's CRDs are says the
// catalogue, and for what else is in one there are stand-ins.

/** What is published at addresses with a part in common: which system's CRDs, and what else. */
interface Published {
  readonly part: string;
  readonly system?: string;
  /** Only this kind's CRD. @default - all of the system */
  readonly kind?: string;
  readonly objects?: readonly KubeObject[];
}

// As Keycloak's: no object says its namespace, and the subject of the binding only has to have one.
const OPERATOR: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'keycloak-operator' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'keycloak-operator-clusterrole' },
    rules: [{ apiGroups: ['config.openshift.io'], resources: ['ingresses'], verbs: ['get'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'keycloak-operator-clusterrole-binding' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'keycloak-operator-clusterrole',
    },
    subjects: [{ kind: 'ServiceAccount', name: 'keycloak-operator', namespace: 'elsewhere' }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'keycloak-operator-role' },
    rules: [{ apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['get', 'list', 'watch'] }],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'keycloak-operator-role-binding' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: 'keycloak-operator-role',
    },
    subjects: [{ kind: 'ServiceAccount', name: 'keycloak-operator' }],
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'keycloak-operator' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'keycloak-operator' } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'keycloak-operator' } },
        spec: {
          serviceAccountName: 'keycloak-operator',
          containers: [{ name: 'keycloak-operator', image: 'quay.io/keycloak/keycloak-operator' }],
        },
      },
    },
  },
];

const PUBLISHED: readonly Published[] = [
  { part: '/kubernetes-sigs/gateway-api/', system: 'gateway-api' },
  { part: '/envoyproxy/gateway/', system: 'envoy-gateway' },
  { part: '/keycloaks.k8s.keycloak.org-', system: 'keycloak', kind: 'Keycloak' },
  {
    part: '/keycloakrealmimports.k8s.keycloak.org-',
    system: 'keycloak',
    kind: 'KeycloakRealmImport',
  },
  {
    part: '/kubernetes/kubernetes.yml',
    objects: OPERATOR,
  },
];

/** What is published at an address. */
export function bundleObjects(url: string): KubeObject[] {
  const published = PUBLISHED.find(({ part }) => url.includes(part));
  if (!published) throw new Error(`nobody is known to publish '${url}'; name it in bundles.ts`);
  const { system, kind, objects = [] } = published;
  const crds = system === undefined ? [] : catalogObjects(system);
  const kindOf = (crd: KubeObject) => (crd['spec'] as { names: { kind: string } }).names.kind;
  return [...crds.filter((crd) => kind === undefined || kindOf(crd) === kind), ...objects];
}

/** What a resource of a synthesized stack deploys of a bundle: its CRDs, or the rest. */
export function bundleOf(stack: string, { address, attributes }: Step): KubeObject[] {
  const json = JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as {
    data: { http: Record<string, { url: string }> };
  };
  const [, id = ''] =
    /data\.http\.([\w-]+)\.response_body/.exec(String(attributes['for_each'])) ?? [];
  const crds = address.endsWith('_crds');
  return bundleObjects(json.data.http[id]?.url ?? '').filter(
    ({ kind }) => (kind === 'CustomResourceDefinition') === crds,
  );
}
