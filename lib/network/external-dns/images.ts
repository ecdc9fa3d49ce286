/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = ['registry.k8s.io/external-dns/external-dns:v0.21.0'];
