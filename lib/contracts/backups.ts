import type { Construct } from 'constructs';
import { Capability } from '../kernel';

/** A command in a container, around the snapshot of its volumes. */
export interface BackupHook {
  /** Labels of the Pods. */
  readonly pods: Readonly<Record<string, string>>;
  readonly container: string;
  readonly command: readonly string[];
  /** Seconds. @default 60 */
  readonly timeoutSeconds?: number;
}

/** What a component needs to have backed up, and how. */
export interface BackupPlan {
  /** Name of the plan's objects, unique in the cluster: `harbor`. */
  readonly name: string;
  readonly namespace: string;
  /**
   * `volumes`: objects and the content of volumes; `objects`: objects only; `own`: the component
   * does it by itself, as described, and its volumes are left out.
   */
  readonly method: 'volumes' | 'objects' | { readonly own: string };
  /** Labels of what is backed up. @default - everything in the namespace */
  readonly selector?: Readonly<Record<string, string>>;
  /** When, in the five fields of cron, UTC. @default - once a day, at night */
  readonly schedule?: string;
  /** Days that each backup is kept. @default - the keeper's own */
  readonly keepDays?: number;
  /** Run in containers before their volumes are copied. @default [] */
  readonly before?: readonly BackupHook[];
  /** Run in containers once their volumes are copied. @default [] */
  readonly after?: readonly BackupHook[];
}

/** Copies the cluster's state to where it survives the cluster. */
export interface BackupKeeper {
  /** Has the plan of `scope` carried out; what is drawn for it is the keeper's own. */
  protect(scope: Construct, plan: BackupPlan): void;
}

// Without kinds to wait for: what a keeper needs itself, such as a bucket, may be what is backed up.
export const Backups = new Capability<BackupKeeper>('backups', 'a backup service');
