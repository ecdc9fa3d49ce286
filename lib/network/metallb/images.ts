/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'quay.io/frrouting/frr:10.4.3',
  'quay.io/metallb/controller:v0.16.1',
  'quay.io/metallb/frr-k8s:v0.0.25',
  'quay.io/metallb/speaker:v0.16.1',
];
