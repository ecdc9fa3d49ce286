import { Exclusive } from '../kernel';

/** The plugin that gives Pods their network. */
export const Cni = new Exclusive('the CNI', 'a cluster has one; remove one of them');

/** Who answers for Services of type LoadBalancer that name no class. */
export const LoadBalancerOwner = new Exclusive(
  'Services of type LoadBalancer',
  'give one of them a `loadBalancerClass`, or remove it',
);

/** The StorageClass of claims that name none. */
export const DefaultStorageClass = new Exclusive(
  'the default StorageClass',
  'set `default: false` in all but one',
);

/** The API `external.metrics.k8s.io`, which autoscalers read. */
export const ExternalMetricsApi = new Exclusive(
  'the external metrics API',
  'a cluster serves it once; remove one of them',
);

/** The API `metrics.k8s.io`: CPU and memory of Pods and nodes. */
export const ResourceMetricsApi = new Exclusive(
  'the resource metrics API',
  'a cluster serves it once; remove one of them',
);
