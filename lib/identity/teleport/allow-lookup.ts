import type { Construct } from 'constructs';
import { Job, KubeObject, Role, RoleBinding, ServiceAccount } from '../../index';

/** Image with kubectl and nothing else. */
const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.36.2';
/** Mark of a Secret that Teleport's operator may read a value from; it names the objects that may. */
const ANNOTATION = 'resources.teleport.dev/allow-lookup-from-cr';

/**
 * Marks a Secret that somebody else makes, so that Teleport's operator takes the client secret from
 * it. Waits until it is there.
 */
export function allowLookup(
  scope: Construct,
  namespace: string,
  { secret, connector }: { readonly secret: string; readonly connector: string },
): void {
  const name = `teleport-login-${connector}`;
  const meta = { name, namespace };
  const id = (kind: string): string => `${kind}-${name}`;
  new KubeObject(scope, id('ServiceAccount'), ServiceAccount, { ...meta, body: {} });
  new KubeObject(scope, id('Role'), Role, {
    ...meta,
    body: {
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [secret],
          verbs: ['get', 'list', 'watch', 'patch'],
        },
      ],
    },
  });
  new KubeObject(scope, id('RoleBinding'), RoleBinding, {
    ...meta,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  });
  new KubeObject(scope, id('Job'), Job, {
    ...meta,
    body: {
      spec: {
        backoffLimit: 20,
        template: {
          spec: {
            serviceAccountName: name,
            restartPolicy: 'OnFailure',
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65534,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [annotating(secret, connector)],
          },
        },
      },
    },
  });
}

const annotating = (secret: string, connector: string) => ({
  name: 'annotate',
  image: KUBECTL_IMAGE,
  command: ['kubectl', 'annotate', '--overwrite', `secret/${secret}`, `${ANNOTATION}=${connector}`],
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
});
