import type { BackupHook, BackupPlan } from '../../contracts/backups';
import { atNight } from '../cron';
import type { ScheduleSpec, ScheduleSpecTemplateHooksResources } from './kinds';
import type { ScheduleOptions } from './words';

/** ConfigMap with what is done about single volumes. */
export const VOLUME_POLICIES = 'velero-volume-policies';

/** All objects of the cluster, which are small. */
export const WHOLE_CLUSTER: ScheduleOptions = { name: 'cluster', volumes: false };

/** A schedule with all its defaults, and what only Velero knows. */
export interface ScheduleContext {
  readonly keepDays: number;
  /** How volumes are copied. */
  readonly method: 'snapshots' | 'files';
  /** Namespaces whose components copy their volumes by themselves. */
  readonly selfKept: readonly string[];
}

/** When a schedule runs. */
export const timeOf = ({ schedule, name }: ScheduleOptions): string => schedule ?? atNight(name);

/** What a component asks for, in the words of a schedule. */
export const planSchedule = (plan: BackupPlan): ScheduleOptions => ({
  name: plan.name,
  namespaces: [plan.namespace],
  volumes: plan.method === 'volumes',
  ...(plan.selector && { selector: plan.selector }),
  ...(plan.schedule !== undefined && { schedule: plan.schedule }),
  ...(plan.keepDays !== undefined && { keepDays: plan.keepDays }),
  ...(plan.before && { before: plan.before }),
  ...(plan.after && { after: plan.after }),
});

/** The spec of a Schedule. */
export function scheduleSpec(options: ScheduleOptions, context: ScheduleContext): ScheduleSpec {
  const { namespaces = ['*'], selector, volumes = true, location = 'default' } = options;
  const { excludedResources = ['events', 'events.events.k8s.io'] } = options;
  const excluded = [
    ...(options.excludedNamespaces ?? []),
    ...(volumes ? context.selfKept.filter((name) => !namespaces.includes(name)) : []),
  ];
  const days = options.keepDays ?? context.keepDays;
  return {
    schedule: timeOf(options),
    ...(options.paused && { paused: true }),
    // Backups outlive the schedule that made them.
    useOwnerReferencesInBackup: false,
    template: {
      includedNamespaces: namespaces,
      ...(excluded.length > 0 && { excludedNamespaces: excluded }),
      ...(excludedResources.length > 0 && { excludedResources }),
      ...(selector && { labelSelector: { matchLabels: selector } }),
      ...volumeFields(volumes, context.method),
      storageLocation: location,
      ttl: `${days * 24}h0m0s`,
      ...hooks(options),
    },
  };
}

const volumeFields = (volumes: boolean, method: 'snapshots' | 'files') => ({
  snapshotVolumes: volumes && method === 'snapshots',
  snapshotMoveData: volumes && method === 'snapshots',
  defaultVolumesToFsBackup: volumes && method === 'files',
  ...(volumes && { resourcePolicy: { kind: 'configmap', name: VOLUME_POLICIES } }),
});

function hooks({ name, namespaces, before = [], after = [] }: ScheduleOptions) {
  const all = [
    ...before.map((hook) => ({ hook, when: 'pre' as const })),
    ...after.map((hook) => ({ hook, when: 'post' as const })),
  ];
  if (all.length === 0) return {};
  const resources = all.map(({ hook, when }, i): ScheduleSpecTemplateHooksResources => ({
    name: `${name}-${i + 1}`,
    ...(namespaces && { includedNamespaces: namespaces }),
    includedResources: ['pods'],
    labelSelector: { matchLabels: hook.pods },
    [when]: [exec(hook)],
  }));
  return { hooks: { resources } };
}

const exec = ({ container, command, timeoutSeconds = 60 }: BackupHook) => ({
  exec: { container, command, onError: 'Fail' as const, timeout: `${timeoutSeconds}s` },
});
