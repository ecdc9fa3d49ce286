import type { Bucket } from '../../contracts/object-storage';
import { PLUGIN } from './bootstrap';
import type { ObjectStoreSpec, ScheduledBackupSpec } from './kinds';
import type { BackupOptions, ClusterOptions } from './words';

/** Where the operator mounts what a cluster projects. */
const AUTHORITY = '/projected/ca.crt';

/** The bucket in the plugin's words. Its region and authority go by environment: the fields take Secrets only. */
export function objectStoreSpec(bucket: Bucket, { keepDays = 30 }: BackupOptions): ObjectStoreSpec {
  const env = [
    { name: 'AWS_DEFAULT_REGION', value: bucket.region },
    // Checksums that stores other than Amazon's may not know.
    { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
    { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
    ...(bucket.caCertificates === undefined ? [] : [{ name: 'AWS_CA_BUNDLE', value: AUTHORITY }]),
  ];
  return {
    configuration: {
      destinationPath: `s3://${bucket.name}/`,
      endpointURL: bucket.endpoint,
      s3Credentials: { accessKeyId: bucket.accessKey, secretAccessKey: bucket.secretKey },
      wal: { compression: 'gzip', maxParallel: 4 },
      data: { compression: 'gzip', jobs: 2 },
    },
    retentionPolicy: `${keepDays}d`,
    instanceSidecarConfiguration: {
      env,
      resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    },
  };
}

/** When base backups are made, from a standby if there is one. */
export function scheduledBackupSpec(
  { name, namespace }: ClusterOptions,
  { schedule = nightly(`${namespace}/${name}`) }: BackupOptions,
  method: 'plugin' | 'volumeSnapshot',
): ScheduledBackupSpec {
  return {
    cluster: { name },
    schedule,
    immediate: true,
    backupOwnerReference: 'self',
    method,
    ...(method === 'plugin' && { pluginConfiguration: { name: PLUGIN } }),
  };
}

/** Between 1:00 and 2:59, each database at its own minute: they share disks and the network. */
function nightly(key: string): string {
  const sum = [...key].reduce((all, c) => (all * 31 + c.charCodeAt(0)) % 120, 7);
  return `0 ${sum % 60} ${1 + Math.floor(sum / 60)} * * *`;
}

/** How the platform's backup service is told that a database looks after itself. */
export const ownMethod = (method: 'plugin' | 'volumeSnapshot', bucket?: string): string =>
  method === 'plugin'
    ? `PostgreSQL base backups and write-ahead log in bucket '${bucket}', by CloudNativePG`
    : 'volume snapshots made by CloudNativePG';
