import type { Dashboard } from '../../contracts/dashboards';
import { JOB } from './metrics';

const SERVERS = `{job="${JOB}",proxy="kube-apiserver"}`;

/** Who is in rotation, and how much goes through. */
export const dashboard: Dashboard = {
  uid: 'api-load-balancer',
  title: 'API load balancer',
  panels: [
    {
      title: 'API servers in rotation',
      queries: [{ expr: `haproxy_backend_active_servers${SERVERS}`, legend: '{{instance}}' }],
      description: 'As each balancer sees them.',
    },
    {
      title: 'Open connections by API server',
      queries: [
        {
          expr: `sum by (server) (haproxy_server_current_sessions${SERVERS})`,
          legend: '{{server}}',
        },
      ],
    },
    {
      title: 'Connections in use',
      unit: 'ratio',
      queries: [
        {
          expr: `haproxy_process_current_connections{job="${JOB}"} / haproxy_process_max_connections{job="${JOB}"}`,
          legend: '{{instance}}',
        },
      ],
      description: 'At 1 new connections wait.',
    },
    {
      title: 'New connections',
      unit: 'ops/s',
      queries: [
        {
          expr: `rate(haproxy_frontend_connections_total${SERVERS}[$__rate_interval])`,
          legend: '{{instance}}',
        },
      ],
      description: 'The holder of the address has nearly all; checks make a few on the others.',
    },
    {
      title: 'Traffic',
      unit: 'bytes/s',
      queries: [
        {
          expr: `sum by (instance) (rate(haproxy_frontend_bytes_out_total${SERVERS}[$__rate_interval]))`,
          legend: 'to clients, {{instance}}',
        },
        {
          expr: `sum by (instance) (rate(haproxy_frontend_bytes_in_total${SERVERS}[$__rate_interval]))`,
          legend: 'from clients, {{instance}}',
        },
      ],
    },
    {
      title: 'Failed checks and connections',
      unit: 'ops/s',
      queries: [
        {
          expr: `sum by (server) (rate(haproxy_server_check_failures_total${SERVERS}[$__rate_interval]))`,
          legend: 'checks of {{server}}',
        },
        {
          expr: `sum by (server) (rate(haproxy_server_connection_errors_total${SERVERS}[$__rate_interval]))`,
          legend: 'connections to {{server}}',
        },
      ],
    },
    {
      title: 'Refused connections',
      unit: 'ops/s',
      queries: [
        {
          expr: `rate(haproxy_frontend_denied_connections_total${SERVERS}[$__rate_interval]) + rate(haproxy_frontend_denied_sessions_total${SERVERS}[$__rate_interval])`,
          legend: '{{instance}}',
        },
      ],
      description: 'By the list of networks, or by the limits.',
    },
  ],
};
