/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = ['registry.k8s.io/metrics-server/metrics-server:v0.8.1'];
