import type { Construct } from 'constructs';
import { Dashboards, type DashboardPanel } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

/** Has metrics-server watched: alerts and a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.reach(scope, { namespace, ports: ['https'] });
    metrics.addRules(scope, { name: 'metrics-server', namespace, groups: alerts(namespace) });
  });
  Dashboards.whenProvided(scope, (dashboards) => {
    const dashboard = { uid: 'metrics-server', title: 'Resource metrics', panels };
    dashboards.add(scope, dashboard, namespace);
  });
}

const alerts = (namespace: string): readonly RuleGroup[] => [
  {
    name: 'metrics-server',
    rules: [
      {
        alert: 'MetricsServerDown',
        expr: `absent(up{job="metrics-server",namespace="${namespace}"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'metrics-server does not run: autoscalers stand still',
        description:
          'HorizontalPodAutoscalers keep their number of Pods, `kubectl top` fails, and namespaces cannot be deleted.',
      },
      {
        alert: 'ResourceMetricsApiUnavailable',
        expr: 'max by (name) (aggregator_unavailable_apiservice{name="v1beta1.metrics.k8s.io"}) > 0',
        for: '10m',
        severity: 'critical',
        summary: 'The API server cannot reach the resource metrics API',
        description:
          '`kubectl describe apiservice v1beta1.metrics.k8s.io` says why: no ready Pod, a certificate that is not trusted, or a network that does not let the API server in.',
      },
      {
        alert: 'KubeletMetricsFail',
        expr: 'sum(rate(metrics_server_kubelet_request_total{success="false"}[10m])) / sum(rate(metrics_server_kubelet_request_total[10m])) > 0.1',
        for: '15m',
        severity: 'warning',
        summary: '{{ $value | humanizePercentage }} of the readings from kubelets fail',
        description:
          'The log names the nodes. Mostly a kubelet certificate that is not signed by the cluster, or port 10250 is closed.',
      },
      {
        alert: 'KubeletMetricsStale',
        expr: 'time() - max by (node) (metrics_server_kubelet_last_request_time_seconds) > 300 and on (node) kube_node_info',
        for: '10m',
        severity: 'warning',
        summary: 'Nothing was read from node {{ $labels.node }} for five minutes',
        description: 'Pods on this node do not count for autoscaling. Is its kubelet up?',
      },
    ],
  },
];

const panels: readonly DashboardPanel[] = [
  {
    title: 'Readings from kubelets',
    unit: 'ops/s',
    queries: [
      {
        expr: 'sum by (success) (rate(metrics_server_kubelet_request_total[$__rate_interval]))',
        legend: 'success: {{success}}',
      },
    ],
  },
  {
    title: 'Time of a reading, 95th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'topk(10, histogram_quantile(0.95, sum by (le, node) (rate(metrics_server_kubelet_request_duration_seconds_bucket[$__rate_interval]))))',
        legend: '{{node}}',
      },
    ],
  },
  {
    title: 'Time of a round over all nodes, 95th percentile',
    unit: 'seconds',
    queries: [
      {
        expr: 'histogram_quantile(0.95, sum by (le) (rate(metrics_server_manager_tick_duration_seconds_bucket[$__rate_interval])))',
        legend: 'round',
      },
    ],
  },
  {
    title: 'Values kept',
    queries: [{ expr: 'max by (type) (metrics_server_storage_points)', legend: '{{type}}' }],
  },
];
