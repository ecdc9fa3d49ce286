import type { Dashboard, DashboardPanel } from '../../contracts/dashboards';
import type { CiliumValuesOptions } from './options';

/** Agents, drops, policies and flows on one page. */
export const dashboard = ({ hubble = true }: CiliumValuesOptions): Dashboard => ({
  uid: 'cilium',
  title: 'Cilium',
  folder: 'Network',
  panels: [...AGENT_PANELS, ...(hubble ? HUBBLE_PANELS : [])],
});

const AGENT_PANELS: readonly DashboardPanel[] = [
  {
    title: 'Nodes that others do not reach',
    queries: [{ expr: 'max by (node) (cilium_unreachable_nodes)', legend: '{{node}}' }],
    description: 'Number of nodes that the agent of each node cannot reach.',
  },
  {
    title: 'Endpoints by state',
    queries: [
      { expr: 'sum by (endpoint_state) (cilium_endpoint_state)', legend: '{{endpoint_state}}' },
    ],
  },
  {
    title: 'Dropped packets',
    queries: [
      {
        expr: 'sum by (reason) (rate(cilium_drop_count_total[$__rate_interval]))',
        legend: '{{reason}}',
      },
    ],
    unit: 'ops/s',
  },
  {
    title: 'Forwarded traffic',
    queries: [
      {
        expr: 'sum by (node) (rate(cilium_forward_bytes_total[$__rate_interval]))',
        legend: '{{node}}',
      },
    ],
    unit: 'bytes/s',
  },
  {
    title: 'Use of eBPF maps',
    queries: [{ expr: 'max by (map_name) (cilium_bpf_map_pressure)', legend: '{{map_name}}' }],
    unit: 'ratio',
  },
  {
    title: 'Endpoints under policies',
    queries: [
      {
        expr: 'sum by (enforcement) (cilium_policy_endpoint_enforcement_status)',
        legend: '{{enforcement}}',
      },
    ],
  },
  {
    title: 'Time to bring a change into the kernel, 99th percentile',
    queries: [
      {
        expr: 'histogram_quantile(0.99, sum by (le) (rate(cilium_endpoint_regeneration_time_stats_seconds_bucket{scope="total"}[$__rate_interval])))',
        legend: 'all nodes',
      },
    ],
    unit: 'seconds',
  },
];

const HUBBLE_PANELS: readonly DashboardPanel[] = [
  {
    title: 'Flows by verdict',
    queries: [
      {
        expr: 'sum by (verdict) (rate(hubble_flows_processed_total[$__rate_interval]))',
        legend: '{{verdict}}',
      },
    ],
    unit: 'ops/s',
  },
  {
    title: 'DNS answers',
    queries: [
      {
        expr: 'sum by (rcode) (rate(hubble_dns_responses_total[$__rate_interval]))',
        legend: '{{rcode}}',
      },
    ],
    unit: 'ops/s',
  },
];
