import type { Construct } from 'constructs';
import type { AlertRule, MetricsCollector } from '../../contracts/metrics';
import type { Host } from '../../index';
import { STATS_PORT } from './haproxy-config';

/** Name of the job in metrics. */
export const JOB = 'api-load-balancer';

/** Has the balancers' metrics read, machines outside the cluster as they are, and people told. */
export function drawMetrics(
  scope: Construct,
  metrics: MetricsCollector,
  { namespace, balancers }: { namespace: string; balancers: readonly Host[] },
): void {
  metrics.scrapeMachines(scope, { name: JOB, namespace, machines: balancers, port: STATS_PORT });
  metrics.addRules(scope, { name: JOB, namespace, groups: [{ name: JOB, rules }] });
}

const of = (more = ''): string => `{job="${JOB}"${more}}`;
const SERVERS = of(',proxy="kube-apiserver"');

const rules: readonly AlertRule[] = [
  {
    alert: 'ApiLoadBalancerDown',
    expr: `up${of()} == 0`,
    for: '3m',
    severity: 'warning',
    summary: 'The balancer {{ $labels.instance }} in front of the API servers gives no metrics.',
    description:
      'HAProxy or its machine is down, or a firewall is closed. The others carry on, but there is less in reserve. Look at `systemctl status haproxy keepalived` there.',
  },
  {
    alert: 'ApiLoadBalancersAllDown',
    expr: `sum(up${of()}) == 0`,
    for: '2m',
    severity: 'critical',
    summary: 'No balancer in front of the API servers gives metrics.',
    description:
      'Nobody reaches the API servers by their common address, kubelets included. Start HAProxy on one of the machines, and see who holds the address with `ip -brief address`.',
  },
  {
    alert: 'ApiServerOutOfRotation',
    expr: `haproxy_server_status${of(',proxy="kube-apiserver",state="UP"')} == 0`,
    for: '5m',
    severity: 'warning',
    summary: 'The API server of {{ $labels.server }} gets no requests from {{ $labels.instance }}.',
    description:
      'Its `/readyz` does not answer 200. Look at the log of kube-apiserver there, at etcd, and at anonymous access to `/readyz`.',
  },
  {
    alert: 'ApiLoadBalancerHasNoServer',
    expr: `haproxy_backend_active_servers${SERVERS} == 0`,
    for: '1m',
    severity: 'critical',
    summary: 'The balancer {{ $labels.instance }} knows no API server that is ready.',
    description:
      'Either all API servers are down, or this machine does not reach them. Ask each one itself: `curl --insecure https://<control plane>:6443/readyz?verbose`.',
  },
  {
    alert: 'ApiLoadBalancerNearItsLimit',
    expr: `haproxy_process_current_connections${of()} / haproxy_process_max_connections${of()} > 0.8`,
    for: '10m',
    severity: 'warning',
    summary:
      'The balancer {{ $labels.instance }} has {{ $value | humanizePercentage }} of its connections in use.',
    description:
      'At the limit, new connections wait. Raise `maxConnections`, or find the client that opens so many at the `/stats` page.',
  },
  {
    alert: 'ApiLoadBalancerConnectionErrors',
    expr: `rate(haproxy_backend_connection_errors_total${SERVERS}[5m]) > 0.2`,
    for: '10m',
    severity: 'warning',
    summary: 'The balancer {{ $labels.instance }} often fails to connect to API servers.',
    description:
      'Checks pass, but connections fail: look for lost packets, full connection tables and overloaded API servers.',
  },
  {
    alert: 'ApiLoadBalancerRefusesConnections',
    expr: `rate(haproxy_frontend_denied_connections_total${SERVERS}[5m]) + rate(haproxy_frontend_denied_sessions_total${SERVERS}[5m]) > 1`,
    for: '10m',
    severity: 'info',
    summary: 'The balancer {{ $labels.instance }} refuses connections to the API servers.',
    description:
      'Somebody connects from a network that is not allowed, or too often. Widen `allowedNetworks` or `limits`, or stop the client.',
  },
  {
    alert: 'ApiServerFlapping',
    expr: `increase(haproxy_server_check_up_down_total${SERVERS}[30m]) > 3`,
    severity: 'warning',
    summary: 'The API server of {{ $labels.server }} keeps failing its checks and coming back.',
    description:
      'Each time its connections move to the others. Look for restarts of kube-apiserver, for slow disks of etcd, and for memory that runs out.',
  },
];
