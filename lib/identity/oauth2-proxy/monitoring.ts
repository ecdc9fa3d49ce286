import type { Construct } from 'constructs';
import { Dashboards, type Dashboard } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

/** Label of all proxies, whatever they stand in front of. */
export const PROXY_LABELS = { 'app.kubernetes.io/name': 'oauth2-proxy' };

/** Has all proxies of the namespace watched, those that come later too. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapeServices(scope, {
      name: 'oauth2-proxy',
      namespace,
      selector: PROXY_LABELS,
      endpoints: [{ port: 'metrics' }],
      podPorts: [44180],
    });
    metrics.addRules(scope, { name: 'oauth2-proxy', namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard(namespace), namespace));
}

/** What somebody has to know: people stand in front of a closed door. */
export const alerts = (namespace: string): RuleGroup => {
  const of = `namespace="${namespace}"`;
  const rate = (more = ''): string =>
    `sum by (service) (rate(oauth2_proxy_requests_total{${of}${more}}[5m]))`;
  return {
    name: 'oauth2-proxy',
    rules: [
      {
        alert: 'LoginProxyDown',
        expr: `sum by (service) (up{${of},service=~"login-.*"}) == 0`,
        for: '5m',
        severity: 'critical',
        summary: 'Nobody gets in: no copy of {{ $labels.service }} answers',
        description:
          'What stands behind is unreachable for people. See the events and the log of its Pods: a Secret that is missing keeps them from starting.',
      },
      {
        alert: 'LoginProxyMissing',
        expr: `kube_deployment_status_replicas_available{${of},deployment=~"login-.*"} < kube_deployment_spec_replicas{${of},deployment=~"login-.*"}`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.deployment }} has fewer copies than it should',
        description:
          'The next node that goes takes the login with it. See the events of the Pods that do not start.',
      },
      {
        alert: 'LoginProxyUpstreamDown',
        expr: `${rate(',code=~"502|504"')} / ${rate()} > 0.05`,
        for: '10m',
        severity: 'warning',
        summary: 'What stands behind {{ $labels.service }} does not answer',
        description:
          '{{ $value | humanizePercentage }} of the requests end in 502 or 504. See the Pods behind it, and whether a network rule lets the proxy reach them.',
      },
      {
        alert: 'LoginProxyFails',
        expr: `${rate(',code="500"')} > 0.02`,
        for: '10m',
        severity: 'warning',
        summary: 'Logins at {{ $labels.service }} fail',
        description:
          'The proxy answers 500 where the identity provider refuses its client, or is not reached. Its log has the reason: a changed client secret, an unknown authority, a closed network.',
      },
      {
        alert: 'LoginProxyRefuses',
        expr: `sum by (service) (increase(oauth2_proxy_requests_total{${of},code="403"}[15m])) > 100`,
        severity: 'info',
        summary: 'Many requests are refused at {{ $labels.service }}',
        description:
          'Somebody who is logged in is in none of the groups that may in, or somebody tries what is not theirs. The log of the proxy names them.',
      },
      {
        alert: 'LoginProxySlow',
        expr: `histogram_quantile(0.95, sum by (service, le) (rate(oauth2_proxy_response_duration_seconds_bucket{${of}}[10m]))) > 5`,
        for: '15m',
        severity: 'warning',
        summary: 'One of twenty requests through {{ $labels.service }} takes more than 5 seconds',
        description:
          'Mostly what stands behind is slow. If all proxies are, the identity provider or the session cache is.',
      },
    ],
  };
};

/** Requests, refusals and time of every proxy. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}"`;
  const rate = (more = ''): string =>
    `sum by (service) (rate(oauth2_proxy_requests_total{${of}${more}}[$__rate_interval]))`;
  return {
    uid: 'oauth2-proxy',
    title: 'Logins in front of user interfaces',
    panels: [
      {
        title: 'Copies that answer',
        shape: 'number',
        queries: [
          { expr: `sum by (service) (up{${of},service=~"login-.*"})`, legend: '{{service}}' },
        ],
      },
      {
        title: 'Requests',
        unit: 'ops/s',
        queries: [{ expr: rate(), legend: '{{service}}' }],
      },
      {
        title: 'Sent to log in',
        unit: 'ops/s',
        queries: [{ expr: rate(',code="302"'), legend: '{{service}}' }],
        description: 'Redirects, of which those to the identity provider are a part.',
      },
      {
        title: 'Refused',
        unit: 'ops/s',
        queries: [{ expr: rate(',code=~"401|403"'), legend: '{{service}}' }],
        description: '403 is for people who are in none of the groups that may in.',
      },
      {
        title: 'Failed',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (service, code) (rate(oauth2_proxy_requests_total{${of},code=~"5.."}[$__rate_interval]))`,
            legend: '{{service}} {{code}}',
          },
        ],
        description: '500 is the login itself, 502 and 504 what stands behind.',
      },
      {
        title: 'Time of 95 of 100 requests',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.95, sum by (service, le) (rate(oauth2_proxy_response_duration_seconds_bucket{${of}}[$__rate_interval])))`,
            legend: '{{service}}',
          },
        ],
      },
      {
        title: 'Requests in flight',
        queries: [
          {
            expr: `sum by (service) (oauth2_proxy_requests_in_flight{${of}})`,
            legend: '{{service}}',
          },
        ],
      },
    ],
  };
};
