import type { Dashboard } from '../../contracts/dashboards';

/** Who comes in, what is connected, and whether the record is whole. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}"`;
  const auth = `${of},pod=~"teleport-auth-.*"`;
  return {
    uid: 'teleport',
    title: 'Teleport',
    panels: [
      {
        title: 'Copies that answer',
        shape: 'number',
        queries: [
          { expr: `sum(up{${auth}})`, legend: 'auth' },
          { expr: `sum(up{${of},pod=~"teleport-proxy-.*"})`, legend: 'proxy' },
        ],
      },
      {
        title: 'Open sessions',
        shape: 'number',
        queries: [
          { expr: `sum(server_interactive_sessions_total{${of}})`, legend: 'servers' },
          {
            expr: `sum(teleport_kubernetes_server_exec_in_flight_sessions{${of}})`,
            legend: 'kubectl exec',
          },
        ],
      },
      {
        title: 'Agents connected',
        shape: 'number',
        queries: [{ expr: `max(teleport_reverse_tunnels_connected{${of}})`, legend: 'tunnels' }],
      },
      {
        title: 'Logins',
        queries: [
          { expr: `sum(increase(user_login_total{${of}}[1h]))`, legend: 'succeeded' },
          { expr: `sum(increase(failed_login_attempts_total{${of}}[1h]))`, legend: 'failed' },
        ],
        description: 'Of the hour before.',
      },
      {
        title: 'Events of the audit log',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum(rate(teleport_audit_emit_events{${of}}[$__rate_interval]))`,
            legend: 'kept',
          },
          {
            expr: `sum(rate(audit_failed_emit_events{${of}}[$__rate_interval]))`,
            legend: 'lost',
          },
        ],
      },
      {
        title: 'Requests to Kubernetes',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum(rate(teleport_kubernetes_server_api_requests_total{${of}}[$__rate_interval]))`,
            legend: 'requests',
          },
        ],
      },
      {
        title: 'Time of 99 of 100 writes to the store',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.99, sum by (le) (rate(backend_write_seconds_bucket{${auth}}[$__rate_interval])))`,
            legend: 'writes',
          },
          {
            expr: `histogram_quantile(0.99, sum by (le) (rate(backend_read_seconds_bucket{${auth}}[$__rate_interval])))`,
            legend: 'reads',
          },
        ],
      },
      {
        title: 'Connected resources',
        queries: [
          { expr: `sum by (type) (teleport_connected_resources{${of}})`, legend: '{{type}}' },
        ],
      },
      {
        title: 'State of the processes',
        queries: [{ expr: `max by (pod) (process_state{${of}})`, legend: '{{pod}}' }],
        description: '0 is well, 1 recovers, 2 is degraded, 3 starts.',
      },
    ],
  };
};
