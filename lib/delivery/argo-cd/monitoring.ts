import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** What somebody has to know: the cluster is not what Git says, or nobody looks. */
export const alerts = (namespace: string): RuleGroup => {
  const of = `namespace="${namespace}"`;
  return {
    name: 'argo-cd',
    rules: [
      {
        alert: 'ArgoCdOutOfSync',
        expr: `sum by (name, project) (argocd_app_info{${of},sync_status="OutOfSync"}) > 0`,
        for: '30m',
        severity: 'warning',
        summary: '{{ $labels.name }} differs from Git for half an hour',
        description:
          'A sync waits for people, or something in the cluster undoes it. `argocd app diff` names the fields; let one of both own them, or ignore the difference.',
      },
      {
        alert: 'ArgoCdSyncFails',
        expr: `sum by (name, project) (increase(argocd_app_sync_total{${of},phase=~"Error|Failed"}[15m])) > 0`,
        severity: 'warning',
        summary: 'A sync of {{ $labels.name }} failed',
        description:
          'What Git has was refused: `argocd app get` shows by whom. Mostly a missing CRD, an admission policy, or a project that does not allow it.',
      },
      {
        alert: 'ArgoCdUnhealthy',
        expr: `sum by (name, project, health_status) (argocd_app_info{${of},health_status=~"Degraded|Missing"}) > 0`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.name }} is {{ $labels.health_status }}',
        description:
          'An object of it cannot do its work, or is gone; its page names the object. Later sync waves wait for it.',
      },
      {
        alert: 'ArgoCdCannotCompare',
        expr: `sum by (name, project) (argocd_app_info{${of},sync_status="Unknown"}) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'Argo CD cannot compare {{ $labels.name }} with Git',
        description:
          'Its repository, path or chart cannot be read, or does not render: see the conditions on its page.',
      },
      {
        alert: 'ArgoCdGitFails',
        expr: `sum by (repo) (increase(argocd_git_fetch_fail_total{${of}}[15m])) > 3`,
        for: '15m',
        severity: 'warning',
        summary: 'Argo CD cannot fetch {{ $labels.repo }}',
        description:
          'Nothing from it is deployed. Check the server, its certificate, the credentials, and whether network policies let the repository server out to it.',
      },
      {
        alert: 'ArgoCdControllerDown',
        expr: `absent(argocd_info{${of}}) or absent(argocd_cluster_info{${of}})`,
        for: '10m',
        severity: 'critical',
        summary: 'Nothing keeps the cluster as Git has it',
        description:
          'The application controller or the server does not answer. See the Pods of both and their cache, argocd-redis.',
      },
      {
        alert: 'ArgoCdQueueGrows',
        expr: `max by (name) (workqueue_depth{${of},name=~"app_.*_queue"}) > 100`,
        for: '30m',
        severity: 'warning',
        summary: '{{ $value }} Applications wait in {{ $labels.name }}',
        description:
          'Changes arrive late. Raise `processors` and the memory of the controller, or `parallelism` and `replicas` where repository servers are busy.',
      },
      {
        alert: 'ArgoCdClusterUnreachable',
        expr: `argocd_cluster_connection_status{${of}} == 0`,
        for: '10m',
        severity: 'critical',
        summary: 'Argo CD does not reach {{ $labels.server }}',
        description:
          'Nothing is deployed there. Check its API server, the token in the Secret of the cluster, and network policies.',
      },
      {
        alert: 'ArgoCdNotificationsFail',
        expr: `sum by (exported_service) (increase(argocd_notifications_deliveries_total{${of},succeeded="false"}[30m])) > 0`,
        severity: 'info',
        summary: 'Messages by {{ $labels.exported_service }} are not delivered',
        description:
          'The log of the notifications controller says why; mostly a token or an address in its Secret.',
      },
    ],
  };
};

/** What is deployed, how well, and how busy Argo CD is. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}"`;
  const rate = (series: string, by: string, more = ''): string =>
    `sum by (${by}) (rate(${series}{${of}${more}}[$__rate_interval]))`;
  return {
    uid: 'argo-cd',
    title: 'Argo CD',
    panels: [
      {
        title: 'Applications',
        shape: 'number',
        queries: [{ expr: `count(argocd_app_info{${of}})` }],
      },
      {
        title: 'Not in sync',
        shape: 'number',
        queries: [{ expr: `count(argocd_app_info{${of},sync_status!="Synced"}) or vector(0)` }],
      },
      {
        title: 'Not healthy',
        shape: 'number',
        queries: [{ expr: `count(argocd_app_info{${of},health_status!="Healthy"}) or vector(0)` }],
      },
      {
        title: 'By health',
        queries: [
          {
            expr: `count by (health_status) (argocd_app_info{${of}})`,
            legend: '{{health_status}}',
          },
        ],
      },
      {
        title: 'Syncs',
        unit: 'ops/s',
        queries: [{ expr: rate('argocd_app_sync_total', 'phase'), legend: '{{phase}}' }],
      },
      {
        title: 'Time of a comparison',
        unit: 'seconds',
        queries: [0.5, 0.95].map((quantile) => ({
          expr: `histogram_quantile(${quantile}, ${rate('argocd_app_reconcile_bucket', 'le')})`,
          legend: `${quantile * 100} %`,
        })),
      },
      {
        title: 'Queues',
        queries: [
          {
            expr: `max by (name) (workqueue_depth{${of},name=~"app_.*_queue"})`,
            legend: '{{name}}',
          },
        ],
      },
      {
        title: 'Git requests',
        unit: 'ops/s',
        queries: [
          { expr: rate('argocd_git_request_total', 'request_type'), legend: '{{request_type}}' },
          { expr: rate('argocd_git_fetch_fail_total', 'repo'), legend: 'failed: {{repo}}' },
        ],
      },
      {
        title: 'Manifests that wait for a repository server',
        queries: [{ expr: `sum(argocd_repo_pending_request_total{${of}})`, legend: 'waiting' }],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [{ expr: `process_resident_memory_bytes{${of}}`, legend: '{{pod}}' }],
      },
    ],
  };
};
