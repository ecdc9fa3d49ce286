import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';
import { dashboard } from './dashboard';
import { OPERATOR_LABELS } from './pods';

/** Has the auth service, the proxies and the operator watched. */
export function watchCluster(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapePods(scope, {
      name: 'teleport',
      namespace,
      selector: { 'app.kubernetes.io/name': 'teleport-cluster' },
      endpoints: [{ port: 'diag' }],
      podPorts: [3000],
    });
    metrics.scrapePods(scope, {
      name: 'teleport-operator',
      namespace,
      selector: OPERATOR_LABELS,
      endpoints: [{ port: 'op-metrics' }],
      podPorts: [8080],
    });
    metrics.addRules(scope, { name: 'teleport', namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard(namespace), namespace));
}

/** What somebody has to know: nobody gets in, or nobody sees what was done. */
const alerts = (namespace: string): RuleGroup => {
  const of = `namespace="${namespace}"`;
  const auth = `${of},pod=~"teleport-auth-.*"`;
  const proxy = `${of},pod=~"teleport-proxy-.*"`;
  return {
    name: 'teleport',
    rules: [
      {
        alert: 'TeleportAuthDown',
        expr: `absent(up{${auth}} == 1)`,
        for: '5m',
        severity: 'critical',
        summary: 'The auth service of Teleport does not answer',
        description:
          'Nobody logs in, and sessions end with their certificates. See the events and the log of the Pods teleport-auth: its volume, its database, or its licence.',
      },
      {
        alert: 'TeleportProxyDown',
        expr: `absent(up{${proxy}} == 1)`,
        for: '5m',
        severity: 'critical',
        summary: 'No proxy of Teleport answers',
        description:
          'Nobody reaches anything through Teleport. See the Pods teleport-proxy; without the Secret of their certificate they do not start.',
      },
      {
        alert: 'TeleportAuditEventsLost',
        expr: `sum(increase(audit_failed_emit_events{${of}}[10m])) > 0`,
        severity: 'critical',
        summary: 'Teleport loses events of its audit log',
        description:
          'What people do is not on record. See the log of the auth service: its database or volume is full or away.',
      },
      {
        alert: 'TeleportDegraded',
        expr: `max by (pod) (process_state{${of}}) == 2`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.pod }} is degraded',
        description:
          'It does not reach what it needs: the auth service its store, a proxy the auth service. Its log names it.',
      },
      {
        alert: 'TeleportVolumeFillsUp',
        expr: `max(audit_percentage_disk_space_used{${auth}}) > 80`,
        for: '30m',
        severity: 'warning',
        summary: 'The volume of the audit log is {{ $value | humanize }} % full',
        description:
          'When it is full, sessions end that must be recorded. Enlarge it (`volume.size`), or move events and recordings off it.',
      },
      {
        alert: 'TeleportStoreSlow',
        expr: `histogram_quantile(0.99, sum by (le) (rate(backend_write_seconds_bucket{${auth}}[10m]))) > 1`,
        for: '15m',
        severity: 'warning',
        summary: 'Teleport waits more than a second for its store',
        description:
          'Logins and heartbeats pile up. See the database, or the node and the class of the volume.',
      },
      {
        alert: 'TeleportLoginsFail',
        expr: `sum(increase(failed_login_attempts_total{${of}}[15m])) > 30`,
        severity: 'warning',
        summary: '{{ $value | humanize }} logins failed in a quarter of an hour',
        description:
          'Somebody tries passwords, or the identity provider is away. The audit log has names and addresses; lock a user with `tctl lock`.',
      },
      {
        alert: 'TeleportTunnelsMissing',
        expr: `max(proxy_missing_ssh_tunnels{${proxy}}) > 0`,
        for: '30m',
        severity: 'warning',
        summary: 'Agents have not found all proxies',
        description:
          'What they serve is unreachable through some proxies. The load balancer must spread connections over all of them; see the log of the agents.',
      },
    ],
  };
};
