/** Names a kind of Kubernetes object. `body` exists for the type checker only. */
export interface Kind<Body extends object = object> {
  readonly apiVersion: string;
  readonly kind: string;
  /** `false` for a kind that lives outside any namespace. @default true */
  readonly namespaced?: boolean;
  /** The component that brings its CRD, as imported: `kubestrata/network/metallb`. */
  readonly from?: string;
  /** Fields of the object beside `apiVersion`, `kind` and `metadata`. */
  readonly body?: Body;
}

/** How a kind is named where versions do not matter: `IPAddressPool.metallb.io`, `ConfigMap`. */
export type KindId = string;

/** `IPAddressPool.metallb.io` for a kind of a group, `ConfigMap` for one of the core group. */
export function kindId({ apiVersion, kind }: { apiVersion: string; kind: string }): KindId {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group === '' ? kind : `${kind}.${group}`;
}

/** Whether the API server knows the kind by itself, without a CustomResourceDefinition. */
export function isBuiltIn(id: KindId): boolean {
  const dot = id.indexOf('.');
  return dot === -1 || BUILT_IN_GROUPS.has(id.slice(dot + 1));
}

/** API groups that every API server serves. @see https://kubernetes.io/docs/reference/kubernetes-api/ */
const BUILT_IN_GROUPS = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);
