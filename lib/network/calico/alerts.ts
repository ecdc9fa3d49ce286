import type { RuleGroup } from '../../contracts/metrics';

/** What wakes people up, or waits for the morning. */
export const alerts: readonly RuleGroup[] = [
  {
    name: 'calico-nodes',
    rules: [
      {
        alert: 'CalicoNodeAgentMissing',
        expr: 'max(felix_cluster_num_hosts) - count(felix_cluster_num_hosts) > 0',
        for: '10m',
        severity: 'critical',
        summary: '{{ $value }} nodes run no Calico agent that answers',
        description:
          'Pods there keep their connections, but get neither new policies nor new routes. Look at the calico-node Pods that are not ready.',
      },
      {
        alert: 'CalicoNodeOutOfSync',
        expr: 'felix_resync_state != 3',
        for: '10m',
        severity: 'critical',
        summary: 'The Calico agent {{ $labels.instance }} is not in sync with the API server',
        description:
          'Its node enforces what it knew before. See whether it reaches Typha on port 5473, and Typha the API server.',
      },
      {
        alert: 'CalicoDataPlaneFailures',
        expr: 'increase(felix_int_dataplane_failures[15m]) > 5',
        for: '15m',
        severity: 'warning',
        summary: 'The Calico agent {{ $labels.instance }} fails to program its node',
        description:
          'It tries again, and policies and routes are late meanwhile. Its log says which call the kernel refuses; another firewall manager on the node is a usual cause.',
      },
      {
        alert: 'CalicoFirewallErrors',
        expr: 'increase(felix_iptables_restore_errors[15m]) > 5 or increase(felix_nft_errors[15m]) > 5 or increase(felix_ipset_errors[15m]) > 5',
        for: '15m',
        severity: 'warning',
        summary: 'The Calico agent {{ $labels.instance }} cannot write firewall rules',
        description:
          'iptables, nftables or ipset refuse rules. Missing kernel modules and a kube-proxy in another mode are usual causes.',
      },
      {
        alert: 'CalicoBpfEndpointsDirty',
        expr: 'felix_bpf_dirty_dataplane_endpoints > 0',
        for: '15m',
        severity: 'warning',
        summary: '{{ $value }} endpoints of {{ $labels.instance }} have no valid eBPF program',
        description:
          'Their traffic may pass or be dropped by an older policy. See the log of calico-node there.',
      },
    ],
  },
  {
    name: 'calico-addresses',
    rules: [
      {
        alert: 'CalicoPoolNearlyFull',
        expr: 'sum by (ippool) (ipam_allocations_in_use) / on (ippool) max by (ippool) (ipam_ippool_size) > 0.85',
        for: '30m',
        severity: 'warning',
        summary: 'Pool {{ $labels.ippool }} is used by {{ $value | humanizePercentage }}',
        description: 'New Pods will soon stay without an address. Add a pool, or make room.',
      },
      {
        alert: 'CalicoAddressesLeaked',
        expr: 'sum(ipam_allocations_gc_candidates) > 0',
        for: '2h',
        severity: 'info',
        summary: '{{ $value }} addresses belong to no Pod and are not taken back',
        description: 'The garbage collection of kube-controllers does not finish; see its log.',
      },
    ],
  },
  {
    name: 'calico-typha',
    rules: [
      {
        alert: 'CalicoTyphaSlow',
        expr: 'max by (instance) (typha_client_latency_secs{quantile="0.99"}) > 5',
        for: '15m',
        severity: 'warning',
        summary:
          'Typha {{ $labels.instance }} passes changes on with {{ $value | humanizeDuration }} of delay',
        description:
          'Policies reach nodes late. Give Typha more CPU, or find the node that reads slowly.',
      },
    ],
  },
];
