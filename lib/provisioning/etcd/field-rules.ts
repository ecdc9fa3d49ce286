import type { AlertRule } from '../../contracts/metrics';
import { SELECTED } from './members';

/** What the field watches of `count` members; kube-prometheus-stack has such rules by itself. */
export const fieldRules = (count: number): readonly AlertRule[] => [
  {
    alert: 'EtcdNoMajority',
    expr: `sum(up{${SELECTED}}) < ${Math.floor(count / 2) + 1} or absent(up{${SELECTED}})`,
    for: '3m',
    severity: 'critical',
    summary: 'etcd has no majority',
    description:
      'The API servers can neither read nor write. Start members again; if their data is lost, follow the recovery runbook.',
  },
  {
    alert: 'EtcdMemberDown',
    expr: `up{${SELECTED}} == 0`,
    for: '10m',
    severity: 'warning',
    summary: 'The etcd member {{ $labels.instance }} is down',
    description:
      'One more and there may be no majority. See `journalctl -u etcd` there; the recovery runbook says how a lost member is replaced.',
  },
  {
    alert: 'EtcdNoLeader',
    expr: `etcd_server_has_leader{${SELECTED}} == 0`,
    for: '1m',
    severity: 'critical',
    summary: 'The etcd member {{ $labels.instance }} has no leader',
    description: 'It answers nobody. Look at the network between members (port 2380) and disks.',
  },
  {
    alert: 'EtcdLeaderChanges',
    expr: `max(increase(etcd_server_leader_changes_seen_total{${SELECTED}}[15m])) >= 4`,
    for: '5m',
    severity: 'warning',
    summary: 'etcd has had {{ $value | humanize }} leaders within a quarter of an hour',
    description:
      'Disks or the network are too slow for the heartbeat. Mend them; for members of several sites set `latency`.',
  },
  {
    alert: 'EtcdSlowCommit',
    expr: `histogram_quantile(0.99, sum by (instance, le) (rate(etcd_disk_backend_commit_duration_seconds_bucket{${SELECTED}}[5m]))) > 0.25`,
    for: '10m',
    severity: 'warning',
    summary:
      'The database of {{ $labels.instance }} takes {{ $value | humanizeDuration }} to be written',
    description: 'The disk of the data folder is too slow or busy; below 25 ms is good.',
  },
  {
    alert: 'EtcdSlowPeers',
    expr: `histogram_quantile(0.99, sum by (instance, To, le) (rate(etcd_network_peer_round_trip_time_seconds_bucket{${SELECTED}}[5m]))) > 0.15`,
    for: '10m',
    severity: 'warning',
    summary:
      'From {{ $labels.instance }} to member {{ $labels.To }} and back takes {{ $value | humanizeDuration }}',
    description: 'Look at the network between the two; heartbeats have to be about as long apart.',
  },
  {
    alert: 'EtcdFailedProposals',
    expr: `sum by (instance) (rate(etcd_server_proposals_failed_total{${SELECTED}}[15m])) > 1`,
    for: '15m',
    severity: 'warning',
    summary: 'Changes fail at {{ $labels.instance }}',
    description: 'Mostly elections or a lost majority; see the alerts beside this one.',
  },
];
