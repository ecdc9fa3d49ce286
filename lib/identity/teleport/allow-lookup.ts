import type { Construct } from 'constructs';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { CONFINED, CronJob, KubeObject, Role, RoleBinding, ServiceAccount } from '../../index';

/** Image with kubectl and nothing else. */
const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.36.2';
/** Mark of a Secret that Teleport's operator may read a value from; it names the objects that may. */
const ANNOTATION = 'resources.teleport.dev/allow-lookup-from-cr';

/**
 * Marks a Secret that somebody else makes, so that Teleport's operator takes the client secret from
 * it. Does so again and again: it may come late, and whoever makes it anew makes it without the mark.
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
  new KubeObject(scope, id('CronJob'), CronJob, {
    ...meta,
    body: {
      spec: {
        schedule: '*/5 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 120,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: 120,
            template: pod(name, secret, connector),
          },
        },
      },
    },
  });
}

const pod = (serviceAccountName: string, secret: string, connector: string): PodTemplateSpec => ({
  spec: {
    serviceAccountName,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [annotating(secret, connector)],
  },
});

const annotating = (secret: string, connector: string) => ({
  name: 'annotate',
  image: KUBECTL_IMAGE,
  command: ['kubectl', 'annotate', '--overwrite', `secret/${secret}`, `${ANNOTATION}=${connector}`],
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  securityContext: CONFINED,
});
