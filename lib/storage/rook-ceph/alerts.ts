import type { AlertRule, RuleGroup } from '../../contracts/metrics';

const of = (namespace: string): string => `namespace="${namespace}",job="rook-ceph-mgr"`;

/** What Ceph says about its own health, by the name of the check. */
const check = (namespace: string, names: string): string =>
  `ceph_health_detail{${of(namespace)},name=~"${names}"} == 1`;

/** One monitor is away, and a majority is left only just. */
function quorumAtRisk(namespace: string): string {
  const up = `count(ceph_mon_quorum_status{${of(namespace)}} == 1)`;
  const all = `count(ceph_mon_metadata{${of(namespace)}})`;
  return `${up} < ${all} and ${up} <= floor(${all} / 2) + 1 and ${all} > 2`;
}

/** What somebody has to know: data at risk, data out of reach, room that runs out. */
export const alerts = (namespace: string): readonly RuleGroup[] => [
  { name: 'ceph-cluster', rules: clusterAlerts(namespace) },
  { name: 'ceph-data', rules: dataAlerts(namespace) },
  { name: 'ceph-capacity', rules: capacityAlerts(namespace) },
];

const clusterAlerts = (namespace: string): readonly AlertRule[] => [
  {
    alert: 'CephMetricsMissing',
    expr: `absent(up{${of(namespace)}} == 1)`,
    for: '10m',
    severity: 'critical',
    summary: 'Nobody knows how Ceph is',
    description:
      'The active manager gives no metrics, so no other alert of Ceph can fire. See the Pods rook-ceph-mgr and the log of rook-ceph-operator.',
  },
  {
    alert: 'CephHealthError',
    expr: `ceph_health_status{${of(namespace)}} == 2`,
    for: '5m',
    severity: 'critical',
    summary: 'Ceph is in the state HEALTH_ERR',
    description: `Data is at risk or out of reach. The status of the CephCluster in the namespace ${namespace} and the dashboard name the checks that fail.`,
  },
  {
    alert: 'CephHealthWarning',
    expr: `ceph_health_status{${of(namespace)}} == 1`,
    for: '30m',
    severity: 'warning',
    summary: 'Ceph is in the state HEALTH_WARN for half an hour',
    description:
      'It works, but something wants attention; the dashboard names the checks. No upgrade while it lasts.',
  },
  {
    alert: 'CephMonQuorumAtRisk',
    expr: quorumAtRisk(namespace),
    for: '1m',
    severity: 'critical',
    summary: 'One more monitor of Ceph down, and all storage stops',
    description:
      'Monitors need a majority. See the Pods rook-ceph-mon and their nodes; the operator replaces a monitor that is away for ten minutes where another node has room.',
  },
  {
    alert: 'CephDaemonCrashed',
    expr: check(namespace, 'RECENT_CRASH|RECENT_MGR_MODULE_CRASH'),
    for: '1m',
    severity: 'warning',
    summary: 'A daemon or module of Ceph crashed',
    description:
      'The dashboard shows the report under Cluster, Crash; `ceph crash archive-all` ends the alert once it is understood.',
  },
];

const dataAlerts = (namespace: string): readonly AlertRule[] => [
  {
    alert: 'CephOSDDown',
    expr: check(namespace, 'OSD_DOWN|OSD_HOST_DOWN'),
    for: '5m',
    severity: 'warning',
    summary: 'A disk of Ceph, or all of a node, is away',
    description:
      'After ten minutes Ceph copies its data elsewhere. See the Pods rook-ceph-osd and the kernel log of the node; replace a broken disk as Rook describes.',
  },
  {
    alert: 'CephDataOutOfReach',
    expr: check(namespace, 'PG_AVAILABILITY'),
    for: '5m',
    severity: 'critical',
    summary: 'Some data of Ceph can be neither read nor written',
    description:
      'Too many copies are away at once; Pods hang on it. Bring back the OSDs that are down before anything else.',
  },
  {
    alert: 'CephDataDamaged',
    expr: check(namespace, 'PG_DAMAGED|OSD_SCRUB_ERRORS|OBJECT_UNFOUND|MDS_DAMAGE'),
    for: '5m',
    severity: 'critical',
    summary: 'Copies of some data differ or are gone',
    description:
      '`ceph health detail` names the placement groups; `ceph pg repair` mends what another copy has. Look for a disk with read errors.',
  },
  {
    alert: 'CephFilesystemDown',
    expr: check(namespace, 'MDS_ALL_DOWN|FS_WITH_FAILED_MDS|FS_DEGRADED'),
    for: '5m',
    severity: 'critical',
    summary: 'A file system of Ceph has no metadata server',
    description: 'Pods with shared volumes hang. See the Pods rook-ceph-mds, their memory first.',
  },
  {
    alert: 'CephSlowOperations',
    expr: `ceph_healthcheck_slow_ops{${of(namespace)}} > 0`,
    for: '5m',
    severity: 'warning',
    summary: '{{ $value }} operations of Ceph take longer than half a minute',
    description:
      'A disk or the network is slow. The panel on disk latency names the disk; else compare the network of the nodes.',
  },
];

const capacityAlerts = (namespace: string): readonly AlertRule[] => [
  {
    alert: 'CephCapacityLow',
    expr: `ceph_cluster_total_used_raw_bytes{${of(namespace)}} / ceph_cluster_total_bytes{${of(namespace)}} > 0.75`,
    for: '30m',
    severity: 'warning',
    summary: 'The disks of Ceph are full to {{ $value | humanizePercentage }}',
    description:
      'From 85 % on Ceph warns, at 95 % all writing stops. Add disks or delete data; keep room for the data of one failure domain.',
  },
  {
    alert: 'CephFull',
    expr: check(
      namespace,
      'OSD_NEARFULL|OSD_BACKFILLFULL|OSD_FULL|POOL_FULL|PG_RECOVERY_FULL|PG_BACKFILL_FULL',
    ),
    for: '5m',
    severity: 'critical',
    summary: 'A disk or pool of Ceph is nearly full',
    description:
      'When a disk is full, everything that writes stops. Delete data or raise the quota at once; then add disks, or let the balancer move data.',
  },
];
