import type { Construct } from 'constructs';
import { Dashboards, type Dashboard } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';
import { NAME } from './job';

/** Has the snapshots watched, which may be `gap` hours apart: alerts and a dashboard. */
export function watch(scope: Construct, namespace: string, gap: number): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.addRules(scope, { name: NAME, namespace, groups: [alerts(namespace, gap)] });
  });
  Dashboards.whenProvided(scope, (viewer) => {
    viewer.add(scope, dashboard(namespace), namespace);
  });
}

const last = (namespace: string): string =>
  `kube_cronjob_status_last_successful_time{namespace="${namespace}",cronjob="${NAME}"}`;

const alerts = (namespace: string, gap: number): RuleGroup => ({
  name: NAME,
  rules: [
    {
      alert: 'EtcdSnapshotMissing',
      expr: `time() - max(${last(namespace)}) > ${(gap + 2) * 3600} or absent(${last(namespace)})`,
      for: `${gap}h`,
      severity: 'critical',
      summary: 'There is no recent snapshot of etcd.',
      description: `A lost control plane could not be restored to today. See the Jobs of the CronJob ${NAME} in ${namespace}; the first snapshot clears this.`,
    },
    {
      alert: 'EtcdSnapshotFailed',
      expr: `kube_job_failed{namespace="${namespace}",job_name=~"${NAME}-.*",condition="true"} > 0`,
      for: '5m',
      severity: 'warning',
      summary: 'The snapshot {{ $labels.job_name }} has failed.',
      description:
        'Its containers `members` and `save` speak to etcd (addresses, certificates), `verify` reads the snapshot, `upload` speaks to the object store. Delete the Job once that is mended.',
    },
    {
      alert: 'EtcdSnapshotStuck',
      expr: `kube_job_status_active{namespace="${namespace}",job_name=~"${NAME}-.*"} > 0`,
      for: '50m',
      severity: 'warning',
      summary: 'The snapshot {{ $labels.job_name }} does not end.',
      description:
        'It waits for a node of the control plane, for the Secret of the bucket, or for the object store.',
    },
    {
      alert: 'EtcdSnapshotsSuspended',
      expr: `kube_cronjob_spec_suspend{namespace="${namespace}",cronjob="${NAME}"} == 1`,
      for: '1h',
      severity: 'warning',
      summary: 'Snapshots of etcd are suspended.',
      description: `Somebody stopped them. Set \`suspend\` of the CronJob ${NAME} back to false.`,
    },
  ],
});

const dashboard = (namespace: string): Dashboard => {
  const jobs = `namespace="${namespace}",job_name=~"${NAME}-.*"`;
  return {
    uid: NAME,
    title: 'etcd snapshots',
    panels: [
      {
        title: 'Hours since the last snapshot',
        shape: 'number',
        queries: [{ expr: `(time() - max(${last(namespace)})) / 3600`, legend: 'hours' }],
      },
      {
        title: 'Size of etcd',
        unit: 'bytes',
        queries: [{ expr: 'max(etcd_mvcc_db_total_size_in_bytes)', legend: 'database' }],
        description: 'A snapshot is about as large. Empty where etcd is not scraped.',
      },
      {
        title: 'Time that snapshots take',
        unit: 'seconds',
        queries: [
          {
            expr: `max(kube_job_status_completion_time{${jobs}} - kube_job_status_start_time{${jobs}})`,
            legend: 'longest',
          },
        ],
      },
      {
        title: 'Failed attempts',
        queries: [{ expr: `sum(kube_job_status_failed{${jobs}})`, legend: 'attempts' }],
      },
    ],
  };
};
