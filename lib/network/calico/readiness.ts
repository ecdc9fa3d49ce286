import type { Construct } from 'constructs';
import type { Container } from 'kubernetes-types/core/v1';
import {
  CONFINED,
  ClusterRole,
  ClusterRoleBinding,
  Job,
  KubeObject,
  ServiceAccount,
} from '../../index';

/** Names the objects of the gate. */
const NAME = 'calico-api-ready';
/** The API that serves `projectcalico.org/v3`. */
const API_SERVICE = 'v3.projectcalico.org';

/** Image of the gate, with kubectl and nothing else. */
const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.36.2';

/**
 * A Job that ends when Calico's own API answers. The operator is ready a minute or two before, and
 * policies applied in between would be refused. Drawn once.
 */
export function drawReadiness(scope: Construct, namespace: string): void {
  if (scope.node.tryFindChild('ready-job')) return;
  const meta = { name: NAME, phase: 'ready' } as const;
  new KubeObject(scope, 'ready-account', ServiceAccount, { ...meta, namespace, body: {} });
  new KubeObject(scope, 'ready-role', ClusterRole, {
    ...meta,
    body: {
      rules: [
        {
          apiGroups: ['apiregistration.k8s.io'],
          resources: ['apiservices'],
          resourceNames: [API_SERVICE],
          verbs: ['get', 'list', 'watch'],
        },
      ],
    },
  });
  new KubeObject(scope, 'ready-binding', ClusterRoleBinding, {
    ...meta,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
    },
  });
  new KubeObject(scope, 'ready-job', Job, {
    ...meta,
    namespace,
    body: {
      spec: {
        backoffLimit: 20,
        template: {
          spec: {
            serviceAccountName: NAME,
            restartPolicy: 'OnFailure',
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65534,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            initContainers: [waiting('registered', '--for=create')],
            containers: [waiting('available', '--for=condition=Available')],
          },
        },
      },
    },
  });
}

const waiting = (name: string, condition: string): Container => ({
  name,
  image: KUBECTL_IMAGE,
  command: ['kubectl', 'wait', condition, `apiservice/${API_SERVICE}`, '--timeout=10m'],
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  securityContext: CONFINED,
});
