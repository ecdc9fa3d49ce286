import type { MetricsCollector } from '../../contracts/metrics';
import type { Values } from '../../index';

/** A ServiceMonitor as the chart draws it. */
export const serviceMonitor = (metrics: MetricsCollector): Values => ({
  enabled: true,
  labels: { ...metrics.monitorLabels },
  interval: '30s',
});

/** Metrics of the agents, of Envoy and of the operator; their ports stay closed without a collector. */
export function monitors(metrics: MetricsCollector | undefined): Values {
  if (!metrics) {
    return {
      operator: { prometheus: { enabled: false } },
      envoy: { prometheus: { enabled: false } },
    };
  }
  const monitor = serviceMonitor(metrics);
  return {
    // Without a cluster to ask, the chart takes the CRD's absence for granted and fails.
    prometheus: { enabled: true, serviceMonitor: { ...monitor, trustCRDsExist: true } },
    operator: { prometheus: { enabled: true, serviceMonitor: monitor } },
    envoy: { prometheus: { enabled: true, serviceMonitor: monitor } },
  };
}
