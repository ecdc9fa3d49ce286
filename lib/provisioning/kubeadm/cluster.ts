import type { IConstruct } from 'constructs';
import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { ClusterDns } from '../../contracts/cluster-dns';
import { Network } from '../../contracts/cluster-network';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { EtcdCluster, type EtcdMembers } from '../../contracts/etcd-cluster';
import { Metrics } from '../../contracts/metrics';
import { mirrored, Platform, type ImageMirror, type PlatformNode } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import { minorOf } from '../runtime/versions';
import { exactVersion, VERSIONS, type ImageTags } from './versions';
import type { KubeadmProps } from './words';

/** Everything that files, steps and ports follow from, as wiring and props have it. */
export interface Cluster {
  readonly name: string;
  /** Exact: `1.36.3`. */
  readonly version: string;
  readonly imageTags: ImageTags;
  /** What kubelets and kubeconfigs connect to; `undefined` where nothing says it. */
  readonly endpoint: { readonly host: string; readonly port: number } | undefined;
  readonly virtualAddress: string | undefined;
  /** In order of definition: the first one starts the cluster. */
  readonly controlPlanes: readonly PlatformNode[];
  readonly workers: readonly PlatformNode[];
  readonly hasLoadBalancers: boolean;
  readonly highlyAvailable: boolean;
  readonly pods: readonly string[];
  readonly services: readonly string[];
  readonly dnsDomain: string;
  /** Addresses of a DNS that kubeadm does not install; `undefined` where it does. */
  readonly dnsAddresses: readonly string[] | undefined;
  readonly externalEtcd: EtcdMembers | undefined;
  /** `undefined` where the CNI replaces kube-proxy. */
  readonly kubeProxyMode: 'iptables' | 'nftables' | 'ipvs' | undefined;
  /** Whether network policies work. */
  readonly enforcesPolicies: boolean;
  readonly criSocket: string;
  readonly remoteMetrics: boolean;
  readonly imageRepository: string;
  readonly dnsImageRepository: string | undefined;
  readonly mirror: ImageMirror | undefined;
}

/** Where Kubernetes publishes its images. */
export const IMAGES = 'registry.k8s.io';

const CONTAINERD = 'unix:///run/containerd/containerd.sock';

/** The cluster as things stand: final once the tree is complete. */
export function clusterOf(scope: IConstruct, props: KubeadmProps): Cluster {
  const platform = Platform.of(scope);
  const minor = platform?.kubernetesVersion ?? '1.36';
  const found = exactVersion(minor, props.version);
  const version = typeof found === 'string' ? (props.version ?? `${minor}.0`) : found.version;
  const nodes = platform?.nodes ?? [];
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane');
  const balancer = ApiLoadBalancer.find(scope);
  const alone = controlPlanes.length === 1 ? controlPlanes[0]?.address : undefined;
  const dns = ClusterDns.find(scope);
  const mirror = platform?.imageMirror;
  return {
    name: platform?.name ?? 'kubernetes',
    version,
    imageTags: { ...tagsOf(minorOf(version)), ...props.imageTags },
    endpoint:
      balancer ??
      platform?.apiServer ??
      (alone === undefined ? undefined : { host: alone, port: API_SERVER_PORT }),
    virtualAddress: balancer?.virtualAddress,
    controlPlanes,
    workers: nodes.filter(({ role }) => role === 'worker'),
    hasLoadBalancers: (platform?.machines ?? []).some(({ role }) => role === 'load-balancer'),
    highlyAvailable: platform?.highlyAvailable ?? true,
    pods: platform?.networks.pods ?? [],
    services: platform?.networks.services ?? [],
    dnsDomain: props.dnsDomain ?? dns?.domain ?? 'cluster.local',
    dnsAddresses: dns?.addresses,
    externalEtcd: EtcdCluster.find(scope),
    kubeProxyMode: kubeProxyModeOf(scope, props),
    enforcesPolicies: Network.find(scope)?.enforcesPolicies ?? true,
    criSocket: props.criSocket ?? ContainerRuntime.find(scope)?.socket ?? CONTAINERD,
    remoteMetrics: props.remoteMetrics ?? Metrics.find(scope) !== undefined,
    imageRepository: mirror ? mirrored(mirror, IMAGES) : IMAGES,
    // kubeadm looks for CoreDNS one level deeper in the public registry only.
    dnsImageRepository: mirror && mirrored(mirror, `${IMAGES}/coredns`),
    mirror,
  };
}

/** Whether any address of the cluster's own networks is of IPv6. */
export const hasIpv6 = ({ pods, services }: Cluster): boolean =>
  [...pods, ...services].some((network) => network.includes(':'));

/** The address that means all addresses of a machine. */
export const everyAddress = (cluster: Cluster): '::' | '0.0.0.0' =>
  hasIpv6(cluster) ? '::' : '0.0.0.0';

/** Names and addresses in the API servers' certificate: of the endpoint, and of every machine. */
export function certificateNamesOf(
  cluster: Cluster,
  { certificateNames = [], secondAddresses = {} }: KubeadmProps,
): string[] {
  const { endpoint, virtualAddress, controlPlanes } = cluster;
  const names = [
    endpoint?.host,
    virtualAddress,
    ...controlPlanes.flatMap(({ name, address }) => [name, address, secondAddresses[name]]),
    'localhost',
    '127.0.0.1',
    ...certificateNames,
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}

function kubeProxyModeOf(scope: IConstruct, props: KubeadmProps): Cluster['kubeProxyMode'] {
  const network = Network.find(scope);
  if (network?.replacesKubeProxy) return undefined;
  return props.kubeProxyMode ?? network?.kubeProxyMode ?? 'iptables';
}

const tagsOf = (minor: string): ImageTags =>
  VERSIONS[minor]?.imageTags ?? { etcd: 'unknown', coreDns: 'unknown', pause: 'unknown' };
