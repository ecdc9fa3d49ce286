import type { AlertRule, RuleGroup } from '../../contracts/metrics';
import { BACKUP_METRIC } from './backup-script';
import { fieldRules } from './field-rules';
import { SELECTED } from './members';

/** What the rules depend on. */
export interface RuleOptions {
  /** How many members there are. */
  readonly members: number;
  /** Hours that the last snapshot may be old, where its time is measured. */
  readonly backupAgeHours: number | undefined;
  /** Whether the collector brings the field's own rules for etcd. */
  readonly withFieldRules: boolean;
}

/** Conditions that people are told of. */
export function etcdRules(options: RuleOptions): RuleGroup {
  return {
    name: 'external-etcd',
    rules: [
      ...ownRules,
      ...(options.withFieldRules ? [] : fieldRules(options.members)),
      ...(options.backupAgeHours === undefined ? [] : [backupRule(options.backupAgeHours)]),
    ],
  };
}

/** Earlier than those that the field has. */
const ownRules: readonly AlertRule[] = [
  {
    alert: 'EtcdDatabaseNearQuota',
    expr: `etcd_mvcc_db_total_size_in_bytes{${SELECTED}} / etcd_server_quota_backend_bytes{${SELECTED}} > 0.8`,
    for: '10m',
    severity: 'critical',
    summary:
      'The database of {{ $labels.instance }} is {{ $value | humanizePercentage }} of its quota',
    description:
      'At the quota etcd takes no more writes. Run `kubestrata-etcd-defragment --all`, find who writes so much, then raise `quotaGibibytes`. After the alarm NOSPACE: `kubestrata-etcdctl alarm disarm`.',
  },
  {
    alert: 'EtcdSlowWal',
    expr: `histogram_quantile(0.99, sum by (instance, le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket{${SELECTED}}[5m]))) > 0.1`,
    for: '10m',
    severity: 'warning',
    summary:
      'The log of {{ $labels.instance }} takes {{ $value | humanizeDuration }} to reach the disk',
    description:
      'Every change of the cluster waits for it; below 10 ms is good. Something else writes to the disk, or it is too slow: give the log its own (`walDirectory`).',
  },
];

const backupRule = (hours: number): AlertRule => ({
  alert: 'EtcdBackupOld',
  expr: `time() - max(${BACKUP_METRIC}) > ${hours * 3600} or absent(${BACKUP_METRIC})`,
  for: '1h',
  severity: 'critical',
  summary: 'There is no recent snapshot of etcd',
  description:
    'See `journalctl -u kubestrata-etcd-backup` on the members, and whether node exporter there reads the folder of text files.',
});
