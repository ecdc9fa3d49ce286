import type { Dashboard } from '../../contracts/dashboards';

/** Health of the machines; the stack's own dashboards show their load. */
export const hardwareDashboard: Dashboard = {
  uid: 'node-hardware',
  title: 'Node hardware',
  panels: [
    {
      title: 'Nodes',
      shape: 'number',
      queries: [{ expr: 'count(up{job="node-exporter"} == 1)' }],
    },
    {
      title: 'Uncorrectable memory errors, 1 day',
      shape: 'number',
      queries: [{ expr: 'sum(increase(node_edac_uncorrectable_errors_total[1d])) or vector(0)' }],
    },
    {
      title: 'Failed disks of software RAIDs',
      shape: 'number',
      queries: [{ expr: 'sum(node_md_disks{state="failed"}) or vector(0)' }],
    },
    {
      title: 'Read-only file systems of disks',
      shape: 'number',
      queries: [{ expr: 'count(node_filesystem_readonly{device=~"/dev/.*"} == 1) or vector(0)' }],
    },
    {
      title: 'Hottest sensor of each node, °C',
      queries: [{ expr: 'max by (instance) (node_hwmon_temp_celsius)', legend: '{{instance}}' }],
    },
    {
      title: 'Corrected memory errors',
      queries: [
        {
          expr: 'sum by (instance) (increase(node_edac_correctable_errors_total[1h]))',
          legend: '{{instance}}',
        },
      ],
    },
    {
      title: 'Errors of network interfaces',
      unit: 'ops/s',
      queries: [
        {
          expr: 'sum by (instance, device) (rate(node_network_receive_errs_total[$__rate_interval]) + rate(node_network_transmit_errs_total[$__rate_interval])) > 0',
          legend: '{{instance}} {{device}}',
        },
      ],
    },
    {
      title: 'Processes killed for want of memory',
      queries: [
        {
          expr: 'sum by (instance) (increase(node_vmstat_oom_kill[$__rate_interval]))',
          legend: '{{instance}}',
        },
      ],
    },
    {
      title: 'Distance from true time',
      unit: 'seconds',
      description: 'Certificates and etcd need clocks that agree.',
      queries: [
        { expr: 'max by (instance) (abs(node_timex_offset_seconds))', legend: '{{instance}}' },
      ],
    },
  ],
};
