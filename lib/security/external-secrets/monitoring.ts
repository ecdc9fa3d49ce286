import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

const NOT_READY = '{condition="Ready",status="False"} == 1';

/** What somebody has to know: stores that do not answer, secrets that are stale. */
export const alerts = (namespace: string): RuleGroup => ({
  name: 'external-secrets',
  rules: [
    {
      alert: 'ExternalSecretsOperatorDown',
      expr: `absent(up{namespace="${namespace}",service="external-secrets-metrics"} == 1)`,
      for: '10m',
      severity: 'critical',
      summary: 'No External Secrets operator answers.',
      description:
        'New Secrets are not written and changes in the store do not arrive; what is there stays. See the Pods of the Deployment external-secrets.',
    },
    {
      alert: 'SecretStoreNotReady',
      expr: `clustersecretstore_status_condition${NOT_READY} or secretstore_status_condition${NOT_READY}`,
      for: '10m',
      severity: 'critical',
      summary: 'The secret store {{ $labels.name }} does not answer.',
      description:
        'Nothing that it holds is refreshed. See the status of the store: is the server sealed, unreachable, or has the login been revoked?',
    },
    {
      alert: 'ExternalSecretNotReady',
      expr: `externalsecret_status_condition${NOT_READY}`,
      for: '15m',
      severity: 'warning',
      summary: 'The external secret {{ $labels.namespace }}/{{ $labels.name }} is not in sync.',
      description:
        'Its Secret is missing or stale. See its status: is the path in the store right, and may the store be used from this namespace?',
    },
    {
      alert: 'PushSecretNotReady',
      expr: `pushsecret_status_condition${NOT_READY}`,
      for: '15m',
      severity: 'warning',
      summary: 'The secret {{ $labels.namespace }}/{{ $labels.name }} is not pushed to its store.',
      description: 'The store has no copy, or an old one. See the status of the PushSecret.',
    },
    {
      alert: 'SecretProviderErrors',
      expr: [
        'sum by (provider, call) (rate(externalsecret_provider_api_calls_count{status="error"}[10m]))',
        '/ sum by (provider, call) (rate(externalsecret_provider_api_calls_count[10m])) > 0.1',
      ].join(' '),
      for: '15m',
      severity: 'warning',
      summary: 'More than a tenth of the calls {{ $labels.call }} to {{ $labels.provider }} fail.',
      description:
        'The store is overloaded, or rights were taken away. See the log of the operator.',
    },
    {
      alert: 'ExternalSecretsWebhookErrors',
      expr: `sum(rate(controller_runtime_webhook_requests_total{namespace="${namespace}",code=~"5.."}[10m])) > 0`,
      for: '15m',
      severity: 'warning',
      summary: 'The admission webhook of External Secrets fails.',
      description: 'Stores and external secrets cannot be changed until it answers again.',
    },
  ],
});

/** How the stores answer and what waits. */
export const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  return {
    uid: 'external-secrets',
    title: 'External Secrets',
    folder: 'Security',
    panels: [
      {
        title: 'Secrets out of sync',
        shape: 'number',
        queries: [{ expr: `count(externalsecret_status_condition${NOT_READY}) or vector(0)` }],
      },
      {
        title: 'Stores that do not answer',
        shape: 'number',
        queries: [
          {
            expr: `count(clustersecretstore_status_condition${NOT_READY} or secretstore_status_condition${NOT_READY}) or vector(0)`,
          },
        ],
      },
      {
        title: 'Which secrets are out of sync',
        shape: 'table',
        queries: [
          { expr: `sum by (namespace, name) (externalsecret_status_condition${NOT_READY})` },
        ],
      },
      {
        title: 'Syncs',
        unit: 'ops/s',
        queries: [
          { expr: 'sum(rate(externalsecret_sync_calls_total[$__rate_interval]))', legend: 'all' },
          {
            expr: 'sum(rate(externalsecret_sync_calls_error[$__rate_interval]))',
            legend: 'failed',
          },
        ],
      },
      {
        title: 'Calls to stores',
        unit: 'ops/s',
        queries: [
          {
            expr: 'sum by (provider, call, status) (rate(externalsecret_provider_api_calls_count[$__rate_interval]))',
            legend: '{{provider}} {{call}} {{status}}',
          },
        ],
      },
      {
        title: 'Time of a reconciliation, 99th percentile',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.99, sum by (le, controller) (rate(controller_runtime_reconcile_time_seconds_bucket{${own}}[$__rate_interval])))`,
            legend: '{{controller}}',
          },
        ],
      },
      {
        title: 'Waiting objects',
        queries: [{ expr: `sum by (name) (workqueue_depth{${own}})`, legend: '{{name}}' }],
      },
      {
        title: 'Admission webhook',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (code) (rate(controller_runtime_webhook_requests_total{${own}}[$__rate_interval]))`,
            legend: '{{code}}',
          },
        ],
      },
    ],
  };
};
