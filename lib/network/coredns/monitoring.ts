import type { Construct } from 'constructs';
import { Dashboards, type DashboardPanel } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

/** Has the DNS of the cluster watched. The chart draws its own monitor, kubeadm's addon has none. */
export function watch(scope: Construct, namespace: string, managed: boolean): void {
  Metrics.whenProvided(scope, (metrics) => {
    if (managed) metrics.reach(scope, { namespace, ports: [9153] });
    else {
      metrics.scrapeServices(scope, {
        name: 'coredns',
        namespace,
        selector: { 'k8s-app': 'kube-dns' },
        endpoints: [{ port: 'metrics' }],
        podPorts: [9153],
      });
    }
    metrics.addRules(scope, { name: 'coredns', namespace, groups: alerts });
  });
  Dashboards.whenProvided(scope, (dashboards) => {
    dashboards.add(scope, { uid: 'cluster-dns', title: 'Cluster DNS', panels }, namespace);
  });
}

const alerts: readonly RuleGroup[] = [
  {
    name: 'coredns',
    rules: [
      {
        alert: 'CoreDnsDown',
        expr: 'absent(coredns_build_info)',
        for: '10m',
        severity: 'critical',
        summary: 'No CoreDNS runs, or none can be scraped',
        description: 'Names do not resolve in Pods: nearly everything fails. Look at its Pods.',
      },
      {
        alert: 'CoreDnsErrors',
        expr: 'sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[10m])) / sum(rate(coredns_dns_responses_total[10m])) > 0.01',
        for: '10m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of the DNS answers are SERVFAIL',
        description:
          'Mostly a server behind CoreDNS that does not answer: the node’s own, or that of a forwarded zone. Its log names the question.',
      },
      {
        alert: 'CoreDnsSlow',
        expr: 'histogram_quantile(0.99, sum by (le, zone) (rate(coredns_dns_request_duration_seconds_bucket[10m]))) > 1',
        for: '15m',
        severity: 'warning',
        summary: '1 in 100 answers for {{ $labels.zone }} takes {{ $value | humanizeDuration }}',
        description: 'Is CoreDNS short of CPU, or the server that it forwards to slow?',
      },
      {
        alert: 'CoreDnsForwardUnhealthy',
        expr: 'sum by (instance) (rate(coredns_forward_healthcheck_broken_total[5m])) > 0',
        for: '10m',
        severity: 'warning',
        summary: 'All servers that {{ $labels.instance }} forwards to are down',
        description: 'Names outside the cluster resolve by chance only.',
      },
      {
        alert: 'CoreDnsPanics',
        expr: 'sum by (instance) (increase(coredns_panics_total[10m])) > 0',
        severity: 'warning',
        summary: 'CoreDNS panics on {{ $labels.instance }}',
        description:
          'A plugin stumbles over a question. Its log has the stack; report it upstream.',
      },
      {
        alert: 'CoreDnsReloadFailed',
        expr: 'sum by (instance) (increase(coredns_reload_failed_total[10m])) > 0',
        severity: 'warning',
        summary: 'CoreDNS refuses its new configuration on {{ $labels.instance }}',
        description: 'It goes on with the old one, until it is restarted. Its log names the line.',
      },
    ],
  },
];

const panels: readonly DashboardPanel[] = [
  {
    title: 'Questions by zone',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (zone) (rate(coredns_dns_requests_total[$__rate_interval]))',
        legend: '{{zone}}',
      },
    ],
  },
  {
    title: 'Answers by code',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (rcode) (rate(coredns_dns_responses_total[$__rate_interval]))',
        legend: '{{rcode}}',
      },
    ],
  },
  {
    title: 'Time to answer',
    unit: 'seconds',
    queries: ['0.5', '0.95', '0.99'].map((quantile) => ({
      expr: `histogram_quantile(${quantile}, sum by (le) (rate(coredns_dns_request_duration_seconds_bucket[$__rate_interval])))`,
      legend: quantile,
    })),
  },
  {
    title: 'Answers from the cache',
    unit: 'ratio',
    queries: [
      {
        expr: 'sum(rate(coredns_cache_hits_total[$__rate_interval])) / (sum(rate(coredns_cache_hits_total[$__rate_interval])) + sum(rate(coredns_cache_misses_total[$__rate_interval])))',
        legend: 'hits',
      },
    ],
  },
  {
    title: 'Time of the servers behind it, 95th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'histogram_quantile(0.95, sum by (le, to) (rate(coredns_proxy_request_duration_seconds_bucket[$__rate_interval])))',
        legend: '{{to}}',
      },
    ],
  },
  {
    title: 'Questions by copy',
    unit: 'ops/s',
    description: 'Uneven lines: clients hold on to one copy, or one is not reached.',
    queries: [
      {
        expr: 'sum by (instance) (rate(coredns_dns_requests_total[$__rate_interval]))',
        legend: '{{instance}}',
      },
    ],
  },
];
