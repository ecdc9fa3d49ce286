import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** Live connections stay open on purpose. */
const REQUESTS = 'handler!~"/api/live/.*"';

/** What somebody has to know: nobody sees anything, or waits for it. */
export const alerts = (namespace: string): readonly RuleGroup[] => {
  const of = `namespace="${namespace}",job="grafana"`;
  const count = (more = ''): string =>
    `sum(rate(grafana_http_request_duration_seconds_count{${of}${more}}[5m]))`;
  return [
    {
      name: 'grafana',
      rules: [
        {
          alert: 'GrafanaDown',
          expr: `absent(up{${of}} == 1)`,
          for: '10m',
          severity: 'warning',
          summary: 'Grafana does not answer',
          description:
            'Nobody sees dashboards, and alerts that were made in Grafana are not evaluated; those of Prometheus are. See the Pods of the Deployment grafana and their volume or database.',
        },
        {
          alert: 'GrafanaRequestsFail',
          expr: `${count(',status_code=~"5.."')} / ${count()} > 0.05`,
          for: '10m',
          severity: 'warning',
          summary: '{{ $value | humanizePercentage }} of the requests to Grafana fail',
          description:
            'The log names the handler. Mostly a datasource that does not answer, or the database.',
        },
        {
          alert: 'GrafanaRequestsSlow',
          expr: `histogram_quantile(0.95, sum by (le) (rate(grafana_http_request_duration_seconds_bucket{${of},${REQUESTS}}[10m]))) > 10`,
          for: '15m',
          severity: 'warning',
          summary:
            'One of twenty requests to Grafana takes more than {{ $value | humanizeDuration }}',
          description:
            'People wait. The dashboard Grafana names the datasource that is slow; else its CPU, memory or database is.',
        },
      ],
    },
  ];
};

/** Requests, datasources, and what Grafana needs for them. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}",job="grafana"`;
  return {
    uid: 'grafana',
    title: 'Grafana',
    panels: [
      {
        title: 'Copies that answer',
        shape: 'number',
        queries: [{ expr: `sum(up{${of}})` }],
      },
      {
        title: 'Dashboards',
        shape: 'number',
        queries: [{ expr: `max(grafana_stat_totals_dashboard{${of}})` }],
      },
      {
        title: 'Users of the last 30 days',
        shape: 'number',
        queries: [{ expr: `max(grafana_stat_active_users{${of}})` }],
      },
      {
        title: 'Requests',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (status_code) (rate(grafana_http_request_duration_seconds_count{${of}}[$__rate_interval]))`,
            legend: '{{status_code}}',
          },
        ],
      },
      {
        title: 'Time of a request',
        unit: 'seconds',
        description: 'Without live connections, which stay open.',
        queries: [0.5, 0.95].map((quantile) => ({
          expr: `histogram_quantile(${quantile}, sum by (le) (rate(grafana_http_request_duration_seconds_bucket{${of},${REQUESTS}}[$__rate_interval])))`,
          legend: `${quantile * 100} %`,
        })),
      },
      {
        title: 'Requests to datasources',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (datasource, code) (rate(grafana_datasource_request_total{${of}}[$__rate_interval]))`,
            legend: '{{datasource}} {{code}}',
          },
        ],
      },
      {
        title: 'Alert rules that fail',
        unit: 'ops/s',
        description: 'Rules that were made in Grafana.',
        queries: [
          {
            expr: `sum(rate(grafana_alerting_rule_evaluation_failures_total{${of}}[$__rate_interval]))`,
            legend: 'failures',
          },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [{ expr: `process_resident_memory_bytes{${of}}`, legend: '{{pod}}' }],
      },
      {
        title: 'CPU',
        queries: [
          { expr: `rate(process_cpu_seconds_total{${of}}[$__rate_interval])`, legend: '{{pod}}' },
        ],
      },
    ],
  };
};
