import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { Construct } from 'constructs';
import type { EnvVar } from 'kubernetes-types/core/v1';
import type { Bucket } from '../../contracts/object-storage';
import { CONFINED, CronJob, KubeObject, Role, RoleBinding, ServiceAccount } from '../../index';
import { MANAGER_IMAGE } from './images';

/** Secret that Longhorn reads: the bucket's account, with its endpoint beside it. */
export const BUCKET_SECRET = 'longhorn-backup-target';

const NAME = 'longhorn-backup-credentials';

/**
 * Keeps Longhorn's Secret as the bucket's account is. Longhorn wants the endpoint in the same
 * Secret as the keys, and nothing else knows how to put it there; the manager's image has a shell
 * and curl, and is on every node already.
 */
export function drawBucketSecret(scope: Construct, namespace: string, bucket: Bucket): void {
  const draw = { name: NAME, namespace, phase: 'before' } as const;
  new KubeObject(scope, `ServiceAccount-${NAME}`, ServiceAccount, { ...draw, body: {} });
  new KubeObject(scope, `Role-${NAME}`, Role, {
    ...draw,
    body: {
      rules: [
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [BUCKET_SECRET],
          verbs: ['get', 'patch'],
        },
      ],
    },
  });
  new KubeObject(scope, `RoleBinding-${NAME}`, RoleBinding, {
    ...draw,
    body: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
    },
  });
  new KubeObject(scope, `CronJob-${NAME}`, CronJob, {
    name: NAME,
    namespace,
    body: { spec: cronJob(bucket) },
  });
}

/** Values of Longhorn's Secret, by its keys. Longhorn refuses spaces and line ends around them. */
const environment = (bucket: Bucket): EnvVar[] => [
  { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: bucket.accessKey } },
  { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: bucket.secretKey } },
  { name: 'AWS_ENDPOINTS', value: bucket.endpoint },
  { name: 'AWS_CERT', value: bucket.caCertificates?.trim() ?? '' },
  { name: 'VIRTUAL_HOSTED_STYLE', value: String(!bucket.pathStyle) },
];

const SCRIPT = `set -eu
account=/var/run/secrets/kubernetes.io/serviceaccount
encoded() { printf %s "$1" | base64 -w0; }
cat > /tmp/secret.json <<EOF
{
  "apiVersion": "v1",
  "kind": "Secret",
  "metadata": { "name": "${BUCKET_SECRET}" },
  "type": "Opaque",
  "data": {
    "AWS_ACCESS_KEY_ID": "$(encoded "$AWS_ACCESS_KEY_ID")",
    "AWS_SECRET_ACCESS_KEY": "$(encoded "$AWS_SECRET_ACCESS_KEY")",
    "AWS_ENDPOINTS": "$(encoded "$AWS_ENDPOINTS")",
    "AWS_CERT": "$(encoded "$AWS_CERT")",
    "VIRTUAL_HOSTED_STYLE": "$(encoded "$VIRTUAL_HOSTED_STYLE")"
  }
}
EOF
printf 'header = "Authorization: Bearer %s"\\n' "$(cat $account/token)" |
  curl --fail --silent --show-error --output /dev/null --config - --cacert $account/ca.crt \\
    --request PATCH --header 'Content-Type: application/apply-patch+yaml' \\
    --data-binary @/tmp/secret.json \\
    "https://kubernetes.default.svc/api/v1/namespaces/$(cat $account/namespace)/secrets/${BUCKET_SECRET}?fieldManager=${NAME}&force=true"
`;

const cronJob = (bucket: Bucket): CronJobSpec => ({
  schedule: '*/10 * * * *',
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 300,
  successfulJobsHistoryLimit: 1,
  failedJobsHistoryLimit: 1,
  jobTemplate: {
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: 300,
      template: {
        spec: {
          serviceAccountName: NAME,
          restartPolicy: 'Never',
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'copy',
              image: MANAGER_IMAGE,
              command: ['sh', '-c', SCRIPT],
              env: environment(bucket),
              resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
              securityContext: CONFINED,
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }],
        },
      },
    },
  },
});
