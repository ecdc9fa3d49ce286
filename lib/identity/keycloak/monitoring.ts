import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';
import { CONFIG } from './config-job';
import { SERVICE } from './server';

const selector = (namespace: string): string => `namespace="${namespace}",job="${SERVICE}"`;

const logins = (of: string, more: string, window: string): string =>
  `sum(rate(keycloak_user_events_total{${of},event="login"${more}}[${window}]))`;

/** What somebody has to know: nobody gets in, somebody tries to, or the realm is not what it should be. */
export const alerts = (namespace: string, instances: number): readonly RuleGroup[] => {
  const of = selector(namespace);
  const job = `namespace="${namespace}",cronjob="${CONFIG}"`;
  const requests = (more: string): string =>
    `sum(rate(http_server_requests_seconds_count{${of}${more}}[5m]))`;
  return [
    {
      name: 'keycloak',
      rules: [
        {
          alert: 'KeycloakDown',
          expr: `absent(up{${of}} == 1)`,
          for: '5m',
          severity: 'critical',
          summary: 'No instance of Keycloak answers',
          description:
            'Nobody logs in to anything; who is in stays in until the token ends. See the Pods of the StatefulSet keycloak, the conditions of the Keycloak object, and the database.',
        },
        ...(instances > 1
          ? [
              {
                alert: 'KeycloakInstanceMissing',
                expr: `count(up{${of}} == 1) < ${instances}`,
                for: '15m',
                severity: 'warning' as const,
                summary: `Only {{ $value }} of ${instances} instances of Keycloak answer`,
                description:
                  'Logins still work; the next failure may stop them. See the Pods of the StatefulSet keycloak and their nodes.',
              },
            ]
          : []),
        {
          alert: 'KeycloakLoginsFail',
          expr: `${logins(of, ',error!=""', '15m')} / ${logins(of, '', '15m')} > 0.5 and sum(increase(keycloak_user_events_total{${of},event="login",error!=""}[15m])) > 30`,
          for: '10m',
          severity: 'warning',
          summary: '{{ $value | humanizePercentage }} of the logins fail',
          description:
            'The label `error` says why: `invalid_user_credentials` of many users is an attack or a directory that does not answer, `invalid_redirect_uri` a client that moved. The events of the realm name user and address.',
        },
        {
          alert: 'KeycloakUsersLockedOut',
          expr: `sum(increase(keycloak_user_events_total{${of},event="login",error="user_temporarily_disabled"}[30m])) > 20`,
          severity: 'warning',
          summary:
            '{{ $value | humanize }} logins in half an hour were refused to users who guessed too often',
          description:
            'Somebody tries passwords. See the events of the realm for their addresses, and block those at the gateway.',
        },
        {
          alert: 'KeycloakWaitsForDatabase',
          expr: `max by (pod) (agroal_awaiting_count{${of}}) > 0`,
          for: '10m',
          severity: 'warning',
          summary: '{{ $labels.pod }} has requests that wait for a connection to the database',
          description:
            'The pool is used up. See whether the database is slow first; then raise `pool` together with the connections that the server takes.',
        },
        {
          alert: 'KeycloakRequestsFail',
          expr: `${requests(',outcome="SERVER_ERROR"')} / ${requests('')} > 0.05`,
          for: '10m',
          severity: 'critical',
          summary: '{{ $value | humanizePercentage }} of the requests to Keycloak fail',
          description: 'The log of the Pods says why; mostly the database or the directory.',
        },
        {
          alert: 'KeycloakRequestsSlow',
          expr: `1 - sum(rate(http_server_requests_seconds_bucket{${of},uri=~"/realms/.*",le="1.0"}[10m])) / sum(rate(http_server_requests_seconds_count{${of},uri=~"/realms/.*"}[10m])) > 0.1`,
          for: '15m',
          severity: 'warning',
          summary: '{{ $value | humanizePercentage }} of the logins take more than a second',
          description:
            'Mostly too little CPU for hashing passwords, a slow database, or a directory far away. The dashboard Keycloak tells them apart.',
        },
        {
          alert: 'KeycloakMemoryFull',
          expr: `max by (pod) (jvm_memory_usage_after_gc{${of},area="heap",pool="long-lived"}) > 0.9`,
          for: '15m',
          severity: 'warning',
          summary: 'The heap of {{ $labels.pod }} is {{ $value | humanizePercentage }} full',
          description: 'It will soon do nothing but collect garbage. Raise its memory.',
        },
        {
          alert: 'KeycloakConfigurationFails',
          // One that never succeeded has no time of success.
          expr: `time() - (max(kube_cronjob_status_last_successful_time{${job}}) or max(kube_cronjob_created{${job}})) > 3600`,
          for: '5m',
          severity: 'warning',
          summary:
            'The realm has not been brought up to its definition for {{ $value | humanizeDuration }}',
          description: `New clients are missing, and changes by hand stay. See the log of the last Job of the CronJob ${CONFIG}; mostly a Secret that is not there, or an account that may no longer log in.`,
        },
      ],
    },
  ];
};

/** Logins, what they wait for, and the room that is left. */
export const dashboard = (namespace: string): Dashboard => {
  const of = selector(namespace);
  return {
    uid: 'keycloak',
    title: 'Keycloak',
    panels: [
      {
        title: 'Instances that answer',
        shape: 'number',
        queries: [{ expr: `sum(up{${of}})` }],
      },
      {
        title: 'Logins that fail',
        shape: 'number',
        unit: 'ratio',
        queries: [{ expr: `${logins(of, ',error!=""', '1h')} / ${logins(of, '', '1h')}` }],
      },
      {
        title: 'Logins by client',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (client_id) (rate(keycloak_user_events_total{${of},event="login",error=""}[$__rate_interval]))`,
            legend: '{{client_id}}',
          },
        ],
      },
      {
        title: 'Failures by reason',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (event, error) (rate(keycloak_user_events_total{${of},error!=""}[$__rate_interval]))`,
            legend: '{{event}} {{error}}',
          },
        ],
      },
      {
        title: 'Requests',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (outcome) (rate(http_server_requests_seconds_count{${of}}[$__rate_interval]))`,
            legend: '{{outcome}}',
          },
        ],
      },
      {
        title: 'Mean time of a request',
        unit: 'seconds',
        queries: [
          {
            expr: `sum by (pod) (rate(http_server_requests_seconds_sum{${of}}[$__rate_interval])) / sum by (pod) (rate(http_server_requests_seconds_count{${of}}[$__rate_interval]))`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Connections to the database',
        queries: [
          { expr: `agroal_active_count{${of}}`, legend: '{{pod}} in use' },
          { expr: `agroal_awaiting_count{${of}}`, legend: '{{pod}} waited for' },
        ],
      },
      {
        title: 'Heap',
        unit: 'bytes',
        queries: [
          {
            expr: `sum by (pod) (jvm_memory_used_bytes{${of},area="heap"})`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Time spent on garbage',
        unit: 'ratio',
        queries: [{ expr: `jvm_gc_overhead{${of}}`, legend: '{{pod}}' }],
      },
      {
        title: 'CPU',
        queries: [{ expr: `process_cpu_usage{${of}}`, legend: '{{pod}}' }],
      },
    ],
  };
};
