import { cronError } from '../cron';
import { timeOf } from './schedules';
import type { ScheduleOptions } from './words';

/** What is wrong with a schedule, as a sentence. */
export function scheduleError(
  schedule: ScheduleOptions,
  taken: ReadonlySet<string>,
): string | undefined {
  const { name, keepDays, namespaces = [], excludedNamespaces = [], namespaceLabels } = schedule;
  if (taken.has(name)) {
    return `there is already a backup schedule or plan '${name}'; name it otherwise`;
  }
  if (!/^[a-z0-9]([-a-z0-9]{0,46}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a schedule: at most 48 of \`a-z0-9-\`, as backups add their time to it; shorten it`;
  }
  if (keepDays !== undefined && !(keepDays > 0)) {
    return `schedule '${name}' keeps backups for '${keepDays}' days; give one or more`;
  }
  if (schedule.namespaces?.length === 0) {
    return `schedule '${name}' names no namespace, which Velero takes for all of them; name some, or leave \`namespaces\` out`;
  }
  if (schedule.namespaces && namespaceLabels) {
    return `schedule '${name}' has both \`namespaces\` and \`namespaceLabels\`; give one of them`;
  }
  if (namespaceLabels && Object.keys(namespaceLabels).length === 0) {
    return `schedule '${name}' has no label in \`namespaceLabels\`, which would be every namespace; give one`;
  }
  const pattern = [...namespaces, ...excludedNamespaces].find((p) => !isPattern(p));
  if (pattern !== undefined) {
    return `schedule '${name}' has the namespace '${pattern}', which Velero refuses; use names, \`*\`, \`?\` and \`[abc]\``;
  }
  return cronError(`schedule '${name}'`, timeOf(schedule));
}

/** Names of namespaces with Velero's wildcards, of which brackets must close and not be empty. */
const isPattern = (text: string): boolean =>
  !text.includes('**') && /^(?:[a-z0-9*?-]|\[[a-z0-9-]+\])+$/.test(text);
