import type { HostTarget } from './host-file';

/** What a list of steps is for. */
export type RunbookName = 'install' | 'upgrade' | 'certificates' | 'recovery';

/** Parts of a runbook, in order. */
export const STAGES = [
  'preparation',
  'machines',
  'load-balancers',
  'etcd',
  'first-control-plane',
  'join',
  'network',
  'platform',
  'afterwards',
] as const;

/** A part of a runbook. */
export type Stage = (typeof STAGES)[number];

/** Something that people do, on machines or where the definition is run. */
export interface RunbookStep {
  readonly runbook: RunbookName;
  /** Steps of one stage keep the order of definition. */
  readonly stage: Stage;
  /** What is done, as a heading: `Start etcd`. */
  readonly title: string;
  /** Where the commands are run, on each machine. @default 'operator' */
  readonly on?: HostTarget;
  /** What to know, in Markdown. @default - nothing */
  readonly text?: string;
  /** Shell commands. @default [] */
  readonly commands?: readonly string[];
  /** Shell commands that show whether it worked. @default [] */
  readonly verify?: readonly string[];
}
