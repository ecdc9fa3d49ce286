import type { Construct } from 'constructs';
import type { LoadBalancer } from '../../contracts/load-balancing';
import type { MetricsCollector } from '../../contracts/metrics';
import { KubeObject, Service, type Values } from '../../index';
import { serviceMonitor } from './monitors';
import { replicated } from './replicas';
import type { ClusterMeshOptions } from './words';

/** Values of the API by which clusters of a mesh learn of each other. */
export function meshValues(
  mesh: ClusterMeshOptions | undefined,
  metrics: MetricsCollector | undefined,
  highlyAvailable: boolean,
): Values | undefined {
  if (!mesh) return undefined;
  const { service = 'NodePort', nodePort, clusters = [] } = mesh;
  return {
    useAPIServer: true,
    config: {
      enabled: true,
      clusters: clusters.map(({ name, addresses, port = 2379 }) => ({
        name,
        port,
        ips: addresses,
      })),
    },
    apiserver: {
      ...replicated(highlyAvailable),
      // Its LoadBalancer address may come from a pool of this component, which comes after the
      // release: the release would wait for it in vain, so the Service is one of the objects.
      service:
        service === 'LoadBalancer' ? { externallyCreated: true } : { type: service, nodePort },
      tls: { authMode: 'cluster', auto: { method: 'cronJob' } },
      resources: small('256Mi', '1Gi'),
      etcd: { resources: small('256Mi', '2Gi'), init: { resources: small('32Mi', '128Mi') } },
      kvstoremesh: { resources: small('128Mi', '1Gi') },
      metrics: {
        enabled: metrics !== undefined,
        kvstoremesh: { enabled: metrics !== undefined },
        etcd: { enabled: metrics !== undefined },
        serviceMonitor: metrics && serviceMonitor(metrics),
      },
    },
  };
}

/** Draws the Service by which other clusters reach the API, with an address of `balancer`. */
export function exposeMesh(
  scope: Construct,
  options: {
    readonly namespace: string;
    readonly mesh: ClusterMeshOptions;
    readonly balancer: LoadBalancer;
  },
): void {
  const { namespace, mesh, balancer } = options;
  const labels = { 'k8s-app': 'clustermesh-apiserver' };
  const { loadBalancerClass } = balancer;
  new KubeObject(scope, 'Service-clustermesh-apiserver', Service, {
    name: 'clustermesh-apiserver',
    namespace,
    labels,
    annotations: balancer.serviceAnnotations(
      mesh.address === undefined ? {} : { addresses: [mesh.address] },
    ),
    body: {
      spec: {
        type: 'LoadBalancer',
        ...(loadBalancerClass !== undefined && { loadBalancerClass }),
        selector: labels,
        ports: [{ name: 'apiserver', port: 2379 }],
      },
    },
  });
}

const small = (memory: string, limit: string): Values => ({
  requests: { cpu: '20m', memory },
  limits: { memory: limit },
});
