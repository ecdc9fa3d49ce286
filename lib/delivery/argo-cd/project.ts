import type { AppProjectSpec } from './kinds';
import { destinationOf } from './application';
import type { ProjectOptions, ProjectRole, SyncWindow } from './words';

/** What is wrong with a project, or `undefined`. */
export function projectError({
  name,
  description = '',
  sources,
  destinations,
  roles = [],
  syncWindows = [],
}: ProjectOptions): string | undefined {
  if (sources.length === 0) return `project '${name}' has no sources; name one or more`;
  if (destinations.length === 0) return `project '${name}' has no destinations; name one or more`;
  if (description.length > 255) {
    return `the description of project '${name}' has '${description.length}' characters; keep it to 255`;
  }
  const twin = roles.find((role, i) => roles.findIndex((r) => r.name === role.name) !== i);
  if (twin) return `project '${name}' has the role '${twin.name}' twice; rename one`;
  return syncWindows.map((window) => windowError(name, window)).find((error) => error);
}

function windowError(project: string, { schedule, duration }: SyncWindow): string | undefined {
  if (schedule.trim().split(/\s+/).length !== 5) {
    return `a sync window of project '${project}' opens at '${schedule}'; write the five fields of cron`;
  }
  return /^\d+(s|m|h)$/.test(duration)
    ? undefined
    : `a sync window of project '${project}' lasts '${duration}'; write it as \`2h\` or \`30m\``;
}

/** A project in the words of its CRD. */
export function projectSpec(options: ProjectOptions): AppProjectSpec {
  const { name, description, roles = [], syncWindows = [] } = options;
  const { namespaceResources, deniedNamespaceResources } = options;
  return {
    ...(description !== undefined && { description }),
    sourceRepos: options.sources,
    destinations: options.destinations.map((destination) => ({
      ...destinationOf(destination),
      namespace: destination.namespace ?? '*',
    })),
    clusterResourceWhitelist: options.clusterResources ?? [],
    ...(namespaceResources && { namespaceResourceWhitelist: namespaceResources }),
    ...(deniedNamespaceResources && { namespaceResourceBlacklist: deniedNamespaceResources }),
    ...(roles.length > 0 && { roles: roles.map((role) => roleSpec(name, role)) }),
    ...(syncWindows.length > 0 && { syncWindows: syncWindows.map(windowSpec) }),
    ...(options.warnOfOrphans === true && { orphanedResources: { warn: true } }),
  };
}

const roleSpec = (project: string, { name, groups = [], actions, policies = [] }: ProjectRole) => ({
  name,
  groups,
  policies: [
    ...actions.map(
      (action) =>
        `p, proj:${project}:${name}, applications, ${action === 'action' ? 'action/*' : action}, ${project}/*, allow`,
    ),
    ...policies,
  ],
});

const windowSpec = (window: SyncWindow) => ({
  kind: window.kind,
  schedule: window.schedule,
  duration: window.duration,
  timeZone: window.timeZone ?? 'UTC',
  applications: window.applications ?? ['*'],
  manualSync: window.manualSync ?? false,
});
