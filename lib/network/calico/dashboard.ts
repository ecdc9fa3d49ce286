import type { Dashboard } from '../../contracts/dashboards';

/** The state of nodes, pools and Typha on one page. */
export const dashboard: Dashboard = {
  uid: 'calico',
  title: 'Calico',
  folder: 'Network',
  panels: [
    {
      title: 'Nodes without an answering agent',
      queries: [
        { expr: 'max(felix_cluster_num_hosts) - count(felix_cluster_num_hosts)', legend: 'nodes' },
      ],
      shape: 'number',
    },
    {
      title: 'Addresses in use',
      queries: [
        {
          expr: 'sum by (ippool) (ipam_allocations_in_use) / on (ippool) max by (ippool) (ipam_ippool_size)',
          legend: '{{ippool}}',
        },
      ],
      unit: 'ratio',
    },
    {
      title: 'Time to program a change, 99th percentile',
      queries: [
        {
          expr: 'felix_int_dataplane_apply_time_seconds{quantile="0.99"}',
          legend: '{{instance}}',
        },
      ],
      unit: 'seconds',
      description: 'Seconds from a change of policy to the rule in the kernel.',
    },
    {
      title: 'Failures to program a node',
      queries: [
        {
          expr: 'rate(felix_int_dataplane_failures[$__rate_interval])',
          legend: '{{instance}}',
        },
      ],
      unit: 'ops/s',
    },
    {
      title: 'Endpoints of each node',
      queries: [{ expr: 'felix_active_local_endpoints', legend: '{{instance}}' }],
    },
    {
      title: 'Policies',
      queries: [
        { expr: 'max(felix_cluster_num_policies)', legend: 'in the cluster' },
        { expr: 'felix_active_local_policies', legend: '{{instance}}' },
      ],
    },
    {
      title: 'Connections to Typha',
      queries: [{ expr: 'typha_connections_active', legend: '{{instance}}' }],
    },
    {
      title: 'Delay of Typha, 99th percentile',
      queries: [{ expr: 'typha_client_latency_secs{quantile="0.99"}', legend: '{{instance}}' }],
      unit: 'seconds',
    },
  ],
};
