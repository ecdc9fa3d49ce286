import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

const CHECKS = 'apiserver_validating_admission_policy_check_total';
const DURATION = 'apiserver_validating_admission_policy_check_duration_seconds_bucket';

/** Alerts about policies that do not work. The API server itself counts their decisions. */
export const alerts: RuleGroup = {
  name: 'admission-policies',
  rules: [
    {
      alert: 'AdmissionPolicyFails',
      expr: `sum by (policy, error_type) (rate(${CHECKS}{error_type!="no_error"}[10m])) > 0`,
      for: '10m',
      severity: 'warning',
      summary: 'The admission policy {{ $labels.policy }} fails to evaluate',
      description:
        'Its expressions end with {{ $labels.error_type }}. With the failure policy `Fail` it refuses requests that it knows nothing about: see the message in the API server audit log, and correct the expression.',
    },
    {
      alert: 'AdmissionPolicyDeniesMany',
      expr: `sum by (policy) (rate(${CHECKS}{enforcement_action="deny"}[30m])) > 1`,
      for: '30m',
      severity: 'warning',
      summary: 'The admission policy {{ $labels.policy }} refuses a request a second',
      description:
        'A controller asks again and again for what the policy refuses, most likely a workload that was there before it. Read the events of ReplicaSets and Jobs, and correct or exempt the workload.',
    },
  ],
};

/** What policies decide, and how long they take for it. */
export const dashboard: Dashboard = {
  uid: 'admission-policies',
  title: 'Admission policies',
  panels: [
    {
      title: 'Refused requests',
      queries: [
        {
          expr: `sum by (policy) (rate(${CHECKS}{enforcement_action="deny"}[$__rate_interval]))`,
          legend: '{{policy}}',
        },
      ],
      unit: 'ops/s',
    },
    {
      title: 'Warnings and audit entries',
      queries: [
        {
          expr: `sum by (policy, enforcement_action) (rate(${CHECKS}{enforcement_action=~"warn|audit"}[$__rate_interval]))`,
          legend: '{{policy}} {{enforcement_action}}',
        },
      ],
      unit: 'ops/s',
      description: 'What would be refused if the rollout denied everywhere.',
    },
    {
      title: 'Violations in the last day',
      queries: [
        {
          expr: `sum by (policy, policy_binding, enforcement_action) (increase(${CHECKS}{enforcement_action!="allow"}[24h])) > 0`,
        },
      ],
      shape: 'table',
    },
    {
      title: 'Failures to evaluate',
      queries: [
        {
          expr: `sum by (policy, error_type) (rate(${CHECKS}{error_type!="no_error"}[$__rate_interval]))`,
          legend: '{{policy}} {{error_type}}',
        },
      ],
      unit: 'ops/s',
    },
    {
      title: 'Time of a check, 99th percentile',
      queries: [
        {
          expr: `histogram_quantile(0.99, sum by (le, policy) (rate(${DURATION}[$__rate_interval])))`,
          legend: '{{policy}}',
        },
      ],
      unit: 'seconds',
    },
  ],
};
