import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

const EVENTS = 'falcosecurity_scap_n_evts_total';
const DROPS = 'falcosecurity_scap_n_drops_total';
const MATCHES = 'falcosecurity_falco_rules_matches_total';
const QUEUE_DROPS = 'falcosecurity_falco_outputs_queue_num_drops_total';
const OUTPUTS = 'falcosecurity_falcosidekick_outputs_total';
const INPUTS = 'falcosecurity_falcosidekick_inputs_total';

/** Blindness first, then what was seen. Priorities count from 0, EMERGENCY. */
export const alerts = (namespace: string): RuleGroup => {
  const own = `namespace="${namespace}"`;
  return {
    name: 'falco',
    rules: [
      {
        alert: 'FalcoDown',
        expr: `absent(up{${own},container="falco"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'No Falco answers.',
        description: 'Nobody watches what containers do. See the Pods of the DaemonSet falco.',
      },
      {
        alert: 'FalcoNodesUnwatched',
        expr: `kube_daemonset_status_number_unavailable{${own},daemonset="falco"} > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'Falco does not run on {{ $value }} nodes.',
        description:
          'What containers do there is not seen. Does the kernel have BTF, and is the runtime socket where it should be?',
      },
      {
        alert: 'FalcoSeesNothing',
        expr: `sum by (pod) (rate(${EVENTS}{${own}}[10m])) == 0`,
        for: '10m',
        severity: 'critical',
        summary: 'Falco in {{ $labels.pod }} sees no system calls.',
        description:
          'It runs, but its driver delivers nothing. See its log and the kernel version.',
      },
      {
        alert: 'FalcoDropsEvents',
        expr: [
          `sum by (pod) (rate(${DROPS}{${own}}[5m]))`,
          `/ sum by (pod) (rate(${EVENTS}{${own}}[5m])) > 0.01`,
        ].join(' '),
        for: '10m',
        severity: 'warning',
        summary: 'Falco in {{ $labels.pod }} loses more than one system call in a hundred.',
        description: 'An attack may be among them. Raise `bufferPreset`, or switch busy rules off.',
      },
      {
        alert: 'FalcoOutputQueueFull',
        expr: `sum by (pod) (increase(${QUEUE_DROPS}{${own}}[10m])) > 0`,
        severity: 'warning',
        summary: 'Falco in {{ $labels.pod }} finds more than it can send.',
        description: 'Findings are lost. Which rule fires so often, and does falcosidekick answer?',
      },
      {
        alert: 'FalcoCriticalFinding',
        expr: `sum by (rule_name, priority) (increase(${MATCHES}{${own},priority=~"[012]"}[5m])) > 0`,
        severity: 'critical',
        summary: 'Falco: {{ $labels.rule_name }}.',
        description:
          'A rule of priority CRITICAL or worse has fired. Its output names the Pod and the command.',
      },
      {
        alert: 'FalcosidekickOutputErrors',
        expr: `sum by (destination) (rate(${OUTPUTS}{${own},status="error"}[10m])) > 0`,
        for: '10m',
        severity: 'warning',
        summary: 'Findings do not reach {{ $labels.destination }}.',
        description: 'See the log of falcosidekick: address, login, network policy?',
      },
      {
        alert: 'FalcosidekickRejectsEvents',
        expr: `sum(rate(${INPUTS}{${own},status="rejected"}[10m])) > 0`,
        for: '10m',
        severity: 'warning',
        summary: 'Falcosidekick rejects what Falco sends.',
        description: 'Do the versions fit, and is `json_output` on?',
      },
    ],
  };
};

/** What is found, and whether all is seen. */
export const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  const rate = (metric: string, more = ''): string =>
    `rate(${metric}{${own}${more}}[$__rate_interval])`;
  return {
    uid: 'falco',
    title: 'Falco',
    folder: 'Security',
    panels: [
      {
        title: 'Findings of the last day',
        shape: 'table',
        queries: [
          {
            expr: `sum by (rule_name, priority) (increase(${MATCHES}{${own}}[24h])) > 0`,
            legend: '{{rule_name}}',
          },
        ],
        description: 'Priority counts from 0 (EMERGENCY) to 7 (DEBUG).',
      },
      {
        title: 'Findings by priority',
        queries: [
          {
            expr: `sum by (priority_raw) (increase(falcosecurity_falcosidekick_falco_events_total{${own}}[$__rate_interval]))`,
            legend: '{{priority_raw}}',
          },
        ],
      },
      {
        title: 'Findings by namespace',
        queries: [
          {
            expr: `sum by (k8s_ns_name) (increase(falcosecurity_falcosidekick_falco_events_total{${own}}[$__rate_interval]))`,
            legend: '{{k8s_ns_name}}',
          },
        ],
      },
      {
        title: 'System calls seen',
        unit: 'ops/s',
        queries: [{ expr: `sum by (pod) (${rate(EVENTS)})`, legend: '{{pod}}' }],
      },
      {
        title: 'System calls lost',
        unit: 'ratio',
        queries: [
          {
            expr: `sum by (pod) (${rate(DROPS)}) / sum by (pod) (${rate(EVENTS)})`,
            legend: '{{pod}}',
          },
        ],
      },
      {
        title: 'Sent',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (destination, status) (${rate(OUTPUTS)})`,
            legend: '{{destination}} {{status}}',
          },
        ],
      },
      {
        title: 'CPU of Falco',
        unit: 'ratio',
        queries: [
          { expr: `max by (pod) (falcosecurity_falco_cpu_usage_ratio{${own}})`, legend: '{{pod}}' },
        ],
      },
      {
        title: 'Memory of Falco',
        unit: 'bytes',
        queries: [
          {
            expr: `max by (pod) (falcosecurity_falco_memory_rss_bytes{${own}})`,
            legend: '{{pod}}',
          },
        ],
      },
    ],
  };
};
