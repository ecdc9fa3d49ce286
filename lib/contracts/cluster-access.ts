import { Capability } from '../kernel';

/** Rights at the API server by groups of the identity provider. */
export interface ClusterAccessRules {
  /** Name by which bindings know a group of the provider: `oidc:platform-admins`. */
  groupOf(group: string): string;
}

export const ClusterAccess = new Capability<ClusterAccessRules>(
  'cluster-access',
  'access to the Kubernetes API by group',
);
