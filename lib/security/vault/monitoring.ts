import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';
import { CONFIGURE, SNAPSHOT } from './policies';

export interface VaultAlertOptions {
  readonly namespace: string;
  /** Name of StatefulSet and Services. */
  readonly name: string;
  readonly replicas: number;
  /** Whether snapshots are taken. */
  readonly snapshots: boolean;
}

/** What somebody has to know: nobody leads, servers are sealed, the next loss is one too many. */
export function alerts({ namespace, name, replicas, snapshots }: VaultAlertOptions): RuleGroup {
  const own = `namespace="${namespace}"`;
  const set = `${own},statefulset="${name}"`;
  const late = (cronjob: string, seconds: number): string =>
    `time() - max(kube_cronjob_status_last_successful_time{${own},cronjob="${cronjob}"}) > ${seconds}`;
  return {
    name: 'vault',
    rules: [
      {
        alert: 'VaultHasNoLeader',
        expr: `absent(vault_core_unsealed{${own}} == 1)`,
        for: '5m',
        severity: 'critical',
        summary: `No server of ${namespace}/${name} is unsealed and leads.`,
        description:
          'Secrets are neither read nor renewed; Pods keep those that they have. Is the store initialized? Are the servers sealed, and can their seal be reached? With two of three lost there is no majority: restore a snapshot.',
      },
      {
        alert: 'VaultServerSealed',
        expr: `kube_statefulset_status_replicas_ready{${set}} < kube_statefulset_replicas{${set}}`,
        for: '10m',
        severity: replicas > 1 ? 'warning' : 'critical',
        summary: `A server of ${namespace}/${name} is sealed or does not start.`,
        description:
          'Only unsealed servers are ready. See the log of the Pod; without a seal of its own, unseal it with shares of the key.',
      },
      {
        alert: 'VaultRaftUnhealthy',
        expr: `min(vault_autopilot_healthy{${own}}) == 0`,
        for: '5m',
        severity: 'critical',
        summary: `The servers of ${namespace}/${name} do not agree as they should.`,
        description:
          'One of them lags behind or does not answer the leader. Run `operator raft autopilot state`.',
      },
      ...(replicas > 1
        ? [
            {
              alert: 'VaultNextLossIsFatal',
              expr: `min(vault_autopilot_failure_tolerance{${own}}) < 1`,
              for: '15m',
              severity: 'warning' as const,
              summary: `${namespace}/${name} cannot lose one more server.`,
              description: 'Bring the missing server back before anything else is restarted.',
            },
          ]
        : []),
      {
        alert: 'VaultLeadershipUnstable',
        expr: `sum(increase(vault_core_leadership_lost_count{${own}}[1h])) > 3`,
        severity: 'warning',
        summary: `The leader of ${namespace}/${name} changes often.`,
        description:
          'Disks are slow, servers run out of memory, or the network between them fails.',
      },
      {
        alert: 'VaultAuditFails',
        expr: `sum(increase(vault_audit_log_request_failure{${own}}[5m]) or increase(vault_audit_log_response_failure{${own}}[5m])) > 0`,
        severity: 'critical',
        summary: `${namespace}/${name} cannot write its audit log.`,
        description:
          'Requests are refused where no device takes them. See whether the output of the Pods is read.',
      },
      {
        alert: 'VaultManyLeases',
        expr: `max(vault_expire_num_leases{${own}}) > 200000`,
        for: '30m',
        severity: 'warning',
        summary: `${namespace}/${name} holds {{ $value }} leases.`,
        description:
          'A client logs in for each request, or tokens live too long. Find the role in the audit log, give it a shorter `ttl`.',
      },
      {
        alert: 'VaultCertificateExpires',
        expr: `max by (name) (certmanager_certificate_expiration_timestamp_seconds{${own}}) - time() < 7 * 86400`,
        for: '1h',
        severity: 'warning',
        summary: `The certificate of ${namespace}/${name} expires in less than a week.`,
        description:
          'It was not renewed: see the Certificate and its issuer. Servers take a new one within two minutes.',
      },
      {
        alert: 'VaultNotConfigured',
        expr: late(CONFIGURE, 3600),
        for: '10m',
        severity: 'warning',
        summary: `${namespace}/${name} has not been brought to its declared state for an hour.`,
        description: `Policies and roles may be missing. See the log of the last Job of the CronJob ${CONFIGURE}.`,
      },
      ...(snapshots
        ? [
            {
              alert: 'VaultNoSnapshot',
              expr: late(SNAPSHOT, 26 * 3600),
              for: '10m',
              severity: 'critical' as const,
              summary: `There has been no snapshot of ${namespace}/${name} for more than a day.`,
              description: `See the log of the last Job of the CronJob ${SNAPSHOT}: may it log in, does the bucket take it?`,
            },
          ]
        : []),
    ],
  };
}

/** Who leads, how it answers, what it holds. */
export const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  return {
    uid: 'vault',
    title: 'Vault',
    folder: 'Security',
    panels: [
      {
        title: 'Leaders that are unsealed',
        shape: 'number',
        queries: [{ expr: `count(vault_core_unsealed{${own}} == 1) or vector(0)` }],
      },
      {
        title: 'Servers that may be lost',
        shape: 'number',
        queries: [{ expr: `min(vault_autopilot_failure_tolerance{${own}})` }],
      },
      {
        title: 'Servers',
        shape: 'table',
        queries: [{ expr: `max by (node_id) (vault_autopilot_node_healthy{${own}})` }],
      },
      {
        title: 'Requests',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum(rate(vault_core_handle_request_count{${own}}[$__rate_interval]))`,
            legend: 'requests',
          },
          {
            expr: `sum(rate(vault_core_handle_login_request_count{${own}}[$__rate_interval]))`,
            legend: 'logins',
          },
        ],
      },
      {
        title: 'Time of a request, 99th percentile, ms',
        queries: [
          { expr: `max(vault_core_handle_request{${own},quantile="0.99"})`, legend: 'requests' },
        ],
      },
      {
        title: 'Leases',
        queries: [{ expr: `max(vault_expire_num_leases{${own}})`, legend: 'leases' }],
      },
      {
        title: 'Last contact of followers, 99th percentile, ms',
        queries: [
          { expr: `max(vault_raft_leader_lastContact{${own},quantile="0.99"})`, legend: 'contact' },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [{ expr: `max by (pod) (vault_runtime_alloc_bytes{${own}})`, legend: '{{pod}}' }],
      },
    ],
  };
};
