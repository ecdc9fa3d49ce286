import type { Construct } from 'constructs';
import { Dashboards, type DashboardPanel } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';
import { PROXY_LABELS } from './proxy';

/** Has the controller and the proxies of `namespace` watched: metrics, alerts, a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapePods(scope, {
      name: 'envoy-gateway',
      namespace,
      selector: { 'control-plane': 'envoy-gateway' },
      endpoints: [{ port: 'metrics' }],
      podPorts: [19001],
    });
    metrics.scrapePods(scope, {
      name: 'envoy-proxies',
      namespace,
      selector: PROXY_LABELS,
      endpoints: [{ port: 'metrics', path: '/stats/prometheus' }],
      podPorts: [19001],
    });
    metrics.addRules(scope, { name: 'envoy-gateway', namespace, groups: alerts(namespace) });
  });
  Dashboards.whenProvided(scope, (dashboards) => {
    dashboards.add(scope, { uid: 'envoy-gateway', title: 'Gateways', panels }, namespace);
  });
}

/** Alerts of the proxies, which everybody notices, and of the controller, which nobody does. */
const alerts = (namespace: string): readonly RuleGroup[] => [
  {
    name: 'envoy-gateway.proxies',
    rules: [
      {
        alert: 'EnvoyProxiesDown',
        expr: `absent(up{namespace="${namespace}",container="envoy"} == 1)`,
        for: '5m',
        severity: 'critical',
        summary: 'No Envoy proxy runs: nothing is reachable from outside',
        description:
          'Look at the Pods of the gateways, and at the conditions of the Gateway objects: `kubectl get gateways -A`.',
      },
      {
        alert: 'EnvoyBackendErrors',
        expr: `sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{namespace="${namespace}",envoy_response_code_class="5"}[5m])) / sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{namespace="${namespace}"}[5m])) > 0.05 and sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{namespace="${namespace}"}[5m])) > 0.5`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of {{ $labels.envoy_cluster_name }} are errors',
        description:
          'The backend of this route answers 5xx. The access log of the proxies has the details of each answer.',
      },
      {
        alert: 'EnvoyBackendUnreachable',
        expr: `sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_cx_connect_fail{namespace="${namespace}"}[5m])) > 0.1`,
        for: '10m',
        severity: 'warning',
        summary: 'Proxies cannot connect to {{ $labels.envoy_cluster_name }}',
        description:
          'The Pods do not listen, or a NetworkPolicy does not let the gateway in: connections from its namespace must be allowed.',
      },
      {
        alert: 'EnvoyCertificateExpires',
        expr: `min by (envoy_listener_address, envoy_tls_certificate) (envoy_listener_ssl_certificate_expiration_unix_time_seconds{namespace="${namespace}"}) - time() < 259200`,
        for: '1h',
        severity: 'warning',
        summary: 'A proxy still serves a certificate that expires within three days',
        description:
          'If the Secret is newer, the proxy has not taken it: look at the conditions of its Gateway. Else look at the Certificate.',
      },
    ],
  },
  {
    name: 'envoy-gateway.controller',
    rules: [
      {
        alert: 'EnvoyGatewayDown',
        expr: `absent(up{namespace="${namespace}",container="envoy-gateway"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'The Envoy Gateway controller does not run',
        description:
          'Proxies go on with the routes that they have, but take no change, neither of routes nor of Pods behind them.',
      },
      {
        alert: 'EnvoyRejectsConfiguration',
        expr: 'sum by (nodeID, typeURL) (increase(xds_nack_total[10m])) > 0',
        for: '5m',
        severity: 'warning',
        summary: 'Proxy {{ $labels.nodeID }} rejects its configuration',
        description:
          'It goes on with the old one. The controller log names the resource: mostly a policy that Envoy cannot hold.',
      },
      {
        alert: 'EnvoyGatewayCannotApply',
        expr: 'sum by (kind, name) (increase(resource_apply_total{status="failure"}[15m])) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'The controller cannot apply {{ $labels.kind }} {{ $labels.name }}',
        description: 'Permissions, admission policies or a quota are in its way; see its log.',
      },
      {
        alert: 'EnvoyGatewayPanics',
        expr: 'sum by (runner) (increase(watchable_panics_recovered_total[15m])) > 0',
        severity: 'warning',
        summary: 'The controller stumbles over an object, in {{ $labels.runner }}',
        description: 'Some change is not carried out. Report the stack trace in its log upstream.',
      },
    ],
  },
];

/** What clients see first, then backends, then the controller. */
const panels: readonly DashboardPanel[] = [
  {
    title: 'Requests by answer',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx{namespace="$namespace"}[$__rate_interval]))',
        legend: '{{envoy_response_code_class}}xx',
      },
    ],
  },
  {
    title: 'Time to answer',
    unit: 'seconds',
    queries: ['0.5', '0.95', '0.99'].map((quantile) => ({
      expr: `histogram_quantile(${quantile}, sum by (le) (rate(envoy_http_downstream_rq_time_bucket{namespace="$namespace"}[$__rate_interval]))) / 1000`,
      legend: quantile,
    })),
  },
  {
    title: 'Errors by backend',
    unit: 'ops/s',
    queries: [
      {
        expr: 'topk(10, sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{namespace="$namespace",envoy_response_code_class="5"}[$__rate_interval])))',
        legend: '{{envoy_cluster_name}}',
      },
    ],
  },
  {
    title: 'Slowest backends, 95th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'topk(10, histogram_quantile(0.95, sum by (le, envoy_cluster_name) (rate(envoy_cluster_upstream_rq_time_bucket{namespace="$namespace"}[$__rate_interval])))) / 1000',
        legend: '{{envoy_cluster_name}}',
      },
    ],
  },
  {
    title: 'Open connections of clients',
    queries: [
      {
        expr: 'sum by (envoy_listener_address) (envoy_listener_downstream_cx_active{namespace="$namespace"})',
        legend: '{{envoy_listener_address}}',
      },
    ],
  },
  {
    title: 'Traffic of clients',
    unit: 'bytes/s',
    queries: [
      {
        expr: 'sum(rate(envoy_http_downstream_cx_rx_bytes_total{namespace="$namespace"}[$__rate_interval]))',
        legend: 'received',
      },
      {
        expr: 'sum(rate(envoy_http_downstream_cx_tx_bytes_total{namespace="$namespace"}[$__rate_interval]))',
        legend: 'sent',
      },
    ],
  },
  {
    title: 'Memory of the proxies',
    unit: 'bytes',
    queries: [{ expr: 'envoy_server_memory_allocated{namespace="$namespace"}', legend: '{{pod}}' }],
  },
  {
    title: 'Configuration: sent and rejected',
    unit: 'ops/s',
    queries: [
      { expr: 'sum(rate(xds_snapshot_update_total[$__rate_interval]))', legend: 'sent' },
      { expr: 'sum(rate(xds_nack_total[$__rate_interval]))', legend: 'rejected' },
    ],
  },
];
