import type { Dashboard } from '../../contracts/dashboards';
import { SELECTED as S } from './members';

const quantile = (histogram: string): string =>
  `histogram_quantile(0.99, sum by (instance, le) (rate(${histogram}_bucket{${S}}[$__rate_interval])))`;

/** Who leads, how fast disks and network are, how full the database is. */
export const dashboard: Dashboard = {
  uid: 'external-etcd',
  title: 'etcd',
  panels: [
    {
      title: 'Members that are up',
      shape: 'number',
      queries: [{ expr: `sum(up{${S}})`, legend: 'members' }],
    },
    {
      title: 'Leader',
      shape: 'table',
      queries: [{ expr: `etcd_server_is_leader{${S}} == 1`, legend: '{{instance}}' }],
    },
    {
      title: 'Database, of its quota',
      unit: 'ratio',
      queries: [
        {
          expr: `etcd_mvcc_db_total_size_in_bytes{${S}} / etcd_server_quota_backend_bytes{${S}}`,
          legend: '{{instance}}',
        },
      ],
      description: 'At 1 nothing can be written any more.',
    },
    {
      title: 'Database, and what of it is in use',
      unit: 'bytes',
      queries: [
        { expr: `etcd_mvcc_db_total_size_in_bytes{${S}}`, legend: '{{instance}} file' },
        { expr: `etcd_mvcc_db_total_size_in_use_in_bytes{${S}}`, legend: '{{instance}} in use' },
      ],
      description: 'What lies between comes back by defragmentation.',
    },
    {
      title: 'Log to disk, 99th percentile',
      unit: 'seconds',
      queries: [{ expr: quantile('etcd_disk_wal_fsync_duration_seconds'), legend: '{{instance}}' }],
      description: 'Below 10 ms is good.',
    },
    {
      title: 'Database to disk, 99th percentile',
      unit: 'seconds',
      queries: [
        { expr: quantile('etcd_disk_backend_commit_duration_seconds'), legend: '{{instance}}' },
      ],
      description: 'Below 25 ms is good.',
    },
    {
      title: 'Between members, 99th percentile',
      unit: 'seconds',
      queries: [
        { expr: quantile('etcd_network_peer_round_trip_time_seconds'), legend: '{{instance}}' },
      ],
    },
    {
      title: 'Changes',
      unit: 'ops/s',
      queries: [
        {
          expr: `sum by (instance) (rate(etcd_server_proposals_committed_total{${S}}[$__rate_interval]))`,
          legend: '{{instance}} committed',
        },
        {
          expr: `sum by (instance) (rate(etcd_server_proposals_failed_total{${S}}[$__rate_interval]))`,
          legend: '{{instance}} failed',
        },
      ],
    },
    {
      title: 'New leaders, last hour',
      shape: 'number',
      queries: [
        {
          expr: `max(increase(etcd_server_leader_changes_seen_total{${S}}[1h]))`,
          legend: 'leaders',
        },
      ],
    },
  ],
};
