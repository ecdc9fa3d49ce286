import type { HostNeeds, HostPeer, HostPort } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import { hasIpv6, IMAGES, type Cluster } from './cluster';
import type { KubeadmProps } from './words';

/** Images that kubeadm pulls whatever the cluster is made of, where Kubernetes publishes them. */
export const alwaysPulled = ({ version, imageTags }: Cluster): readonly string[] => [
  ...['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
    (name) => `${IMAGES}/${name}:v${version}`,
  ),
  `${IMAGES}/pause:${imageTags.pause}`,
];

/** Every image that kubeadm pulls. */
export function imagesOf(cluster: Cluster): readonly string[] {
  const { version, imageTags, externalEtcd, dnsAddresses, kubeProxyMode } = cluster;
  return [
    ...alwaysPulled(cluster),
    ...(kubeProxyMode === undefined ? [] : [`${IMAGES}/kube-proxy:v${version}`]),
    ...(dnsAddresses ? [] : [`${IMAGES}/coredns/coredns:${imageTags.coreDns}`]),
    ...(externalEtcd ? [] : [`${IMAGES}/etcd:${imageTags.etcd}`]),
  ];
}

/** Ports of what kubeadm starts. */
export function portsOf(cluster: Cluster, props: KubeadmProps): readonly HostPort[] {
  const { externalEtcd, hasLoadBalancers, kubeProxyMode, remoteMetrics } = cluster;
  const readers: readonly HostPeer[] = remoteMetrics ? ['nodes', 'pods'] : [];
  const controlPlane = (port: number, purpose: string, from: readonly HostPeer[]): HostPort => ({
    port,
    purpose,
    on: 'control-plane',
    from,
  });
  const clients: readonly HostPeer[] = hasLoadBalancers
    ? ['load-balancer', 'nodes', 'pods']
    : ['anywhere'];
  const etcd = [
    controlPlane(2379, 'etcd for API servers', ['control-plane']),
    controlPlane(2380, 'etcd among its members', ['control-plane']),
    controlPlane(2381, "etcd's metrics", readers),
  ];
  return [
    controlPlane(API_SERVER_PORT, 'API server', clients),
    ...(externalEtcd ? [] : etcd),
    controlPlane(10257, 'controller manager', readers),
    controlPlane(10259, 'scheduler', readers),
    { port: 10250, purpose: 'kubelet' },
    { port: 10248, purpose: "kubelet's health", from: [] },
    ...(kubeProxyMode === undefined
      ? []
      : [
          { port: 10249, purpose: "kube-proxy's metrics", from: readers },
          { port: 10256, purpose: "kube-proxy's health", from: ['nodes'] as const },
        ]),
    ...(['TCP', 'UDP'] as const).map((protocol) => ({
      ...nodePorts(props),
      protocol,
      purpose: 'Services of type NodePort',
      from: props.nodePortsFrom ?? (['anywhere'] as const),
    })),
  ];
}

/** Ports of Services of type NodePort: Kubernetes' own, unless API servers are told others. */
function nodePorts({ apiServer }: KubeadmProps): Pick<HostPort, 'port' | 'lastPort'> {
  const range = /^(\d+)-(\d+)$/.exec(apiServer?.arguments?.['service-node-port-range'] ?? '');
  return range
    ? { port: Number(range[1]), lastPort: Number(range[2]) }
    : { port: 30000, lastPort: 32767 };
}

/** What nodes must have for kubelets, kube-proxy and kubeadm's own checks. */
export function nodeNeeds(cluster: Cluster): HostNeeds {
  const forwarding: Record<string, string> = hasIpv6(cluster)
    ? { 'net.ipv6.conf.all.forwarding': '1', 'net.ipv6.conf.default.forwarding': '1' }
    : {};
  const hasIpv4 = cluster.pods.some((network) => !network.includes(':'));
  return {
    on: 'nodes',
    ...(cluster.kubeProxyMode === 'nftables' && { kernel: '5.13' }),
    modules: ['overlay', 'br_netfilter', ...(cluster.kubeProxyMode === 'ipvs' ? IPVS : [])],
    sysctls: {
      ...(hasIpv4 && { 'net.ipv4.ip_forward': '1' }),
      ...forwarding,
      'net.bridge.bridge-nf-call-iptables': '1',
      'net.bridge.bridge-nf-call-ip6tables': '1',
      ...KERNEL_DEFAULTS,
    },
    packages: [{ debian: 'util-linux', redhat: 'util-linux' }],
  };
}

/** The script that signs kubelets' certificates reads requests. */
export const CONTROL_PLANE_NEEDS: HostNeeds = {
  on: 'control-plane',
  packages: [{ debian: 'openssl', redhat: 'openssl' }],
};

const IPVS = ['ip_vs', 'ip_vs_rr', 'nf_conntrack'];

/** A kubelet with `protectKernelDefaults` does not start with any other value. */
const KERNEL_DEFAULTS = {
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  'kernel.panic': '10',
  'kernel.panic_on_oops': '1',
  'kernel.keys.root_maxkeys': '1000000',
  'kernel.keys.root_maxbytes': '25000000',
};
