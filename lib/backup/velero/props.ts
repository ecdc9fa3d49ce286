import type { ComponentProps } from '../../index';
import type { RestoreDrillOptions } from './drill-words';
import type { BackupLocation, Encryption, ScheduleOptions, VolumePolicy } from './words';

export interface VeleroProps extends ComponentProps {
  /** Where backups go by default. @default - a bucket of the platform's object store */
  readonly location?: Omit<BackupLocation, 'name' | 'readOnly'>;
  /** More places: outside the cluster, or of a cluster that is moved from. @default [] */
  readonly locations?: readonly BackupLocation[];
  /** Bucket in the platform's object store. @default 'velero' */
  readonly bucket?: string;
  /** Encryption of that bucket. @default - as the bucket has it */
  readonly encryption?: Encryption;
  /**
   * How volumes are copied: `snapshots` are taken by the storage and then moved to the bucket,
   * consistent at one moment; `files` are read from mounted volumes one by one.
   * @default - 'snapshots' where the platform's storage makes some, else 'files'
   */
  readonly volumes?: 'snapshots' | 'files';
  /** Exceptions from that. @default [] */
  readonly volumePolicies?: readonly VolumePolicy[];
  /** @default - one: all objects of the cluster every night, without the content of volumes */
  readonly schedules?: readonly ScheduleOptions[];
  /** Restores that are tried again and again. @default [] */
  readonly restoreDrills?: readonly RestoreDrillOptions[];
  /** Days that backups are kept, where they say nothing else. @default 30 */
  readonly keepDays?: number;
  /** Volumes that a node copies at a time. @default 2 */
  readonly concurrency?: number;
  /**
   * Whether the key that encrypts the content of volumes is made here, into the Secret
   * `velero-repo-credentials`. Where it is not, you make that Secret before the first backup, with
   * the key `repository-password`.
   * @default true
   */
  readonly generateRepositoryKey?: boolean;
}
