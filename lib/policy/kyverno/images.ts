/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'ghcr.io/kyverno/readiness-checker:v1.19.0',
  'reg.kyverno.io/kyverno/background-controller:v1.19.0',
  'reg.kyverno.io/kyverno/cleanup-controller:v1.19.0',
  'reg.kyverno.io/kyverno/kyverno-cli:v1.19.0',
  'reg.kyverno.io/kyverno/kyverno:v1.19.0',
  'reg.kyverno.io/kyverno/kyvernopre:v1.19.0',
  'reg.kyverno.io/kyverno/reports-controller:v1.19.0',
];
