import type { AlertRule } from '../../contracts/metrics';
import { LEASE } from './manifest';

/** Name of the monitor, and thus of the job in metrics. */
export const MONITOR = 'kube-vip';

const SELF = 'job=~"(.*/)?kube-vip"';
const OF_LEASE = `lease="${LEASE}"`;

/** What people are told of, with sessions to routers or without. */
export const rules = (bgp: boolean): readonly AlertRule[] => [
  {
    alert: 'ApiAddressHasNoHolder',
    expr: `time() - kube_lease_renew_time{${OF_LEASE}} > 60`,
    for: '1m',
    severity: 'critical',
    summary: 'No control plane holds the address of the API servers.',
    description:
      'The lease of kube-vip is not renewed. Ask an API server at its own address (`kubectl --server https://<control plane>:6443`), and look at the log of kube-vip with `crictl logs`.',
  },
  {
    alert: 'ApiAddressKeepsMoving',
    expr: `count by (lease) (count_over_time(kube_lease_owner{${OF_LEASE}}[15m])) > 1`,
    for: '30m',
    severity: 'warning',
    summary: 'The address of the API servers has moved again and again for half an hour.',
    description:
      'Each time all connections break. Look for slow disks of etcd and overloaded control planes; a longer `leaseSeconds` makes it more patient.',
  },
  {
    alert: 'KubeVipDown',
    expr: `up{${SELF}} == 0`,
    for: '10m',
    severity: 'warning',
    summary: 'kube-vip at {{ $labels.instance }} gives no metrics.',
    description:
      'That control plane cannot take the address of the API servers. Look at `crictl ps --all --name kube-vip` there.',
  },
  {
    alert: 'KubeVipRestarts',
    expr: 'increase(kube_pod_container_status_restarts_total{namespace="kube-system",container="kube-vip"}[1h]) > 3',
    severity: 'warning',
    summary: '{{ $labels.pod }} keeps restarting.',
    description:
      'It ends when it cannot renew its lease, or has no rights: `kubectl --namespace kube-system logs --previous {{ $labels.pod }}` says which.',
  },
  ...(bgp
    ? [
        {
          alert: 'KubeVipRouterLost',
          expr: `kube_vip_manager_bgp_session_info{${SELF},state="ESTABLISHED"} == 0`,
          for: '5m',
          severity: 'warning' as const,
          summary: '{{ $labels.instance }} has no BGP session with {{ $labels.peer }}.',
          description:
            'With all sessions lost, the address leads nowhere while this machine holds it. Look at the router, and at the firewall for port 179.',
        },
      ]
    : []),
];
