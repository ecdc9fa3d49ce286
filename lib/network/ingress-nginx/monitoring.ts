import type { Construct } from 'constructs';
import { Dashboards, type DashboardPanel } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

/** Has the controller of `namespace` watched: alerts and a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.reach(scope, { namespace, ports: [10254] });
    metrics.addRules(scope, { name: 'ingress-nginx', namespace, groups: alerts });
  });
  Dashboards.whenProvided(scope, (dashboards) => {
    dashboards.add(scope, { uid: 'ingress-nginx', title: 'Ingress', panels }, namespace);
  });
}

const alerts: readonly RuleGroup[] = [
  {
    name: 'ingress-nginx',
    rules: [
      {
        alert: 'IngressNginxDown',
        expr: 'absent(nginx_ingress_controller_build_info)',
        for: '5m',
        severity: 'critical',
        summary: 'No ingress controller runs: nothing is reachable from outside',
        description: 'Look at the Pods of the controller, and at the address of its Service.',
      },
      {
        alert: 'IngressNginxConfigurationRejected',
        expr: 'min by (controller_pod) (nginx_ingress_controller_config_last_reload_successful) == 0',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.controller_pod }} cannot load its configuration',
        description:
          'It serves what it had before, and would serve nothing after a restart. Its log names the Ingress.',
      },
      {
        alert: 'IngressErrors',
        expr: 'sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests{status=~"5.."}[5m])) / sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests[5m])) > 0.05 and sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests[5m])) > 0.5',
        for: '10m',
        severity: 'warning',
        summary:
          '{{ $value | humanizePercentage }} of {{ $labels.exported_namespace }}/{{ $labels.ingress }} are errors',
        description:
          'The backend answers 5xx, or does not answer (502, 503, 504). The access log has each request.',
      },
      {
        alert: 'IngressCertificateExpires',
        expr: 'min by (host) (nginx_ingress_controller_ssl_expire_time_seconds > 0) - time() < 259200',
        for: '1h',
        severity: 'warning',
        summary: 'The certificate for {{ $labels.host }} expires within three days',
        description: 'It is served from a Secret that was not renewed. Look at its Certificate.',
      },
    ],
  },
];

const panels: readonly DashboardPanel[] = [
  {
    title: 'Requests by answer',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (status) (rate(nginx_ingress_controller_requests[$__rate_interval]))',
        legend: '{{status}}',
      },
    ],
  },
  {
    title: 'Time to answer',
    unit: 'seconds',
    queries: ['0.5', '0.95', '0.99'].map((quantile) => ({
      expr: `histogram_quantile(${quantile}, sum by (le) (rate(nginx_ingress_controller_request_duration_seconds_bucket[$__rate_interval])))`,
      legend: quantile,
    })),
  },
  {
    title: 'Errors by Ingress',
    unit: 'ops/s',
    queries: [
      {
        expr: 'topk(10, sum by (exported_namespace, ingress) (rate(nginx_ingress_controller_requests{status=~"5.."}[$__rate_interval])))',
        legend: '{{exported_namespace}}/{{ingress}}',
      },
    ],
  },
  {
    title: 'Slowest Ingresses, 95th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'topk(10, histogram_quantile(0.95, sum by (le, exported_namespace, ingress) (rate(nginx_ingress_controller_request_duration_seconds_bucket[$__rate_interval]))))',
        legend: '{{exported_namespace}}/{{ingress}}',
      },
    ],
  },
  {
    title: 'Connections',
    queries: [
      {
        expr: 'sum by (state) (nginx_ingress_controller_nginx_process_connections)',
        legend: '{{state}}',
      },
    ],
  },
  {
    title: 'Time until certificates expire, the next 10',
    shape: 'table',
    unit: 'seconds',
    queries: [
      {
        expr: 'bottomk(10, min by (host) (nginx_ingress_controller_ssl_expire_time_seconds > 0) - time())',
        legend: '{{host}}',
      },
    ],
  },
];
