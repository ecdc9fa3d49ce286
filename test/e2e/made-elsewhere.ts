import { catalogObjects, groupOf } from './catalog-objects';
import type { KubeObject } from './rig/kube-object';

// No simulated node runs an operator: what operators make at run time is put in its place.

/** Namespaces that operators make. */
export const namespacesOfOperators = (): KubeObject[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'calico-system' } },
];

/** Namespaces, and the API that Calico's operator brings up, here as CRDs of the same kinds. */
export const madeByOperators = (): KubeObject[] => [
  ...namespacesOfOperators(),
  ...catalogObjects('calico').filter((crd) => groupOf(crd) === 'projectcalico.org'),
];
