import type { EditionChoices } from './choices';

const everywhere = {
  // What is in front of the API servers follows from the machines: HAProxy, where there are some for it.
  provisioning: { runtime: 'containerd' },
  network: { cni: 'calico', loadBalancer: 'metallb', gateway: 'ingress-nginx' },
  policy: { level: 'baseline' },
} as const;

/**
 * The standard architecture of 2025: kubeadm, HAProxy, containerd, Calico, MetalLB, ingress-nginx (with Gateway API as its named
 * successor), admission policies of the API server, Rook with Ceph, Velero, Harbor with Trivy,
 * Keycloak, Teleport, Vault (in its open form, OpenBao), Falco, Prometheus and Grafana, Argo CD.
 *
 * One machine has no disks to spread data over, and too little memory for what many people share.
 */
export const edition2025: EditionChoices = {
  'high-availability': {
    ...everywhere,
    storage: { volumes: 'rook-ceph' },
    security: { runtime: 'falco', secrets: 'external-secrets', secretStore: 'openbao' },
    data: { databases: 'cloudnative-pg', caches: 'valkey' },
    // Keycloak, unless a team has a provider already; Harbor likewise.
    identity: { teleport: {} },
    observability: { metrics: 'kube-prometheus-stack', dashboards: 'grafana' },
    backup: { backups: 'velero' },
    registry: {},
    delivery: { delivery: 'argo-cd' },
  },
  'single-node': {
    ...everywhere,
    storage: { volumes: 'local-path' },
    security: { runtime: 'falco', secrets: 'external-secrets' },
    data: { databases: 'none', caches: 'none' },
    identity: { provider: 'none' },
    observability: { metrics: 'kube-prometheus-stack', dashboards: 'grafana' },
    backup: { backups: 'none', etcd: false },
    registry: { registry: 'none' },
    delivery: { delivery: 'none' },
  },
};
