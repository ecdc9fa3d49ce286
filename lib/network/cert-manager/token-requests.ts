import type { Construct } from 'constructs';
import { KubeObject, Role, RoleBinding, ServiceAccount } from '../../index';

/** A ServiceAccount that the controller may ask tokens for. */
export interface TokenRequestOptions {
  readonly account: string;
  readonly namespace: string;
  /** The controller's own ServiceAccount. */
  readonly controller: { readonly name: string; readonly namespace: string };
}

/** Draws a ServiceAccount, and lets the controller prove to be it. */
export function tokenRequests(scope: Construct, options: TokenRequestOptions): void {
  const { account, namespace, controller } = options;
  const name = `cert-manager-token-${account}`;
  new KubeObject(scope, `ServiceAccount-${account}`, ServiceAccount, {
    name: account,
    namespace,
    body: { automountServiceAccountToken: false },
  });
  new KubeObject(scope, `Role-${name}`, Role, {
    name,
    namespace,
    body: {
      rules: [
        {
          apiGroups: [''],
          resources: ['serviceaccounts/token'],
          resourceNames: [account],
          verbs: ['create'],
        },
      ],
    },
  });
  new KubeObject(scope, `RoleBinding-${name}`, RoleBinding, {
    name,
    namespace,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', ...controller }],
    },
  });
}
