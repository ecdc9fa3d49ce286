/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'quay.io/jetstack/cert-manager-acmesolver:v1.21.1',
  'quay.io/jetstack/cert-manager-cainjector:v1.21.1',
  'quay.io/jetstack/cert-manager-controller:v1.21.1',
  'quay.io/jetstack/cert-manager-startupapicheck:v1.21.1',
  'quay.io/jetstack/cert-manager-webhook:v1.21.1',
];

/** Versions of Kubernetes that the project lists as supported. */
export const TESTED = { chart: '1.21', kubernetes: '1.33 - 1.36' };
