import type { Bucket } from '../../contracts/object-storage';
import type { SecretRef } from '../../index';

/** Where snapshots are. */
export interface SnapshotPlace {
  readonly bucket: Bucket;
  /** Folder within the bucket. */
  readonly prefix: string;
  /** Password that they are encrypted by. */
  readonly encryptionPassword: SecretRef | undefined;
}

/** What rclone finds the snapshots by, without what is secret. */
export function settings(place: SnapshotPlace): [name: string, value: string][] {
  const { bucket, prefix, encryptionPassword } = place;
  return [
    ['RCLONE_CONFIG_STORE_TYPE', 's3'],
    ['RCLONE_CONFIG_STORE_PROVIDER', 'Other'],
    ['RCLONE_CONFIG_STORE_ENDPOINT', bucket.endpoint],
    ['RCLONE_CONFIG_STORE_REGION', bucket.region],
    ['RCLONE_CONFIG_STORE_FORCE_PATH_STYLE', String(bucket.pathStyle)],
    ...(encryptionPassword ? sealed(`store:${bucket.name}/${prefix}`) : []),
  ];
}

const sealed = (remote: string): [string, string][] => [
  ['RCLONE_CONFIG_SEALED_TYPE', 'crypt'],
  ['RCLONE_CONFIG_SEALED_REMOTE', remote],
  ['RCLONE_CONFIG_SEALED_FILENAME_ENCRYPTION', 'off'],
  ['RCLONE_CONFIG_SEALED_DIRECTORY_NAME_ENCRYPTION', 'false'],
];
