import type { Construct } from 'constructs';
import { KubeObject, Role, RoleBinding } from '../../index';

/**
 * Lets the Job that follows the removal of an agent delete the Secret with its identity. The chart
 * gives it that right together with the one to impersonate people, which not every agent has.
 */
export function drawCleanup(scope: Construct, namespace: string, agent: string): void {
  const name = `${agent}-cleanup`;
  const meta = { name, namespace, phase: 'before' } as const;
  new KubeObject(scope, `Role-${name}`, Role, {
    ...meta,
    body: {
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'delete'] }],
    },
  });
  new KubeObject(scope, `RoleBinding-${name}`, RoleBinding, {
    ...meta,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: `${agent}-delete-hook`, namespace }],
    },
  });
}
