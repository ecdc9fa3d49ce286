import type { LoginChoice } from '../../contracts/login-gate';
import type { ApiServerEndpoint } from '../../index';
import type { ClusterMeshOptions, Encryption, LoadBalancingMode } from './words';

export interface CiliumValuesOptions {
  /** Whether Services work without kube-proxy, which must then not run. @default true */
  readonly kubeProxyReplacement?: boolean;
  /** Where agents reach the API server without kube-proxy's help. @default - the platform's */
  readonly apiServer?: ApiServerEndpoint;
  /** Name of the cluster in flows and meshes, at most 32 characters; it cannot change. @default - the platform's */
  readonly clusterName?: string;
  /**
   * Who cuts the Pod networks into the nodes' blocks: Cilium's operator, or Kubernetes'
   * controller manager. It cannot change.
   * @default 'cluster-pool'
   */
  readonly ipam?: 'cluster-pool' | 'kubernetes';
  /** Prefix length of the IPv4 block of a node, for `cluster-pool`; it cannot change. @default 24 */
  readonly nodeMaskSize?: number;
  /** Whether Pod traffic is wrapped between nodes, or routed by the network. @default 'tunnel' */
  readonly routing?: 'tunnel' | 'native';
  /** @default 'vxlan' */
  readonly tunnelProtocol?: 'vxlan' | 'geneve';
  /** With native routing, the network in which addresses are not translated. @default - the Pod network */
  readonly nativeRoutingCidr?: string;
  /** With native routing, whether nodes share one network and route to each other directly. @default true */
  readonly directNodeRoutes?: boolean;
  /** Largest packet of the nodes' network, in bytes. @default - found out on each node */
  readonly mtu?: number;
  /** Network interfaces that carry traffic to and from outside: `eth+`. @default - found out on each node */
  readonly devices?: readonly string[];
  /** Who gives Services of type LoadBalancer an address. @default 'none' */
  readonly loadBalancing?: LoadBalancingMode;
  /**
   * Whether only Services that name Cilium's class get an address; for clusters with a second
   * load balancer.
   * @default false
   */
  readonly ownClassOnly?: boolean;
  /** Whether flows are recorded and can be asked for. @default true */
  readonly hubble?: boolean;
  /**
   * A page that shows flows. It has no login: `internal` leaves it to `kubectl port-forward`,
   * `exposed` gives it a hostname, to be closed by the gateway.
   * @default 'none'
   */
  readonly hubbleUi?: 'none' | 'internal' | 'exposed';
  /** Who asks for a login in front of that page: the platform's login proxy, or nobody. @default 'proxy' */
  readonly hubbleLogin?: LoginChoice;
  /** What flows are counted by, where metrics are collected. @default ['dns', 'drop', 'flow', 'icmp', 'tcp'] */
  readonly hubbleMetrics?: readonly string[];
  /** @default - none */
  readonly encryption?: Encryption;
  /** With WireGuard, whether traffic of the nodes themselves is encrypted too. @default false */
  readonly encryptNodes?: boolean;
  /** @default - the cluster stands alone */
  readonly clusterMesh?: ClusterMeshOptions;
  /** Whether Gateways of the class `cilium` are served. @default false */
  readonly gatewayApi?: boolean;
  /** Whether policies can close the nodes themselves. @default false */
  readonly hostFirewall?: boolean;
  /** Whether Pods' `kubernetes.io/egress-bandwidth` holds. @default false */
  readonly bandwidthManager?: boolean;
  /** Whether Pods send with BBR congestion control; needs the bandwidth manager. @default false */
  readonly bbr?: boolean;
  /** `always` denies what no policy allows, everywhere: the platform's Pods need policies first. @default 'default' */
  readonly policyEnforcement?: 'default' | 'always';
  /** Whether other plugins, such as Istio's or Multus, may be chained after Cilium. @default false */
  readonly chainedPlugins?: boolean;
  /** Whether images are pinned by digest; not possible where a mirror changes digests. @default true */
  readonly imageDigests?: boolean;
}
