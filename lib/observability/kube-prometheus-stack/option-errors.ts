import { isDuration, isStorageSize } from '../quantities';
import { durationError } from './alert-routing';
import type { AlertingOptions } from './alerting-words';
import type { AlertmanagerOptions } from './alertmanager-values';
import type { PrometheusOptions, VolumeOptions } from './prometheus-words';

/** What is wrong with single options, each as a sentence. */
export function optionErrors(
  options: PrometheusOptions & AlertmanagerOptions & AlertingOptions,
): string[] {
  const { retention, scrapeInterval, evaluationInterval, retentionSize } = options;
  const durations = Object.entries({ retention, scrapeInterval, evaluationInterval });
  const { replicas, alertmanagerReplicas, storage, alertmanagerStorage } = options;
  return [
    ...durations
      .filter(([, text]) => text !== undefined && !isDuration(text))
      .map(([name, text]) => `${name} '${text}' is not a duration; write it as \`15d\` or \`30s\``),
    ...(retentionSize !== undefined && !/^\d+(\.\d+)?((K|M|G|T|P|E)i?)?B$|^0$/.test(retentionSize)
      ? [`retentionSize '${retentionSize}' is not a size; write it as \`40GiB\``]
      : []),
    ...Object.entries({ replicas, alertmanagerReplicas })
      .filter(([, count]) => count !== undefined && !(Number.isInteger(count) && count >= 1))
      .map(([name, count]) => `${name} '${count}' is not a number of copies; give 1 or more`),
    ...volumeErrors('storage', storage),
    ...volumeErrors('alertmanagerStorage', alertmanagerStorage),
    ...groupingErrors(options),
    ...intervalErrors(options),
  ];
}

function volumeErrors(name: string, volume: VolumeOptions | 'ephemeral' | undefined): string[] {
  if (volume === undefined || volume === 'ephemeral') return [];
  const { size } = volume;
  if (size === undefined || isStorageSize(size)) return [];
  return [`the size '${size}' of ${name} is not one of a volume; write it as \`50Gi\``];
}

function groupingErrors({ grouping }: AlertingOptions): string[] {
  const error = grouping && durationError(grouping);
  return error === undefined ? [] : [`${error} in \`grouping\`; write it as \`5m\``];
}

function intervalErrors({ timeIntervals = [] }: AlertingOptions): string[] {
  const names = timeIntervals.map(({ name }) => name);
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...twice].map((name) => `two time intervals are named '${name}'; rename one of them`);
}
