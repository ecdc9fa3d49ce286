/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'docker.io/grafana/grafana:13.2.0',
  'quay.io/kiwigrid/k8s-sidecar:2.10.1',
];
