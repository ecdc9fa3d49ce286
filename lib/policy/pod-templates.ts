import type { MatchRule } from './match';

// What every policy about Pods shares. Pods stand at different places in the kinds that template
// them, so that expressions go through `dyn()`: the API server would check them against the
// fields of one kind.

const SCOPE = 'Namespaced' as const;

/** Pods, the containers that are added to running ones, and every kind that templates Pods. */
export const POD_RULES: readonly MatchRule[] = [
  {
    apiVersion: 'v1',
    resources: ['pods', 'pods/ephemeralcontainers', 'podtemplates', 'replicationcontrollers'],
    scope: SCOPE,
  },
  {
    apiVersion: 'apps/v1',
    resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    scope: SCOPE,
  },
  { apiVersion: 'batch/v1', resources: ['cronjobs', 'jobs'], scope: SCOPE },
];

/** Kinds whose Pods run for as long as they are there. */
export const WORKLOAD_RULES: readonly MatchRule[] = [
  { apiVersion: 'apps/v1', resources: ['daemonsets', 'deployments', 'statefulsets'], scope: SCOPE },
];

/** CEL for the part of an object that has the Pod's metadata and spec. */
const podOf = (object: string): string =>
  [
    `${object}.kind == 'Pod' ? dyn(${object}) :`,
    `${object}.kind == 'PodTemplate' ? dyn(${object}).template :`,
    `${object}.kind == 'CronJob' ? dyn(${object}).spec.jobTemplate.spec.template :`,
    `dyn(${object}).spec.template`,
  ].join('\n');

/**
 * What was there before a policy may be scaled, labelled and finalized: an update is looked at
 * when it changes the Pods' spec.
 */
export const POD_CONDITIONS = {
  'changes-pods': `request.operation != 'UPDATE' ||\n(${podOf('object')}).spec !=\n(${podOf('oldObject')}).spec`,
};

/** Variables by which policies read Pods. */
export const POD_VARIABLES = {
  pod: podOf('object'),
  podSpec: 'variables.pod.spec',
  podAnnotations: 'variables.pod.?metadata.?annotations.orValue({})',
  isWindows: `variables.podSpec.?os.?name.orValue('') == 'windows'`,
  // Since Kubernetes 1.35 a root user within a user namespace counts as none.
  inUserNamespace: 'variables.podSpec.?hostUsers.orValue(true) == false',
  volumes: 'variables.podSpec.?volumes.orValue([])',
  /** Those that are there from the start. */
  containers:
    'variables.podSpec.?containers.orValue([]) +\nvariables.podSpec.?initContainers.orValue([])',
  allContainers: 'variables.containers +\nvariables.podSpec.?ephemeralContainers.orValue([])',
};
