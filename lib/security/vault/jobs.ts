import type { Bucket } from '../../contracts/object-storage';
import { CONFINED, type SecretRef } from '../../index';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import { BOOTSTRAP_PATH, CONFIG_PATH } from './configure-script';
import { SNAPSHOT_IMAGE, type DistributionFacts } from './distributions';
import { CONFIGURE, SNAPSHOT } from './policies';
import { API_PORT, TLS_PATH } from './server-config';
import { OIDC_PATH } from './people';
import type { VaultSnapshots } from './words';

/** Where the jobs stand. */
export interface JobPlace {
  readonly facts: DistributionFacts;
  readonly namespace: string;
  /** Secret with the servers' authority. */
  readonly tlsSecret: string;
}

/** Address of the Service of all servers, sealed ones too, or of the one that leads. */
export const serverUrl = (
  { facts, namespace }: Omit<JobPlace, 'tlsSecret'>,
  which: 'any' | 'active',
): string =>
  `https://${facts.name}${which === 'active' ? '-active' : ''}.${namespace}.svc:${API_PORT}`;

/** A job that runs from time to time, under the strictest rules for Pods. */
interface JobOptions extends JobPlace {
  readonly schedule: string;
  readonly image: string;
  readonly account: string;
  readonly command?: readonly string[];
  readonly env: readonly EnvVar[];
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
}

function cronJob(options: JobOptions): CronJobSpec {
  const { schedule, image, account, command, tlsSecret } = options;
  const ca = [{ key: 'ca.crt', path: 'ca.crt' }];
  return {
    schedule,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 2,
    jobTemplate: {
      spec: {
        backoffLimit: 1,
        activeDeadlineSeconds: 900,
        template: {
          metadata: { labels: { 'app.kubernetes.io/name': account } },
          spec: {
            serviceAccountName: account,
            restartPolicy: 'Never',
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 100,
              runAsGroup: 1000,
              fsGroup: 1000,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: account,
                image,
                ...(command && { command: [...command] }),
                env: [{ name: 'HOME', value: '/tmp' }, ...options.env],
                resources: {
                  requests: { cpu: '10m', memory: '64Mi' },
                  limits: { memory: '512Mi' },
                },
                securityContext: CONFINED,
                volumeMounts: [
                  { name: 'ca', mountPath: TLS_PATH, readOnly: true },
                  { name: 'tmp', mountPath: '/tmp' },
                  ...options.mounts,
                ],
              },
            ],
            volumes: [
              { name: 'ca', secret: { secretName: tlsSecret, items: ca } },
              { name: 'tmp', emptyDir: {} },
              ...options.volumes,
            ],
          },
        },
      },
    },
  };
}

export interface ConfigureJobOptions extends JobPlace {
  /** ConfigMap with the script and the files. */
  readonly configMap: string;
  readonly bootstrapToken: SecretRef;
  /** Secret of the client that people log in with, if they do. */
  readonly oidcSecret: string | undefined;
}

/** Runs the configuration every ten minutes: the first time that it can, and after each change. */
export function configureJob(options: ConfigureJobOptions): CronJobSpec {
  const { facts, configMap, bootstrapToken, oidcSecret } = options;
  const variables = {
    PROGRAM: facts.program,
    [`${facts.prefix}_CACERT`]: `${TLS_PATH}/ca.crt`,
    ANY_SERVER: serverUrl(options, 'any'),
    ACTIVE_SERVER: serverUrl(options, 'active'),
    ROLE: CONFIGURE,
    BOOTSTRAP_KEY: bootstrapToken.key,
  };
  const secret = (name: string, secretName: string, mountPath: string, optional: boolean) => ({
    volume: { name, secret: { secretName, optional } },
    mount: { name, mountPath, readOnly: true },
  });
  const secrets = [
    secret('bootstrap', bootstrapToken.name, BOOTSTRAP_PATH, true),
    oidcSecret === undefined ? [] : secret('oidc', oidcSecret, OIDC_PATH, false),
  ].flat();
  return cronJob({
    ...options,
    schedule: '*/10 * * * *',
    image: facts.image,
    account: CONFIGURE,
    command: ['/bin/sh', `${CONFIG_PATH}/configure.sh`],
    env: Object.entries(variables).map(([name, value]) => ({ name, value })),
    volumes: [
      { name: 'configuration', configMap: { name: configMap } },
      ...secrets.map(({ volume }) => volume),
    ],
    mounts: [
      { name: 'configuration', mountPath: CONFIG_PATH, readOnly: true },
      ...secrets.map(({ mount }) => mount),
    ],
  });
}

export interface SnapshotJobOptions extends JobPlace, VaultSnapshots {
  readonly into: Bucket;
  /** ConfigMap with the certificates to trust the bucket by, under `ca.crt`. */
  readonly bucketCa: string | undefined;
}

/** Where the agent expects snapshots, and where the bucket's authority is mounted. */
const SNAPSHOTS = '/bao-snapshots';
const BUCKET_CA = '/bucket';

/** Copies the storage into a bucket and removes copies that are too old. */
export function snapshotJob(options: SnapshotJobOptions): CronJobSpec {
  const { into, bucketCa, schedule = '17 * * * *', keepDays = 14 } = options;
  const host = `${into.host}:${into.port}`;
  const flags = [
    `--region=${into.region}`,
    into.secure ? [] : '--no-ssl',
    bucketCa === undefined ? [] : `--ca-certs=${BUCKET_CA}/ca.crt`,
  ].flat();
  const variables = {
    BAO_ADDR: serverUrl(options, 'active'),
    BAO_CACERT: `${TLS_PATH}/ca.crt`,
    BAO_AUTH_PATH: 'kubernetes',
    BAO_ROLE: SNAPSHOT,
    S3_HOST: host,
    // Without a placeholder in it, the bucket stands in the path.
    S3_BUCKET: into.pathStyle ? host : `%(bucket)s.${host}`,
    S3_URI: `s3://${into.name}/`,
    S3_EXPIRE_DAYS: String(keepDays),
    S3CMD_EXTRA_FLAG: flags.join(' '),
  };
  const fromSecret = (name: string, { name: secret, key }: SecretRef): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  });
  return cronJob({
    ...options,
    schedule,
    image: SNAPSHOT_IMAGE,
    account: SNAPSHOT,
    env: [
      ...Object.entries(variables).map(([name, value]) => ({ name, value })),
      fromSecret('AWS_ACCESS_KEY_ID', into.accessKey),
      fromSecret('AWS_SECRET_ACCESS_KEY', into.secretKey),
    ],
    volumes: [
      { name: 'snapshots', emptyDir: {} },
      bucketCa === undefined ? [] : { name: 'bucket-ca', configMap: { name: bucketCa } },
    ].flat(),
    mounts: [
      { name: 'snapshots', mountPath: SNAPSHOTS },
      bucketCa === undefined ? [] : { name: 'bucket-ca', mountPath: BUCKET_CA, readOnly: true },
    ].flat(),
  });
}
