import type { PodSecurityLevel } from '../../index';

/** A command in a restored container. */
export interface RestoreHook {
  /** Labels of the Pods. */
  readonly pods: Readonly<Record<string, string>>;
  readonly container: string;
  readonly command: readonly string[];
  /** Seconds that the container may take to start. @default 300 */
  readonly waitSeconds?: number;
  /** Seconds that the command may take. @default 60 */
  readonly timeoutSeconds?: number;
}

/** What tells that restored data is good. */
export interface DrillCheck {
  /** Image, whole. */
  readonly image: string;
  /** Ends with 0 if all is good; the scratch namespace is in `NAMESPACE`. */
  readonly command: readonly string[];
}

/** A restore that is tried again and again. */
export interface RestoreDrillOptions {
  readonly name: string;
  /** Schedule, or backup plan, whose newest backup is restored. */
  readonly from: string;
  /** Namespace that was backed up. */
  readonly namespace: string;
  /** Namespace that is made for the drill, and deleted after it. @default - `drill-<name>` */
  readonly into?: string;
  /** When, in the five fields of cron, UTC. @default - on the first day of each month, at 10:00 */
  readonly schedule?: string;
  /** Pod Security level of that namespace: that of the original. @default 'baseline' */
  readonly podSecurity?: PodSecurityLevel;
  /**
   * Resources that are not restored, beside routes and network policies, which would reach into
   * production.
   * @default []
   */
  readonly exclude?: readonly string[];
  /** Run in restored containers. @default [] */
  readonly hooks?: readonly RestoreHook[];
  /** @default - all restored Pods become ready */
  readonly check?: DrillCheck;
  /** Minutes that restore and check may take each. @default 60 */
  readonly timeoutMinutes?: number;
}
