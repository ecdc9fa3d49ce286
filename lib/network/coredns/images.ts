/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'docker.io/coredns/coredns:1.13.1',
  'registry.k8s.io/cpa/cluster-proportional-autoscaler:v1.9.0',
];
