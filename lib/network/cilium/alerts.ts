import type { AlertRule, RuleGroup } from '../../contracts/metrics';
import type { CiliumValuesOptions } from './options';

/** What wakes people up, or waits for the morning; only for what is turned on. */
export function alerts(options: CiliumValuesOptions): readonly RuleGroup[] {
  const { loadBalancing = 'none', clusterMesh, encryption } = options;
  return [
    { name: 'cilium-agents', rules: AGENTS },
    {
      name: 'cilium-features',
      rules: [
        ...(loadBalancing !== 'none' ? [SERVICES_WITHOUT_ADDRESS] : []),
        ...(loadBalancing === 'bgp' ? [BGP_SESSION_DOWN] : []),
        ...(clusterMesh ? [CLUSTER_UNREACHABLE] : []),
        ...(encryption?.type === 'ipsec' ? [IPSEC_ERRORS] : []),
      ],
    },
  ].filter((group) => group.rules.length > 0);
}

const AGENTS: readonly AlertRule[] = [
  {
    alert: 'CiliumAgentDown',
    expr: 'up{job="cilium-agent"} == 0',
    for: '10m',
    severity: 'critical',
    summary: 'The Cilium agent of {{ $labels.node }} does not answer',
    description:
      'Pods there keep their connections, but new Pods get no network and policies stand still. See the Pod and its log.',
  },
  {
    alert: 'CiliumNodesUnreachable',
    expr: 'max by (node) (cilium_unreachable_nodes) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.node }} does not reach {{ $value }} other nodes',
    description:
      "Cilium's health checks fail. See `cilium-health status` there, and whether a firewall closes TCP 4240, ICMP or the tunnel's port.",
  },
  {
    alert: 'CiliumEndpointsNotReady',
    expr: 'sum by (node) (cilium_endpoint_state{endpoint_state!="ready"}) > 0',
    for: '20m',
    severity: 'warning',
    summary: '{{ $value }} endpoints of {{ $labels.node }} are not ready',
    description:
      'Their eBPF programs are not compiled or not loaded. See `cilium-dbg endpoint list` there.',
  },
  {
    alert: 'CiliumMapNearlyFull',
    expr: 'max by (node, map_name) (cilium_bpf_map_pressure) > 0.9',
    for: '10m',
    severity: 'critical',
    summary:
      'The map {{ $labels.map_name }} of {{ $labels.node }} is full to {{ $value | humanizePercentage }}',
    description:
      'A full map drops new connections, Services or policies. Raise its size with `values: { bpf: … }`.',
  },
  {
    alert: 'CiliumControllersFailing',
    expr: 'sum by (node) (cilium_controllers_failing) > 0',
    for: '30m',
    severity: 'warning',
    summary: '{{ $value }} controllers of the agent of {{ $labels.node }} fail again and again',
    description: '`cilium-dbg status --all-controllers` says which, and why.',
  },
  {
    alert: 'CiliumPacketsDropped',
    expr: 'sum by (node, reason) (rate(cilium_drop_count_total{reason!="Policy denied"}[5m])) > 10',
    for: '15m',
    severity: 'warning',
    summary:
      '{{ $labels.node }} drops {{ $value | humanize }} packets a second: {{ $labels.reason }}',
    description:
      'Denials by policy are not counted here. `cilium-dbg monitor --type drop` shows the packets.',
  },
  {
    alert: 'CiliumNodeAddressesNearlyUsed',
    expr: 'sum by (node, family) (cilium_ip_addresses) / sum by (node, family) (cilium_ipam_capacity) > 0.9',
    for: '30m',
    severity: 'warning',
    summary:
      '{{ $labels.node }} has used {{ $value | humanizePercentage }} of its {{ $labels.family }} addresses',
    description:
      'New Pods will soon stay without an address there: spread them, or plan larger blocks for new nodes.',
  },
];

const SERVICES_WITHOUT_ADDRESS: AlertRule = {
  alert: 'CiliumServicesWithoutAddress',
  expr: 'max(cilium_operator_lbipam_services_unsatisfied) > 0',
  for: '10m',
  severity: 'warning',
  summary: '{{ $value }} Services of type LoadBalancer wait for an address',
  description: 'No pool fits or all are used up; the condition of the Service says which.',
};

const BGP_SESSION_DOWN: AlertRule = {
  alert: 'CiliumBgpSessionDown',
  expr: 'min by (node, neighbor) (cilium_bgp_control_plane_session_state) == 0',
  for: '5m',
  severity: 'critical',
  summary: '{{ $labels.node }} has lost its BGP session with {{ $labels.neighbor }}',
  description:
    'The router sends no traffic to this node. See `cilium-dbg bgp peers` there and the log of the router.',
};

const CLUSTER_UNREACHABLE: AlertRule = {
  alert: 'CiliumRemoteClusterNotReady',
  expr: 'min by (target_cluster) (cilium_clustermesh_remote_cluster_readiness_status) == 0',
  for: '10m',
  severity: 'critical',
  summary: 'The cluster {{ $labels.target_cluster }} of the mesh is not reached',
  description:
    'Its Services and identities are as they were. See `cilium-dbg troubleshoot clustermesh`.',
};

const IPSEC_ERRORS: AlertRule = {
  alert: 'CiliumIpsecErrors',
  expr: 'sum by (node, error) (increase(cilium_ipsec_xfrm_error[10m])) > 0',
  for: '15m',
  severity: 'warning',
  summary: '{{ $labels.node }} drops encrypted packets: {{ $labels.error }}',
  description:
    'Nodes may hold different keys after a rotation. Compare the Secret of the keys on all of them.',
};
