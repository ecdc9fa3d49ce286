import { Capability } from '../kernel';

/** The Pods' network, as others need to know it. */
export interface ClusterNetwork {
  /** Whether Services work without kube-proxy. */
  readonly replacesKubeProxy: boolean;
  /** Mode of kube-proxy that its data plane works beside; of no meaning where it replaces kube-proxy. */
  readonly kubeProxyMode: 'iptables' | 'nftables';
  /** Whether traffic between nodes is encrypted. */
  readonly encrypted: boolean;
  /** Whether NetworkPolicies are enforced. */
  readonly enforcesPolicies: boolean;
}

export const Network = new Capability<ClusterNetwork>('network', 'a CNI');
