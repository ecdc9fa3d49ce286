import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** Its series name the Rollout's namespace so: `namespace` is where they are scraped. */
const ROLLOUT = 'exported_namespace, name';

/** What somebody has to know: a new version does not come, or the controller does not work. */
export const alerts = (namespace: string): RuleGroup => {
  const of = `namespace="${namespace}"`;
  const name = '{{ $labels.exported_namespace }}/{{ $labels.name }}';
  return {
    name: 'argo-rollouts',
    rules: [
      {
        alert: 'RolloutAborted',
        expr: `sum by (${ROLLOUT}) (increase(rollout_events_total{${of},reason="RolloutAborted"}[15m])) > 0`,
        severity: 'warning',
        summary: `The new version of ${name} was taken back`,
        description:
          'An analysis failed, or somebody aborted it. All traffic goes to the old version. See its AnalysisRuns; then repair the version, or retry the Rollout.',
      },
      {
        alert: 'RolloutDegraded',
        expr: `max by (${ROLLOUT}) (rollout_info{${of},phase="Degraded"}) > 0`,
        for: '15m',
        severity: 'warning',
        summary: `${name} is degraded`,
        description:
          'It was aborted and not retried, its Pods do not become ready in time, or its spec is wrong: the conditions of the Rollout say which.',
      },
      {
        alert: 'RolloutPausedLong',
        expr: `max by (${ROLLOUT}) (rollout_info{${of},phase="Paused"}) > 0`,
        for: '12h',
        severity: 'info',
        summary: `${name} has been waiting for half a day`,
        description: 'Two versions run. Promote the Rollout, or abort it.',
      },
      {
        alert: 'RolloutStuck',
        expr: `max by (${ROLLOUT}) (rollout_info{${of},phase="Progressing"}) > 0`,
        for: '2h',
        severity: 'warning',
        summary: `${name} has been under way for two hours`,
        description:
          'Pods of the new version are missing or not ready, or its analysis never ends. See the Rollout and its newest ReplicaSet.',
      },
      {
        alert: 'RolloutAnalysisErrors',
        expr: `sum by (${ROLLOUT}) (increase(analysis_run_reconcile_error{${of}}[15m])) > 3`,
        for: '15m',
        severity: 'warning',
        summary: `The analysis ${name} cannot be carried out`,
        description:
          'Mostly a query that gives no number, or metrics that are not reached: see the messages of the AnalysisRun.',
      },
      {
        alert: 'RolloutReconcileErrors',
        expr: `sum by (${ROLLOUT}) (increase(rollout_reconcile_error{${of}}[15m])) > 5`,
        for: '15m',
        severity: 'warning',
        summary: `The controller fails at ${name}`,
        description:
          'Its log names the object: a missing Service or route, or missing rights to change them.',
      },
      {
        alert: 'RolloutsControllerDown',
        expr: `absent(up{${of},job="argo-rollouts-metrics"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'No Rollout goes on, and none is taken back',
        description:
          'The controller does not answer. A Pod that does not start mostly cannot copy its plugin: see its init containers.',
      },
    ],
  };
};

/** What is under way, and how the controller does. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}"`;
  return {
    uid: 'argo-rollouts',
    title: 'Argo Rollouts',
    panels: [
      {
        title: 'Under way',
        shape: 'number',
        queries: [{ expr: `count(rollout_info{${of},phase=~"Progressing|Paused"}) or vector(0)` }],
      },
      {
        title: 'Degraded',
        shape: 'number',
        queries: [{ expr: `count(rollout_info{${of},phase="Degraded"}) or vector(0)` }],
      },
      {
        title: 'By phase',
        queries: [{ expr: `count by (phase) (rollout_info{${of}})`, legend: '{{phase}}' }],
      },
      {
        title: 'What happened',
        description: 'Events a minute.',
        queries: [
          {
            expr: `sum by (reason) (rate(rollout_events_total{${of},reason=~"Rollout.*|AnalysisRun.*"}[$__rate_interval])) * 60`,
            legend: '{{reason}}',
          },
        ],
      },
      {
        title: 'Analyses',
        queries: [{ expr: `count by (phase) (analysis_run_info{${of}})`, legend: '{{phase}}' }],
      },
      {
        title: 'Copies that are not there',
        queries: [
          {
            expr: `sum by (${ROLLOUT}) (rollout_info_replicas_unavailable{${of}}) > 0`,
            legend: '{{exported_namespace}}/{{name}}',
          },
        ],
      },
      {
        title: 'Time of a reconciliation',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.95, sum by (le) (rate(rollout_reconcile_bucket{${of}}[$__rate_interval])))`,
            legend: '95 %',
          },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [{ expr: `process_resident_memory_bytes{${of}}`, legend: '{{pod}}' }],
      },
    ],
  };
};
