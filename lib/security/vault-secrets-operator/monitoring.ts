import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** What somebody has to know: an operator that does not run, objects that fail. */
export const alerts = (namespace: string): RuleGroup => {
  const own = `namespace="${namespace}"`;
  return {
    name: 'vault-secrets-operator',
    rules: [
      {
        alert: 'VaultSecretsOperatorDown',
        expr: `absent(up{${own},service=~"vault-secrets-operator.*"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'No Vault Secrets Operator answers.',
        description:
          'Secrets do not follow Vault, and leases are not renewed: dynamic credentials run out. See the Pods of the operator.',
      },
      {
        alert: 'VaultSecretsReconcileErrors',
        expr: `sum by (controller) (rate(controller_runtime_reconcile_errors_total{${own}}[10m])) > 0.05`,
        for: '15m',
        severity: 'warning',
        summary: 'Objects of kind {{ $labels.controller }} fail again and again.',
        description:
          'See their events: may the role of the namespace read the path, is Vault unsealed?',
      },
      {
        alert: 'VaultSecretsClientErrors',
        expr: `sum by (operation) (rate(vso_client_operations_errors_total{${own}}[10m])) > 0.05`,
        for: '15m',
        severity: 'warning',
        summary: 'Calls of the operator to Vault fail ({{ $labels.operation }}).',
        description: 'Vault is sealed or cannot be reached, or the login was taken away.',
      },
      {
        alert: 'VaultSecretsQueueGrows',
        expr: `max by (name) (workqueue_depth{${own}}) > 100`,
        for: '15m',
        severity: 'warning',
        summary: 'The operator is {{ $value }} objects of {{ $labels.name }} behind.',
        description: 'Vault answers slowly, or `concurrency` is too low.',
      },
    ],
  };
};

/** What the operator does and how Vault answers. */
export const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  const rate = (metric: string, by: string): string =>
    `sum by (${by}) (rate(${metric}{${own}}[$__rate_interval]))`;
  return {
    uid: 'vault-secrets-operator',
    title: 'Vault Secrets Operator',
    folder: 'Security',
    panels: [
      {
        title: 'Operators',
        shape: 'number',
        queries: [{ expr: `sum(up{${own},service=~"vault-secrets-operator.*"}) or vector(0)` }],
      },
      {
        title: 'Reconciliations',
        unit: 'ops/s',
        queries: [{ expr: rate('controller_runtime_reconcile_total', 'controller') }],
      },
      {
        title: 'Failed reconciliations',
        unit: 'ops/s',
        queries: [{ expr: rate('controller_runtime_reconcile_errors_total', 'controller') }],
      },
      {
        title: 'Waiting objects',
        queries: [{ expr: `max by (name) (workqueue_depth{${own}})`, legend: '{{name}}' }],
      },
    ],
  };
};
