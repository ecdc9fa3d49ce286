import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';
import { longestGap } from '../cron';
import { dashboard } from './dashboard';

const PORT = 'http-monitoring';

/** Has Velero watched: metrics of server and nodes, alerts, a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapeServices(scope, {
      name: 'velero',
      namespace,
      selector: { 'app.kubernetes.io/name': 'velero' },
      endpoints: [{ port: PORT }],
      podPorts: [8085],
    });
    metrics.scrapePods(scope, {
      name: 'velero-node-agent',
      namespace,
      selector: { name: 'node-agent' },
      endpoints: [{ port: PORT }],
      podPorts: [8085],
    });
    metrics.addRules(scope, { name: 'velero', namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard, namespace));
}

/** Nobody notices a backup that is not made; the time between two, and two hours, may pass. */
export function missingBackup(schedule: string, cron: string): RuleGroup {
  const last = `velero_backup_last_successful_timestamp{schedule="${schedule}"}`;
  const seconds = (longestGap(cron) + 2) * 3600;
  return {
    name: `velero-schedule-${schedule}`,
    rules: [
      {
        alert: 'VeleroBackupMissing',
        expr: `time() - max(${last}) > ${seconds} or absent(${last})`,
        for: '2h',
        severity: 'critical',
        labels: { schedule },
        summary: `Schedule ${schedule} has no recent backup.`,
        description: `\`velero schedule get ${schedule}\` shows whether it runs, and \`velero backup get\` how its backups ended. A first backup clears this.`,
      },
    ],
  };
}

const grew = (metric: string, by = 'schedule'): string =>
  `sum by (${by}) (increase(velero_${metric}[1h])) > 0`;

const alerts = (namespace: string): RuleGroup => ({
  name: 'velero',
  rules: [
    {
      alert: 'VeleroDown',
      expr: `absent(kube_deployment_status_replicas_available{namespace="${namespace}",deployment="velero"} > 0)`,
      for: '15m',
      severity: 'critical',
      summary: 'Velero does not run: no backups are made.',
      description:
        'See its Pod: a plugin that does not come, or a Secret of the bucket that is not there yet?',
    },
    {
      alert: 'VeleroNodeAgentMissing',
      expr: `kube_daemonset_status_number_unavailable{namespace="${namespace}",daemonset="node-agent"} > 0`,
      for: '30m',
      severity: 'warning',
      summary: 'Velero cannot copy volumes of {{ $value }} nodes.',
      description: 'Backups of volumes there fail. See the Pods of the DaemonSet node-agent.',
    },
    {
      alert: 'VeleroLocationUnavailable',
      expr: 'min by (backup_location_name) (velero_backup_location_status_gauge) == 0',
      for: '30m',
      severity: 'critical',
      summary: 'Backup location {{ $labels.backup_location_name }} is out of reach.',
      description:
        '`kubectl get backupstoragelocations -A -o wide` says why: credentials, certificate, network rules, or a bucket that is gone.',
    },
    {
      alert: 'VeleroBackupFailed',
      expr: grew('backup_failure_total'),
      severity: 'critical',
      summary: 'A backup of schedule {{ $labels.schedule }} has failed.',
      description:
        '`velero backup logs` of the newest one says why; start another once that is mended.',
    },
    {
      alert: 'VeleroBackupPartiallyFailed',
      expr: grew('backup_partial_failure_total'),
      severity: 'warning',
      summary: 'A backup of schedule {{ $labels.schedule }} lacks something.',
      description:
        'It can be restored, but objects or volumes are missing: `velero backup describe --details`. Mostly a volume that could not be snapshot, or a hook that failed.',
    },
    {
      alert: 'VeleroVolumeCopyFailed',
      expr: `sum(increase(podVolume_data_upload_failure_total{namespace="${namespace}"}[1h])) > 0`,
      severity: 'warning',
      summary: '{{ $value | humanize }} volumes could not be copied to the bucket.',
      description:
        '`kubectl get datauploads -n velero` names them; the node-agent of their node says why.',
    },
    {
      alert: 'VeleroMaintenanceFailed',
      expr: grew('repo_maintenance_failure_total', 'repository_name'),
      for: '6h',
      severity: 'warning',
      summary: 'The repository {{ $labels.repository_name }} is not tidied.',
      description:
        'Its bucket keeps what expired backups held. See the Jobs in the namespace of Velero: mostly too little memory.',
    },
    {
      alert: 'VeleroRestoreFailed',
      expr: grew('restore_failed_total'),
      severity: 'warning',
      summary: 'A restore of schedule {{ $labels.schedule }} has failed.',
      description: '`velero restore logs` says why.',
    },
    {
      alert: 'VeleroRestoreDrillFailed',
      expr: `kube_job_failed{namespace="${namespace}",job_name=~"restore-drill-.*",condition="true"} > 0`,
      severity: 'critical',
      summary: 'The drill {{ $labels.job_name }} could not restore a backup.',
      description:
        'A backup that cannot be restored is none. The namespace of the drill is still there; see its Pods, and `velero restore describe`.',
    },
  ],
});
