/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'docker.io/envoyproxy/envoy:distroless-v1.39.0',
  'docker.io/envoyproxy/gateway:v1.9.0',
  'docker.io/envoyproxy/ratelimit:17b1956c',
];
