import type { IConstruct } from 'constructs';
import { Registry } from '../../index';
import type { ScheduleOptions } from './words';

/** The schedule with its namespaces by name: Velero does not look at their labels. Call it late. */
export function byName(scope: IConstruct, schedule: ScheduleOptions): ScheduleOptions {
  const { namespaceLabels } = schedule;
  if (namespaceLabels === undefined) return schedule;
  const labels = Object.entries(namespaceLabels);
  const namespaces = Registry.of(scope)
    .namespaces.filter((namespace) => {
      const own = namespace.labels;
      return labels.every(([key, value]) => own[key] === value);
    })
    .map(({ name }) => name);
  return { ...schedule, namespaces: [...new Set(namespaces)].sort() };
}

/** Labels that no namespace has, as a sentence. Call it late. */
export function unlabelled(scope: IConstruct, schedule: ScheduleOptions): string | undefined {
  const { name, namespaceLabels } = schedule;
  if (namespaceLabels === undefined || byName(scope, schedule).namespaces?.length !== 0) {
    return undefined;
  }
  const labels = Object.entries(namespaceLabels).map(([key, value]) => `${key}=${value}`);
  return `schedule '${name}' is for namespaces labelled '${labels.join(',')}', and no namespace of this platform is; label one, or drop the schedule`;
}
