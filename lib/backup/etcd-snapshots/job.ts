import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { Container, EnvVar, Volume } from 'kubernetes-types/core/v1';
import type { Bucket } from '../../contracts/object-storage';
import type { SecretRef } from '../../index';
import { settings } from './rclone';
import { files, NOTHING_ELSE, savers, SNAPSHOT, type SaveOptions } from './save';

/** Name of the CronJob, and of what belongs to it. */
export const NAME = 'etcd-snapshots';
/** ConfigMap with the authority of the object store. */
export const AUTHORITY = 'object-store-ca';

const RCLONE = 'docker.io/rclone/rclone:1.75.1';

/** What a snapshot depends on beside the bucket. */
export interface SnapshotJobOptions extends SaveOptions {
  readonly schedule: string;
  readonly keepDays: number;
  readonly prefix: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly encryptionPassword: SecretRef | undefined;
}

/**
 * Saves, checks, uploads. The image of etcd has no shell, so each step is a container.
 */
export const snapshotJob = (bucket: Bucket, options: SnapshotJobOptions): CronJobSpec => ({
  schedule: options.schedule,
  concurrencyPolicy: 'Forbid',
  startingDeadlineSeconds: 1800,
  successfulJobsHistoryLimit: 2,
  failedJobsHistoryLimit: 2,
  jobTemplate: {
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: 3600,
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': NAME } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          nodeSelector: options.nodeSelector,
          tolerations: [
            {
              key: 'node-role.kubernetes.io/control-plane',
              operator: 'Exists',
              effect: 'NoSchedule',
            },
          ],
          priorityClassName: 'system-cluster-critical',
          securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
          initContainers: savers(options),
          containers: [upload(bucket, options)],
          volumes: volumes(bucket, options),
        },
      },
    },
  },
});

const upload = (bucket: Bucket, options: SnapshotJobOptions): Container => ({
  name: 'upload',
  image: RCLONE,
  command: ['sh', '-c', script(options)],
  env: environment(bucket, options),
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
  securityContext: NOTHING_ELSE,
  volumeMounts: [
    { name: 'snapshot', mountPath: '/snapshot', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
    ...(bucket.caCertificates === undefined
      ? []
      : [{ name: 'authority', mountPath: '/authority', readOnly: true }]),
  ],
});

/** Old snapshots go last: where no new one arrives, none is deleted. */
const script = ({ keepDays, encryptionPassword }: SnapshotJobOptions): string =>
  [
    'set -eu',
    ...(encryptionPassword
      ? [
          'RCLONE_CONFIG_SEALED_PASSWORD="$(printf %s "$PASSWORD" | rclone obscure -)"',
          'export RCLONE_CONFIG_SEALED_PASSWORD',
        ]
      : []),
    `rclone copyto ${SNAPSHOT} "$REMOTE/$(date -u +%Y%m%dT%H%M%SZ).db"`,
    `rclone delete --min-age ${keepDays}d --include '*.db' "$REMOTE"`,
    'rclone lsl "$REMOTE"',
    '',
  ].join('\n');

function environment(bucket: Bucket, options: SnapshotJobOptions): EnvVar[] {
  const place = `store:${bucket.name}/${options.prefix}`;
  const { encryptionPassword: password } = options;
  return [
    ...plain({
      REMOTE: password ? 'sealed:' : place,
      HOME: '/tmp',
      RCLONE_CONFIG: '/tmp/rclone.conf',
      ...Object.fromEntries(
        settings({ bucket, prefix: options.prefix, encryptionPassword: password }),
      ),
      // The bucket is there; the account may not make any.
      RCLONE_CONFIG_STORE_NO_CHECK_BUCKET: 'true',
      ...(bucket.caCertificates !== undefined && { RCLONE_CA_CERT: '/authority/ca.crt' }),
    }),
    secret('RCLONE_CONFIG_STORE_ACCESS_KEY_ID', bucket.accessKey),
    secret('RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY', bucket.secretKey),
    ...(password ? [secret('PASSWORD', password)] : []),
  ];
}

const volumes = (bucket: Bucket, { certificates }: SnapshotJobOptions): Volume[] => [
  { name: 'snapshot', emptyDir: { sizeLimit: '16Gi' } },
  { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
  ...Object.entries(files(certificates)).map(([name, path]) => ({
    name,
    hostPath: { path, type: 'File' },
  })),
  ...(bucket.caCertificates === undefined
    ? []
    : [{ name: 'authority', configMap: { name: AUTHORITY } }]),
];

const plain = (values: Readonly<Record<string, string>>): EnvVar[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const secret = (name: string, ref: SecretRef): EnvVar => ({
  name,
  valueFrom: { secretKeyRef: ref },
});
