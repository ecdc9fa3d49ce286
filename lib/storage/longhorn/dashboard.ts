import type { Dashboard } from '../../contracts/dashboards';

const volumes = (kind: string) => `sum by (pvc_namespace, pvc) (longhorn_volume_${kind}{pvc!=""})`;
const CLAIM = '{{pvc_namespace}}/{{pvc}}';

/** Health of volumes first, then room, then speed. */
export const dashboard: Dashboard = {
  uid: 'longhorn',
  title: 'Longhorn',
  panels: [
    {
      title: 'Volumes by health',
      shape: 'number',
      queries: [{ expr: 'sum by (state) (longhorn_volume_robustness)', legend: '{{state}}' }],
      description:
        'Faulted ones have no healthy copy, degraded ones too few. Detached ones are unknown.',
    },
    {
      title: 'Disks and nodes in trouble',
      shape: 'number',
      queries: [
        {
          expr: 'count(longhorn_disk_status{condition="schedulable"} == 0) or vector(0)',
          legend: 'disks',
        },
        {
          expr: 'count(longhorn_node_status{condition="ready"} == 0) or vector(0)',
          legend: 'nodes',
        },
      ],
    },
    {
      title: 'Storage in use by node',
      unit: 'ratio',
      queries: [
        {
          expr: 'longhorn_node_storage_usage_bytes / longhorn_node_storage_capacity_bytes',
          legend: '{{node}}',
        },
      ],
    },
    {
      title: 'Storage promised by node',
      unit: 'ratio',
      queries: [
        {
          expr: 'longhorn_node_storage_scheduled_bytes / (longhorn_node_storage_capacity_bytes - longhorn_node_storage_reservation_bytes)',
          legend: '{{node}}',
        },
      ],
    },
    {
      title: 'Largest volumes, with their snapshots',
      unit: 'bytes',
      shape: 'table',
      queries: [{ expr: `topk(20, ${volumes('actual_size_bytes')})`, legend: CLAIM }],
    },
    {
      title: 'Reads and writes',
      unit: 'ops/s',
      queries: [
        { expr: 'sum(longhorn_volume_read_iops)', legend: 'reads' },
        { expr: 'sum(longhorn_volume_write_iops)', legend: 'writes' },
      ],
    },
    {
      title: 'Slowest writes',
      unit: 'seconds',
      queries: [{ expr: `topk(10, ${volumes('write_latency')}) / 1e9`, legend: CLAIM }],
    },
    {
      title: 'Hours since the last backup',
      shape: 'table',
      queries: [
        {
          expr: '(time() - max by (pvc_namespace, pvc) (longhorn_volume_last_backup_at{pvc!=""} > 0)) / 3600',
          legend: CLAIM,
        },
      ],
      description: 'Volumes without any backup are not listed.',
    },
  ],
};
