import type { Dashboard } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** What somebody has to know: nodes that nobody watches, events that are lost. */
export const alerts = (namespace: string): RuleGroup => ({
  name: 'tracee',
  rules: [
    {
      alert: 'TraceeDown',
      expr: `absent(up{namespace="${namespace}",service="tracee-metrics"} == 1)`,
      for: '10m',
      severity: 'critical',
      summary: 'Tracee watches no node.',
      description: 'Intrusions are not seen. See the Pods of the DaemonSet tracee.',
    },
    {
      alert: 'TraceeNodeUnwatched',
      expr: `kube_daemonset_status_number_unavailable{namespace="${namespace}",daemonset="tracee"} > 0`,
      for: '15m',
      severity: 'warning',
      summary: 'Tracee does not run on {{ $value }} nodes.',
      description:
        'What happens there is not seen. See the log of the Pod: does the kernel have BTF (`/sys/kernel/btf/vmlinux`), is there a policy that it refuses?',
    },
    {
      alert: 'TraceeLosesEvents',
      expr: `sum by (pod) (rate(tracee_ebpf_lostevents_total{namespace="${namespace}"}[5m])) > 1`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.pod }} loses {{ $value }} events a second.',
      description:
        'An intrusion may be among them. Enlarge `bufferPages`, or narrow the policies that match most.',
    },
    {
      alert: 'TraceeErrors',
      expr: `sum by (pod) (rate(tracee_ebpf_errors_total{namespace="${namespace}"}[10m])) > 0.1`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.pod }} reports errors.',
      description: 'Events cannot be read or sent on. See the log of the Pod.',
    },
    {
      alert: 'TraceeOperatorDown',
      expr: `kube_deployment_status_replicas_unavailable{namespace="${namespace}",deployment="tracee-operator"} > 0`,
      for: '15m',
      severity: 'warning',
      summary: 'The operator of Tracee does not run.',
      description: 'Changes of policies do not reach the nodes until it is back.',
    },
  ],
});

/** How much is seen, and what is lost. */
export const dashboard = (namespace: string): Dashboard => {
  const rate = (metric: string): string =>
    `sum by (pod) (rate(${metric}{namespace="${namespace}"}[$__rate_interval]))`;
  const graph = (title: string, metric: string) => ({
    title,
    unit: 'ops/s' as const,
    queries: [{ expr: rate(metric), legend: '{{pod}}' }],
  });
  return {
    uid: 'tracee',
    title: 'Tracee',
    folder: 'Security',
    panels: [
      {
        title: 'Nodes that are watched',
        shape: 'number',
        queries: [
          { expr: `sum(up{namespace="${namespace}",service="tracee-metrics"}) or vector(0)` },
        ],
      },
      {
        title: 'Detections in a day',
        shape: 'number',
        queries: [
          {
            expr: `sum(increase(tracee_rules_detections_total{namespace="${namespace}"}[1d])) or vector(0)`,
          },
        ],
      },
      graph('Detections', 'tracee_rules_detections_total'),
      graph('Events', 'tracee_ebpf_events_total'),
      graph('Events that are lost', 'tracee_ebpf_lostevents_total'),
      graph('Errors', 'tracee_ebpf_errors_total'),
    ],
  };
};
