import type { Dashboard } from '../../contracts/dashboards';

/** Health, room, speed. */
export const dashboard = (namespace: string): Dashboard => {
  const mgr = `namespace="${namespace}",job="rook-ceph-mgr"`;
  const rate = (metric: string): string =>
    `sum by (name) (rate(${metric}{${mgr}}[$__rate_interval]) * on (pool_id) group_left (name) ceph_pool_metadata{${mgr}})`;
  return {
    uid: 'rook-ceph',
    title: 'Ceph',
    panels: [
      {
        title: 'Health',
        shape: 'number',
        description: '0 is well, 1 a warning, 2 an error.',
        queries: [{ expr: `max(ceph_health_status{${mgr}})`, legend: 'health' }],
      },
      {
        title: 'Checks that fail',
        shape: 'table',
        queries: [{ expr: `ceph_health_detail{${mgr}} == 1`, legend: '{{severity}} {{name}}' }],
      },
      {
        title: 'Disks',
        shape: 'number',
        queries: [
          { expr: `sum(ceph_osd_up{${mgr}})`, legend: 'up' },
          { expr: `sum(ceph_osd_in{${mgr}})`, legend: 'in' },
          { expr: `count(ceph_osd_up{${mgr}})`, legend: 'all' },
        ],
      },
      {
        title: 'Room in use',
        unit: 'ratio',
        description: 'With all copies. Ceph warns at 0.85 and stops writing at 0.95.',
        queries: [
          {
            expr: `ceph_cluster_total_used_raw_bytes{${mgr}} / ceph_cluster_total_bytes{${mgr}}`,
            legend: 'all disks',
          },
        ],
      },
      {
        title: 'Room that is left by pool',
        unit: 'bytes',
        description: 'Without copies: what Pods can still write.',
        queries: [
          {
            expr: `sum by (name) (ceph_pool_max_avail{${mgr}} * on (pool_id) group_left (name) ceph_pool_metadata{${mgr}})`,
            legend: '{{name}}',
          },
        ],
      },
      {
        title: 'Data that is written by pool',
        unit: 'bytes/s',
        queries: [{ expr: rate('ceph_pool_wr_bytes'), legend: '{{name}}' }],
      },
      {
        title: 'Data that is read by pool',
        unit: 'bytes/s',
        queries: [{ expr: rate('ceph_pool_rd_bytes'), legend: '{{name}}' }],
      },
      {
        title: 'Operations by pool',
        unit: 'ops/s',
        queries: [
          { expr: rate('ceph_pool_rd'), legend: '{{name}} read' },
          { expr: rate('ceph_pool_wr'), legend: '{{name}} write' },
        ],
      },
      {
        title: 'Slowest disks',
        unit: 'seconds',
        queries: [
          {
            expr: `topk(5, ceph_osd_commit_latency_ms{${mgr}}) / 1000`,
            legend: '{{ceph_daemon}}',
          },
        ],
      },
      {
        title: 'Placement groups that are not well',
        queries: ['degraded', 'undersized', 'inconsistent', 'down'].map((state) => ({
          expr: `sum(ceph_pg_${state}{${mgr}})`,
          legend: state,
        })),
        description: 'Degraded ones have fewer copies than they should; down ones cannot be read.',
      },
      {
        title: 'Requests to object stores',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum(rate(ceph_rgw_req{namespace="${namespace}"}[$__rate_interval]))`,
            legend: 'all',
          },
          {
            expr: `sum(rate(ceph_rgw_failed_req{namespace="${namespace}"}[$__rate_interval]))`,
            legend: 'failed',
          },
        ],
      },
      {
        title: 'Recovery',
        unit: 'bytes/s',
        queries: [
          {
            expr: `sum(ceph_pool_recovering_bytes_per_sec{${mgr}})`,
            legend: 'copied again',
          },
        ],
      },
    ],
  };
};
