import type { RecurringJobSpec } from './kinds';
import type { RecurringJobOptions } from './words';

/** Tasks that keep nothing. */
const KEEPS_NOTHING: readonly RecurringJobOptions['task'][] = [
  'snapshot-cleanup',
  'filesystem-trim',
];

/** What keeps disks tidy: space that files have left, snapshots that rebuilds have left. */
export const HOUSEKEEPING: readonly RecurringJobOptions[] = [
  { name: 'trim', task: 'filesystem-trim', cron: '0 2 * * 6' },
  { name: 'snapshot-cleanup', task: 'snapshot-cleanup', cron: '0 1 * * *' },
];

/** Whether the job needs a place for backups. */
export const isBackup = ({ task }: RecurringJobOptions): boolean => task.startsWith('backup');

/** The spec of a recurring job. */
export function recurringJob(options: RecurringJobOptions): RecurringJobSpec {
  const { name, task, cron, concurrency = 2, groups = ['default'] } = options;
  const retain = KEEPS_NOTHING.includes(task) ? 0 : (options.retain ?? 7);
  return { name, task, cron, retain, concurrency, groups, labels: {} };
}

/** What Longhorn would refuse of a job, as a sentence. */
export function jobError(
  { name, cron, retain, concurrency = 2 }: RecurringJobOptions,
  taken: ReadonlySet<string>,
): string | undefined {
  if (taken.has(name)) return `there is already a recurring job '${name}'; name it otherwise`;
  if (!/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a recurring job: at most 40 of \`a-z0-9-\`; shorten it`;
  }
  if (cron.trim().split(/\s+/).length !== 5) {
    return `recurring job '${name}' runs at '${cron}', which is not cron's five fields; write one such as \`0 2 * * *\``;
  }
  if (retain !== undefined && !(Number.isInteger(retain) && retain >= 1 && retain <= 100)) {
    return `recurring job '${name}' keeps '${retain}'; Longhorn keeps 1 to 100`;
  }
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    return `recurring job '${name}' works on '${concurrency}' volumes at a time; give 1 or more`;
  }
  return undefined;
}
