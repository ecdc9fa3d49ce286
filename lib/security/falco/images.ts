// Images of the pinned charts' Pods and of what they start by default, from renders of them.

/** Falco, what loads its driver, and what fetches its plugins, which are artifacts of a registry too. */
export const IMAGES: readonly string[] = [
  'docker.io/falcosecurity/falco-driver-loader:0.44.1',
  'docker.io/falcosecurity/falco:0.44.1',
  'docker.io/falcosecurity/falcoctl:0.13.0',
  'docker.io/falcosecurity/k8s-metacollector:0.1.1',
  'ghcr.io/falcosecurity/plugins/plugin/container:0.7.1',
  'ghcr.io/falcosecurity/plugins/plugin/k8smeta:0.4.1',
];

/** The operator; the Falco that it starts is named in its objects. */
export const OPERATOR_IMAGES: readonly string[] = ['docker.io/falcosecurity/falco-operator:0.4.1'];

/** What sends findings on, and shows them. */
export const SIDEKICK_IMAGES: readonly string[] = [
  'docker.io/falcosecurity/falcosidekick-ui:2.2.0',
  'docker.io/falcosecurity/falcosidekick:2.32.0',
  'docker.io/redis/redis-stack:7.2.0-v11',
];
