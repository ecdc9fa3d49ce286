import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

const REVIEWS = 'kyverno_admission_review_duration_seconds';
const IMAGES = 'kyverno_image_validating_policy_results_total';
const GENERATED = 'kyverno_generating_policy_results_total';
const MUTATED = 'kyverno_mutating_policy_results_total';

/** What stops Pods from starting comes first. */
export const alerts = (namespace: string): RuleGroup => {
  const own = `namespace="${namespace}"`;
  return {
    name: 'kyverno',
    rules: [
      {
        alert: 'KyvernoAdmissionDown',
        expr: `absent(up{${own},service="kyverno-svc-metrics"} == 1)`,
        for: '5m',
        severity: 'critical',
        summary: 'Kyverno does not answer the API server.',
        description:
          'What policies with `failurePolicy: Fail` match is refused: Pods do not start. See the Deployment kyverno-admission-controller; in need, delete its webhook configurations.',
      },
      {
        alert: 'KyvernoSlow',
        expr: `histogram_quantile(0.99, sum by (le) (rate(${REVIEWS}_bucket{${own}}[5m]))) > 5`,
        for: '10m',
        severity: 'warning',
        summary: 'Kyverno takes more than five seconds for one request in a hundred.',
        description: 'Requests time out at ten to thirty. Does a registry answer slowly?',
      },
      {
        alert: 'KyvernoImagesRefused',
        expr: `sum by (policy_name) (increase(${IMAGES}{${own},result="fail"}[10m])) > 0`,
        severity: 'warning',
        summary: 'Images fail the policy {{ $labels.policy_name }}.',
        description: 'Somebody runs what nobody signed, or a pipeline has stopped signing.',
      },
      {
        alert: 'KyvernoImagesUnverifiable',
        expr: `sum by (policy_name) (increase(${IMAGES}{${own},result="error"}[10m])) > 0`,
        for: '10m',
        severity: 'warning',
        summary: 'The policy {{ $labels.policy_name }} cannot look at images.',
        description: 'Is the registry reachable from Kyverno, and are its pull secrets right?',
      },
      {
        alert: 'KyvernoPoliciesFail',
        expr: `sum by (policy_name) (increase({__name__=~"${GENERATED}|${MUTATED}",${own},result="error"}[10m])) > 0`,
        for: '10m',
        severity: 'warning',
        summary: 'The policy {{ $labels.policy_name }} fails to change or generate objects.',
        description: 'Does Kyverno have the rights, and is the original of a copy there?',
      },
      {
        alert: 'KyvernoDropsWork',
        expr: `sum by (controller_name) (rate(kyverno_controller_drop_total{${own}}[10m])) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'The controller {{ $labels.controller_name }} of Kyverno gives up on objects.',
        description: 'See its log; reports or generated objects are out of date.',
      },
      {
        alert: 'KyvernoReportsLost',
        expr: `sum(rate(kyverno_breaker_drops_total{${own}}[10m])) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'Kyverno makes no reports for some requests.',
        description: 'There are too many of them at once: exclude busy kinds, or look at etcd.',
      },
    ],
  };
};

/** What is decided, and how fast. */
export const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  const results = (metric: string): string =>
    `sum by (policy_name, result) (increase(${metric}{${own}}[$__rate_interval]))`;
  return {
    uid: 'kyverno',
    title: 'Kyverno',
    folder: 'Policy',
    panels: [
      {
        title: 'Verified images',
        queries: [{ expr: results(IMAGES), legend: '{{policy_name}} {{result}}' }],
      },
      {
        title: 'Generated objects',
        queries: [{ expr: results(GENERATED), legend: '{{policy_name}} {{result}}' }],
      },
      {
        title: 'Changed objects',
        queries: [{ expr: results(MUTATED), legend: '{{policy_name}} {{result}}' }],
      },
      {
        title: 'Admission requests',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (resource_kind) (rate(kyverno_admission_requests_total{${own}}[$__rate_interval]))`,
            legend: '{{resource_kind}}',
          },
        ],
      },
      {
        title: 'Time of an admission request, 99th percentile',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.99, sum by (le) (rate(${REVIEWS}_bucket{${own}}[$__rate_interval])))`,
            legend: 'p99',
          },
        ],
      },
      {
        title: 'Reconciliations',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (controller_name) (rate(kyverno_controller_reconcile_total{${own}}[$__rate_interval]))`,
            legend: '{{controller_name}}',
          },
        ],
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: [
          { expr: `sum by (pod) (process_resident_memory_bytes{${own}})`, legend: '{{pod}}' },
        ],
      },
    ],
  };
};
