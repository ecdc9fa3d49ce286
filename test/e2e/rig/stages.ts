import type { KubeObject } from './kube-object';

/** jq path, operator (`In`, `NotIn`, `Exists`, `DoesNotExist`) and values of a condition. */
export type Expression = readonly [key: string, operator: string, ...values: string[]];

const NOT_DELETED: Expression = ['.metadata.deletionTimestamp', 'DoesNotExist'];
const PHASE = '.status.phase';

/**
 * What happens on simulated nodes: Pods are Running and Ready as soon as they are scheduled, those of a Job succeed at
 * once, and deleted ones go away without a grace period. A node that a test adds without a status becomes Ready.
 */
export function simulatedStages(): KubeObject[] {
  const isReady = '.status.conditions.[] | select(.type == "Ready") | .status';
  const ofJob: Expression = ['.metadata.ownerReferences.[].kind', 'In', 'Job'];
  return [
    // kwok looks after Pods only where it also looks after nodes, so that there has to be a stage for these.
    stage('Node', 'node-ready', [[isReady, 'NotIn', 'True']], { statusTemplate: NODE }),
    stage('Pod', 'pod-ready', [NOT_DELETED, [PHASE, 'In', 'Pending']], { statusTemplate: READY }),
    stage('Pod', 'pod-complete', [NOT_DELETED, [PHASE, 'In', 'Running'], ofJob], {
      statusTemplate: COMPLETE,
    }),
    stage('Pod', 'pod-delete', [['.metadata.deletionTimestamp', 'Exists']], { delete: true }),
  ];
}

/**
 * One step in the life of Nodes or Pods, for kwok.
 * @param when conditions that must all hold: jq path, operator, values.
 * @param next `{ statusTemplate }` or `{ delete: true }`.
 */
export function stage(
  kind: 'Node' | 'Pod',
  name: string,
  when: readonly Expression[],
  next: Readonly<Record<string, unknown>>,
): KubeObject {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: {
        matchExpressions: when.map(([key, operator, ...values]) => ({
          key,
          operator,
          ...(values.length > 0 ? { values } : {}),
        })),
      },
      next,
    },
  };
}

// The templates write flow-style YAML, so that no indentation has to be kept in them.
const TERMINATED = `terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now }}, finishedAt: {{ $now }}}`;
const NAMED = `name: {{ .name | Quote }}, image: {{ .image | Quote }}, restartCount: 0`;
const RUNNING = `{${NAMED}, ready: true, started: true, state: {running: {startedAt: {{ $now }}}}}`;
const ENDED = `{${NAMED}, ready: true, started: false, state: {${TERMINATED}}}`;

const NODE = `
{{ $now := Now | Quote }}
phase: Running
conditions:
- {type: Ready, status: "True", reason: Simulated, lastHeartbeatTime: {{ $now }}, lastTransitionTime: {{ $now }}}
`;

const READY = `
{{ $now := Now | Quote }}
{{ $ip := PodIPWith .spec.nodeName (or .spec.hostNetwork false) (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
{{ $hostIP := NodeIPWith .spec.nodeName | Quote }}
phase: Running
startTime: {{ $now }}
hostIP: {{ $hostIP }}
hostIPs: [{ip: {{ $hostIP }}}]
podIP: {{ $ip }}
podIPs: [{ip: {{ $ip }}}]
conditions:
{{ range (list "Initialized" "ContainersReady" "Ready") }}
- {type: {{ . }}, status: "True", lastTransitionTime: {{ $now }}}
{{ end }}
{{ range .spec.readinessGates }}
- {type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now }}}
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- ${RUNNING}
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
{{ if eq .restartPolicy "Always" }}
- ${RUNNING}
{{ else }}
- ${ENDED}
{{ end }}
{{ end }}
`;

const COMPLETE = `
{{ $now := Now | Quote }}
phase: Succeeded
conditions:
- {type: Ready, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now }}}
- {type: ContainersReady, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now }}}
containerStatuses:
{{ range .spec.containers }}
- {${NAMED}, ready: false, started: false, state: {${TERMINATED}}}
{{ end }}
`;
