import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';
import { dashboard } from './dashboard';

/** Has Longhorn watched: metrics, alerts, a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapeServices(scope, {
      name: 'longhorn',
      namespace,
      selector: { app: 'longhorn-manager' },
      endpoints: [{ port: 'manager' }],
      podPorts: [9500],
    });
    metrics.addRules(scope, { name: 'longhorn', namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard, namespace));
}

/** What hands the account of a bucket to Longhorn, where there is a bucket. */
const copier = (namespace: string): string =>
  `namespace="${namespace}",cronjob="longhorn-backup-credentials"`;

const VOLUME = '{{ $labels.pvc_namespace }}/{{ $labels.pvc }} ({{ $labels.volume }})';

const alerts = (namespace: string): RuleGroup => ({
  name: 'longhorn',
  rules: [
    {
      alert: 'LonghornManagerDown',
      expr: `kube_daemonset_status_number_unavailable{namespace="${namespace}",daemonset="longhorn-manager"} > 0`,
      for: '15m',
      severity: 'critical',
      summary: 'Longhorn does not run on {{ $value }} nodes.',
      description:
        'Volumes there can be neither mounted nor moved. Does the node have open-iscsi, and what does the log of longhorn-manager say?',
    },
    {
      alert: 'LonghornVolumeFaulted',
      expr: 'longhorn_volume_robustness{state="faulted"} == 1',
      for: '2m',
      severity: 'critical',
      summary: `Volume ${VOLUME} has no healthy copy.`,
      description:
        'Its Pod cannot write. If the nodes of its copies come back, salvage it in the user interface; else restore it from a backup.',
    },
    {
      alert: 'LonghornVolumeDegraded',
      expr: 'longhorn_volume_robustness{state="degraded"} == 1',
      for: '30m',
      severity: 'warning',
      summary: `Volume ${VOLUME} has fewer copies than it should.`,
      description:
        'A rebuild should have made another by now. Is a node down, or is no disk left with room for one?',
    },
    {
      alert: 'LonghornVolumeReadOnly',
      expr: 'longhorn_volume_file_system_read_only > 0',
      for: '2m',
      severity: 'critical',
      summary: `The file system of ${VOLUME} has become read-only.`,
      description:
        'After an error of input or output. Restart its Pod, so that it is checked and mounted again.',
    },
    {
      alert: 'LonghornNodeStorageFull',
      expr: '(longhorn_node_storage_usage_bytes / longhorn_node_storage_capacity_bytes) > 0.8',
      for: '15m',
      severity: 'warning',
      summary: 'Storage of node {{ $labels.node }} is {{ $value | humanizePercentage }} full.',
      description:
        'Below a quarter of free space, disks take no more copies. Add a disk, delete snapshots, or trim file systems.',
    },
    {
      alert: 'LonghornNodeNotReady',
      expr: 'longhorn_node_status{condition=~"ready|schedulable|mountpropagation"} == 0',
      for: '30m',
      severity: 'warning',
      summary: 'Longhorn cannot use node {{ $labels.node }}: {{ $labels.condition_reason }}.',
      description:
        'Its volumes lose copies. A cordoned node is expected here; see `kubectl -n longhorn-system get nodes.longhorn.io`.',
    },
    {
      alert: 'LonghornDiskNotSchedulable',
      expr: 'longhorn_disk_status{condition=~"ready|schedulable"} == 0',
      for: '30m',
      severity: 'warning',
      summary:
        'Disk {{ $labels.disk }} of {{ $labels.node }} takes no copies: {{ $labels.condition_reason }}.',
      description: 'It is full, or gone. Rebuilds need another disk with room.',
    },
    {
      alert: 'LonghornBackupFailed',
      expr: 'longhorn_backup_state == 4',
      for: '5m',
      severity: 'warning',
      summary: 'Backup {{ $labels.backup }} of volume {{ $labels.volume }} has failed.',
      description:
        'The user interface says why. Is the target reached (Settings, Backup Target), and do its credentials hold?',
    },
    {
      alert: 'LonghornBackupCredentialsStale',
      // One that never succeeded has no such time.
      expr: `time() - (kube_cronjob_status_last_successful_time{${copier(namespace)}} or kube_cronjob_created{${copier(namespace)}}) > 7200`,
      for: '10m',
      severity: 'warning',
      summary: 'The account of the backup bucket is no longer handed to Longhorn.',
      description:
        'Backups fail once the account changes. See the Jobs longhorn-backup-credentials, and whether the bucket has its Secret.',
    },
  ],
});
