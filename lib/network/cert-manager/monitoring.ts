import type { DashboardPanel } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** Alerts of what people notice last: a certificate that will not be there tomorrow. */
export const alerts = (namespace: string): readonly RuleGroup[] => [
  {
    name: 'cert-manager.certificates',
    rules: [
      {
        alert: 'CertificateExpiresSoon',
        expr: 'certmanager_certificate_expiration_timestamp_seconds - time() < 86400 and certmanager_certificate_expiration_timestamp_seconds > 0',
        for: '10m',
        severity: 'critical',
        summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} expires within a day',
        description:
          'Renewal has failed until now, and clients will refuse the certificate. `kubectl describe` its Certificate, CertificateRequest, Order and Challenge, in this order, to see why.',
      },
      {
        alert: 'CertificateRenewalOverdue',
        expr: 'time() - certmanager_certificate_renewal_timestamp_seconds > 21600 and certmanager_certificate_renewal_timestamp_seconds > 0',
        for: '15m',
        severity: 'warning',
        summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} should have been renewed',
        description:
          'It is six hours past the time at which cert-manager renews it. Look at its newest CertificateRequest, and at the issuer {{ $labels.issuer_name }}.',
      },
      {
        alert: 'CertificateNotReady',
        expr: 'max by (namespace, name, issuer_name) (certmanager_certificate_ready_status{condition!="True"} == 1)',
        for: '15m',
        severity: 'warning',
        summary: 'Certificate {{ $labels.namespace }}/{{ $labels.name }} is not ready',
        description:
          'Its Secret is missing, out of date or expired. `kubectl describe certificate` names the reason; the issuer is {{ $labels.issuer_name }}.',
      },
      {
        alert: 'ClusterIssuerNotReady',
        expr: 'max by (name) (certmanager_clusterissuer_ready_status{condition!="True"} == 1)',
        for: '15m',
        severity: 'warning',
        summary: 'Issuer {{ $labels.name }} is not ready',
        description:
          'It cannot log in to its authority, or its Secret is missing: no certificate of it is issued or renewed.',
      },
    ],
  },
  {
    name: 'cert-manager.acme',
    rules: [
      {
        alert: 'AcmeRateLimited',
        expr: 'sum by (host) (increase(certmanager_http_acme_client_request_count{status="429"}[1h])) > 0',
        severity: 'warning',
        summary: '{{ $labels.host }} refuses requests: rate limit',
        description:
          'The authority issues nothing more until its window is over. Find what asks again and again, and test with the staging server.',
      },
      {
        alert: 'AcmeRequestsFail',
        expr: 'sum by (host) (rate(certmanager_http_acme_client_request_count{status=~"[45]..",status!="429"}[30m])) / sum by (host) (rate(certmanager_http_acme_client_request_count[30m])) > 0.2',
        for: '30m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.host }} fail',
        description:
          'The account, the external account binding or a challenge is refused, or the authority is down.',
      },
    ],
  },
  {
    name: 'cert-manager.controller',
    rules: [
      {
        alert: 'CertManagerDown',
        expr: `absent(up{job="cert-manager",namespace="${namespace}"} == 1)`,
        for: '15m',
        severity: 'critical',
        summary: 'cert-manager does not run, or cannot be scraped',
        description: 'Certificates are neither issued nor renewed. Look at its Deployment.',
      },
      {
        alert: 'CertManagerSyncErrors',
        expr: 'sum by (controller) (rate(certmanager_controller_sync_error_count[15m])) / sum by (controller) (rate(certmanager_controller_sync_call_count[15m])) > 0.5',
        for: '30m',
        severity: 'warning',
        summary: 'Most runs of the controller {{ $labels.controller }} fail',
        description: 'Its log says why: mostly an issuer that is down, or missing permissions.',
      },
    ],
  },
];

/** What to look at: what expires, what is stuck, what the authority answers. */
export const panels: readonly DashboardPanel[] = [
  {
    title: 'Certificates that are not ready',
    shape: 'number',
    queries: [
      { expr: 'sum(certmanager_certificate_ready_status{condition!="True"}) or vector(0)' },
    ],
  },
  {
    title: 'Issuers that are not ready',
    shape: 'number',
    queries: [
      { expr: 'sum(certmanager_clusterissuer_ready_status{condition!="True"}) or vector(0)' },
    ],
  },
  {
    title: 'Time until expiry, the next 20',
    shape: 'table',
    unit: 'seconds',
    queries: [
      {
        expr: 'bottomk(20, certmanager_certificate_expiration_timestamp_seconds - time())',
        legend: '{{namespace}}/{{name}}',
      },
    ],
  },
  {
    title: 'Time until renewal, the next 20',
    shape: 'table',
    unit: 'seconds',
    queries: [
      {
        expr: 'bottomk(20, certmanager_certificate_renewal_timestamp_seconds - time())',
        legend: '{{namespace}}/{{name}}',
      },
    ],
  },
  {
    title: 'Challenges by status',
    queries: [
      {
        expr: 'sum by (status, type) (certmanager_certificate_challenge_status == 1)',
        legend: '{{type}} {{status}}',
      },
    ],
  },
  {
    title: 'ACME requests by answer',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (host, status) (rate(certmanager_http_acme_client_request_count[$__rate_interval]))',
        legend: '{{host}} {{status}}',
      },
    ],
  },
  {
    title: 'ACME latency, 90th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'max by (host, action) (certmanager_http_acme_client_request_duration_seconds{quantile="0.9"})',
        legend: '{{host}} {{action}}',
      },
    ],
  },
  {
    title: 'Failed runs by controller',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (controller) (rate(certmanager_controller_sync_error_count[$__rate_interval]))',
        legend: '{{controller}}',
      },
    ],
  },
];
