import type { ComponentProps } from '../../index';
import type { LonghornValuesOptions } from './values';
import type {
  BackupTargetOptions,
  LonghornClass,
  RecurringJobOptions,
  VolumeOptions,
} from './words';

export interface LonghornProps extends ComponentProps, LonghornValuesOptions {
  /** How volumes of the class `longhorn` are kept. @default {} */
  readonly volumes?: VolumeOptions;
  /** Whether claims that name no class get `longhorn`. @default true */
  readonly default?: boolean;
  /** More classes. @default [] */
  readonly classes?: readonly LonghornClass[];
  /** What is done to volumes again and again. @default - a weekly trim, and a nightly cleanup of snapshots of the system's own */
  readonly recurringJobs?: readonly RecurringJobOptions[];
  /** Where backups go; `none` makes none. @default - the platform's object store, where there is one */
  readonly backupTarget?: BackupTargetOptions | 'none';
  /** Bucket for backups in the platform's object store. @default 'longhorn-backups' */
  readonly bucket?: string;
  /** Who may see the user interface, which may delete every volume: those who log in, or all. @default 'proxy' */
  readonly login?: 'proxy' | 'none';
  /** Whether the user interface gets a hostname. @default true */
  readonly expose?: boolean;
  /** @default - `longhorn` of the platform's domain */
  readonly hostname?: string;
}
