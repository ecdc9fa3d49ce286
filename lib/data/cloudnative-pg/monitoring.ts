import type { Dashboard } from '../../contracts/dashboards';
import type { AlertRule, RuleGroup } from '../../contracts/metrics';

/** Pods whose volumes are those of a database, as the kubelet names them. */
const VOLUMES = ['$1', '$1-wal']
  .map(
    (claim) =>
      `label_replace(cnpg_collector_up, "persistentvolumeclaim", "${claim}", "pod", "(.*)")`,
  )
  .join(' or ');

const BACKUP = 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp';

const DATABASES: readonly AlertRule[] = [
  {
    alert: 'PostgresInstanceDown',
    expr: 'cnpg_collector_up == 0',
    for: '5m',
    severity: 'critical',
    summary: 'PostgreSQL in {{ $labels.namespace }}/{{ $labels.pod }} does not answer',
    description:
      'The instance manager runs, the server does not. `kubectl cnpg status` and the log of the Pod say why; a full volume and a failed recovery are the usual reasons.',
  },
  {
    alert: 'PostgresReplicationLag',
    expr: 'max by (namespace, pod) (cnpg_pg_replication_lag) > 60',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} is {{ $value | humanizeDuration }} behind',
    description:
      'A failover to it would lose or wait for that much. See the disk and CPU of the standby, and long queries on it.',
  },
  {
    alert: 'PostgresReplicaNotStreaming',
    expr: 'cnpg_pg_replication_in_recovery > cnpg_pg_replication_is_wal_receiver_up',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} receives nothing from the primary',
    description:
      'The cluster has one standby less than it shows. If the log says that WAL was removed, delete the Pod and its volume claim: the operator makes a new copy.',
  },
  {
    alert: 'PostgresArchivingFails',
    expr: '(cnpg_pg_stat_archiver_last_failed_time - cnpg_pg_stat_archiver_last_archived_time) > 1',
    for: '15m',
    severity: 'critical',
    summary: 'The write-ahead log of {{ $labels.namespace }}/{{ $labels.pod }} is not archived',
    description:
      'Nothing since then can be restored, and the log fills the volume. The container plugin-barman-cloud says why: the bucket, its credentials, its certificate, or an archive that another cluster wrote.',
  },
  {
    alert: 'PostgresBackupTooOld',
    expr: `time() - max by (namespace, pod) (${BACKUP}) > 2 * 86400`,
    for: '3h',
    severity: 'critical',
    summary:
      'The newest base backup of {{ $labels.namespace }}/{{ $labels.pod }} is older than two days',
    description:
      'See the Backups of the namespace (`kubectl get backups`) and the container plugin-barman-cloud of the instance that they name.',
  },
  {
    alert: 'PostgresVolumeFull',
    expr: `kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.15 and on (namespace, persistentvolumeclaim) (${VOLUMES})`,
    for: '10m',
    severity: 'critical',
    summary:
      'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
    description:
      'A full volume stops the server. Raise `size`, which grows the volume in place; if the log is what grows, see whether archiving fails or a replication slot is inactive.',
  },
  {
    alert: 'PostgresConnectionsExhausted',
    expr: 'sum by (namespace, pod) (cnpg_backends_total) / max by (namespace, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.85',
    for: '10m',
    severity: 'warning',
    summary:
      '{{ $labels.namespace }}/{{ $labels.pod }} has {{ $value | humanizePercentage }} of its connections in use',
    description:
      'Soon clients are turned away. Look for connections that are idle in a transaction; else use `pooled`, or raise `max_connections`.',
  },
  {
    alert: 'PostgresLongTransaction',
    expr: 'max by (namespace, pod, datname, usename) (cnpg_backends_max_tx_duration_seconds{usename!~"streaming_replica|postgres"}) > 3600',
    for: '5m',
    severity: 'warning',
    summary:
      'A transaction of {{ $labels.usename }} in {{ $labels.namespace }}/{{ $labels.pod }} is open for {{ $value | humanizeDuration }}',
    description:
      'It keeps dead rows from being removed and may hold locks. Find it in pg_stat_activity and end it, or give its user an idle_in_transaction_session_timeout.',
  },
  {
    alert: 'PostgresWraparoundNear',
    expr: 'max by (namespace, pod, datname) (cnpg_pg_database_xid_age) > 1e9',
    for: '30m',
    severity: 'critical',
    summary:
      'Database {{ $labels.datname }} in {{ $labels.namespace }}/{{ $labels.pod }} nears the end of its transaction ids',
    description:
      'Autovacuum does not keep up; at two thousand million the server stops to accept writes. End old transactions and drop inactive replication slots, then run VACUUM (FREEZE).',
  },
];

/** What somebody has to know of the databases, and of the operator in `namespace`. */
export const alerts = (namespace: string): readonly RuleGroup[] => [
  { name: 'cloudnative-pg.databases', rules: DATABASES },
  {
    name: 'cloudnative-pg.operator',
    rules: [
      {
        alert: 'CloudNativePgDown',
        expr: `absent(up{namespace="${namespace}",container="manager"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'The operator of the databases is down',
        description:
          'Databases go on, but no primary that fails is replaced, and no database can be made or changed. See the Deployment cloudnative-pg.',
      },
    ],
  },
];

/** All databases: what they do, how far copies are behind, and whether they are backed up. */
export const dashboard: Dashboard = {
  uid: 'cloudnative-pg',
  title: 'PostgreSQL',
  panels: [
    {
      title: 'Servers that answer',
      shape: 'number',
      queries: [{ expr: 'sum(cnpg_collector_up)' }],
    },
    {
      title: 'Hours since the last backup',
      shape: 'table',
      queries: [{ expr: `(time() - max by (namespace, pod) (${BACKUP} > 0)) / 3600` }],
    },
    {
      title: 'Replication lag',
      unit: 'seconds',
      queries: [
        {
          expr: 'max by (namespace, pod) (cnpg_pg_replication_lag)',
          legend: '{{namespace}}/{{pod}}',
        },
      ],
    },
    {
      title: 'Connections',
      queries: [
        {
          expr: 'sum by (namespace, pod, state) (cnpg_backends_total)',
          legend: '{{namespace}}/{{pod}} {{state}}',
        },
      ],
    },
    {
      title: 'Transactions',
      unit: 'ops/s',
      queries: [
        {
          expr: 'sum by (namespace, datname) (rate(cnpg_pg_stat_database_xact_commit[$__rate_interval]) + rate(cnpg_pg_stat_database_xact_rollback[$__rate_interval]))',
          legend: '{{namespace}} {{datname}}',
        },
      ],
    },
    {
      title: 'Reads from memory',
      unit: 'ratio',
      description: 'Below 0.95 for long, more memory helps.',
      queries: [
        {
          expr: 'sum by (namespace, datname) (rate(cnpg_pg_stat_database_blks_hit[$__rate_interval])) / (sum by (namespace, datname) (rate(cnpg_pg_stat_database_blks_hit[$__rate_interval])) + sum by (namespace, datname) (rate(cnpg_pg_stat_database_blks_read[$__rate_interval])))',
          legend: '{{namespace}} {{datname}}',
        },
      ],
    },
    {
      title: 'Size of the databases',
      unit: 'bytes',
      queries: [
        {
          expr: 'max by (namespace, datname) (cnpg_pg_database_size_bytes)',
          legend: '{{namespace}} {{datname}}',
        },
      ],
    },
    {
      title: 'Write-ahead log on disk',
      unit: 'bytes',
      queries: [
        {
          expr: 'max by (namespace, pod) (cnpg_collector_pg_wal{value="size"})',
          legend: '{{namespace}}/{{pod}}',
        },
      ],
    },
    {
      title: 'Log files that wait to be archived',
      queries: [
        {
          expr: 'max by (namespace, pod) (cnpg_collector_pg_wal_archive_status{value="ready"})',
          legend: '{{namespace}}/{{pod}}',
        },
      ],
    },
    {
      title: 'Clients that wait for the pool',
      queries: [
        {
          expr: 'sum by (namespace, pod) (cnpg_pgbouncer_pools_cl_waiting)',
          legend: '{{namespace}}/{{pod}}',
        },
      ],
    },
  ],
};
