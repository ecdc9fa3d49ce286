import type { LayerChoices } from './choices';

/**
 * The standard architecture of 2025, as far as the layers go that are modelled: Calico, MetalLB,
 * ingress-nginx (with Gateway API as its named successor), admission policies of the API server,
 * Falco, Prometheus and Grafana.
 */
export const edition2025: Required<LayerChoices> = {
  network: { cni: 'calico', loadBalancer: 'metallb', gateway: 'ingress-nginx' },
  policy: { level: 'baseline' },
  security: { runtime: 'falco', secrets: 'external-secrets' },
  observability: { metrics: 'kube-prometheus-stack', dashboards: 'grafana' },
};
