import type { Construct } from 'constructs';
import type { MetricsCollector } from '../../contracts/metrics';
import { KubeObject, Service } from '../../index';
import { NetworkPolicy, type NetworkPolicySpec } from './kinds';
import { FELIX_METRICS } from './values';

/** Namespace in which the operator runs what it makes. */
export const SYSTEM_NAMESPACE = 'calico-system';

/** Has the agents, Typha and kube-controllers scraped; the operator makes the Services of the last two. */
export function scrapeCalico(scope: Construct, metrics: MetricsCollector): void {
  const namespace = SYSTEM_NAMESPACE;
  new KubeObject(scope, 'Service-calico-felix', Service, {
    name: 'calico-felix',
    namespace,
    labels: { 'k8s-app': 'calico-felix' },
    body: {
      spec: {
        clusterIP: 'None',
        selector: { 'k8s-app': 'calico-node' },
        ports: [{ name: 'metrics', port: FELIX_METRICS }],
      },
    },
  });
  for (const [name, app, port] of [
    ['calico-felix', 'calico-felix', 'metrics'],
    ['calico-typha', 'calico-typha-metrics', 'calico-typha-metrics'],
    ['calico-kube-controllers', 'calico-kube-controllers', 'metrics-port'],
  ] as const) {
    const selector = { 'k8s-app': app };
    metrics.scrapeServices(scope, { name, namespace, selector, endpoints: [{ port }] });
  }
  new KubeObject(scope, 'NetworkPolicy-platform-metrics', NetworkPolicy, {
    name: 'calico-system.platform-metrics',
    namespace,
    body: { spec: collectorPolicy(metrics) },
  });
}

/**
 * Lets the collector reach kube-controllers, which the operator closes to all but a Prometheus of
 * its own. The agents and Typha are on the nodes' network, where no policy stands before them.
 */
function collectorPolicy({ namespace }: MetricsCollector): NetworkPolicySpec {
  return {
    tier: 'calico-system',
    order: 5,
    selector: "k8s-app == 'calico-kube-controllers'",
    types: ['Ingress'],
    ingress: [
      {
        action: 'Allow',
        protocol: 'TCP',
        source: { namespaceSelector: `kubernetes.io/metadata.name == '${namespace}'` },
        destination: { ports: [9094] },
      },
    ],
  };
}
