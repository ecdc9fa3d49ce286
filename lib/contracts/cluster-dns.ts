import { Capability } from '../kernel';

/** DNS of the cluster that is not the one that kubeadm installs. */
export interface DnsService {
  /** Addresses that kubelets hand to Pods, one of each family. */
  readonly addresses: readonly string[];
  /** Zone of Services: `cluster.local`. */
  readonly domain: string;
}

export const ClusterDns = new Capability<DnsService>('cluster-dns', 'the DNS of the cluster');
