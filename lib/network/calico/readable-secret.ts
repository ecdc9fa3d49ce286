import type { Construct } from 'constructs';
import { KubeObject, Role, RoleBinding } from '../../index';
import { SYSTEM_NAMESPACE } from './scraping';

/** Lets the agents read a Secret with passwords of BGP: they may read none by default. */
export function letAgentsRead(scope: Construct, secret: string): void {
  const name = `calico-node-${secret}`;
  if (scope.node.tryFindChild(`Role-${name}`)) return;
  const namespace = SYSTEM_NAMESPACE;
  new KubeObject(scope, `Role-${name}`, Role, {
    name,
    namespace,
    body: {
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [secret],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    },
  });
  new KubeObject(scope, `RoleBinding-${name}`, RoleBinding, {
    name,
    namespace,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'calico-node', namespace }],
    },
  });
}
