import type { Construct } from 'constructs';
import { Dashboards, type DashboardPanel } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

/** Has ExternalDNS watched: alerts and a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.reach(scope, { namespace, ports: ['http'] });
    metrics.addRules(scope, { name: 'external-dns', namespace, groups: alerts });
  });
  Dashboards.whenProvided(scope, (dashboards) => {
    const dashboard = { uid: 'external-dns', title: 'DNS records', panels };
    dashboards.add(scope, dashboard, namespace);
  });
}

const alerts: readonly RuleGroup[] = [
  {
    name: 'external-dns',
    rules: [
      {
        alert: 'DnsRecordsNotWritten',
        expr: 'time() - max(external_dns_controller_last_sync_timestamp_seconds) > 900',
        for: '5m',
        severity: 'warning',
        summary: 'No DNS record was written for {{ $value | humanizeDuration }}',
        description:
          'New hosts do not resolve. The log says what the provider answers: mostly credentials or a zone that is not there.',
      },
      {
        alert: 'ExternalDnsDown',
        expr: 'absent(external_dns_build_info)',
        for: '15m',
        severity: 'warning',
        summary: 'ExternalDNS does not run, or cannot be scraped',
        description: 'New hosts do not resolve, changed addresses stay wrong.',
      },
      {
        alert: 'DnsProviderErrors',
        expr: 'sum(rate(external_dns_registry_errors_total[15m])) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'The DNS provider refuses requests',
        description:
          'The log has its answer: a rate limit, missing permissions, a zone it does not have.',
      },
      {
        alert: 'DnsSourceErrors',
        expr: 'sum(rate(external_dns_source_errors_total[15m])) > 0',
        for: '15m',
        severity: 'warning',
        summary: 'ExternalDNS cannot read what it makes records from',
        description: 'The log names the kind: its CRD is missing, or the permission to list it.',
      },
      {
        alert: 'DnsRecordOwnedByOther',
        expr: 'max by (domain, foreign_owner) (external_dns_registry_skipped_records_owner_mismatch_per_sync) > 0',
        for: '30m',
        severity: 'info',
        summary: 'Records in {{ $labels.domain }} belong to {{ $labels.foreign_owner }}',
        description:
          'Another cluster, or a former name of this one, has marked them: they are left as they are.',
      },
    ],
  },
];

const panels: readonly DashboardPanel[] = [
  {
    title: 'Time since the last write',
    shape: 'number',
    unit: 'seconds',
    queries: [{ expr: 'time() - max(external_dns_controller_last_sync_timestamp_seconds)' }],
  },
  {
    title: 'Records: wanted, there, right',
    queries: [
      { expr: 'sum(external_dns_source_records)', legend: 'wanted' },
      { expr: 'sum(external_dns_registry_records)', legend: 'there' },
      { expr: 'sum(external_dns_controller_verified_records)', legend: 'right' },
    ],
  },
  {
    title: 'Records by type',
    queries: [
      {
        expr: 'sum by (record_type) (external_dns_registry_records)',
        legend: '{{record_type}}',
      },
    ],
  },
  {
    title: 'Errors',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum(rate(external_dns_registry_errors_total[$__rate_interval]))',
        legend: 'provider',
      },
      { expr: 'sum(rate(external_dns_source_errors_total[$__rate_interval]))', legend: 'sources' },
    ],
  },
  {
    title: 'Rejected and duplicate endpoints',
    queries: [
      {
        expr: 'sum by (source_type) (external_dns_source_invalid_endpoints)',
        legend: 'invalid {{source_type}}',
      },
      {
        expr: 'sum by (source_type) (external_dns_source_deduplicated_endpoints)',
        legend: 'duplicate {{source_type}}',
      },
    ],
  },
];
