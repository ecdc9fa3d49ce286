import type { SecretRef } from '../../index';

/**
 * What forwards packets and enforces policies. `Iptables` runs on any kernel; `Nftables` goes with
 * a kube-proxy in nftables mode; `BPF` replaces kube-proxy and keeps clients' addresses.
 */
export type DataPlane = 'Iptables' | 'Nftables' | 'BPF';

/**
 * How Pod traffic crosses the nodes' network. `…CrossSubnet` wraps only what leaves a node's own
 * subnet; `None` and IPIP need BGP.
 */
export type Encapsulation = 'VXLAN' | 'VXLANCrossSubnet' | 'IPIP' | 'IPIPCrossSubnet' | 'None';

/** Addresses that Pods get. */
export interface IpPool {
  /** DNS label. */
  readonly name: string;
  /** Either within the platform's Pod networks or outside of all networks. */
  readonly cidr: string;
  /** Prefix length of the blocks that nodes take: 20 to 32, or 116 to 128. @default 26, or 122 for IPv6 */
  readonly blockSize?: number;
  /** @default - the component's own */
  readonly encapsulation?: Encapsulation;
  /** Whether traffic to outside the pools leaves with the node's address. @default true, but for IPv6 */
  readonly natOutgoing?: boolean;
  /** Nodes whose Pods draw from it, as a Calico selector. @default 'all()' */
  readonly nodeSelector?: string;
  /** Whether BGP peers learn of it. @default true */
  readonly exportToBgp?: boolean;
  /** Whether only Pods that name it by annotation draw from it. @default false */
  readonly manual?: boolean;
}

/** How routes are exchanged with the network around the cluster. */
export interface BgpOptions {
  /** The cluster's autonomous system, 1 to 4294967295. @default 64512 */
  readonly asNumber?: number;
  /** Whether every node peers with every other. @default true, unless there are route reflectors */
  readonly nodeMesh?: boolean;
  /** Nodes that all others peer with, instead of the mesh. @default - none */
  readonly routeReflectors?: RouteReflectors;
  /** Routers to start with. @default [] */
  readonly peers?: readonly BgpPeerOptions[];
  /** Whether the routers learn the way to the Services' own addresses. @default false */
  readonly advertiseServices?: boolean;
  /** LoadBalancer addresses that the routers learn of, as CIDRs. @default [] */
  readonly advertiseLoadBalancers?: readonly string[];
  /** External addresses of Services that the routers learn of, as CIDRs. @default [] */
  readonly advertiseExternal?: readonly string[];
  /** Communities by name: `{ 'no-advertise': '65535:65282' }`. @default {} */
  readonly communities?: Readonly<Record<string, string>>;
  /** Communities, by name or value, that routes within a CIDR carry. @default {} */
  readonly prefixCommunities?: Readonly<Record<string, readonly string[]>>;
  /** Password of the sessions between nodes, in the mesh or with reflectors; the Secret is in `calico-system`. @default - none */
  readonly nodePassword?: SecretRef;
}

/** Nodes that pass routes on. */
export interface RouteReflectors {
  /** Which nodes, as a Calico selector: `has(route-reflector)`. */
  readonly nodeSelector: string;
  /** Cluster id that those nodes carry as an annotation, written like an IPv4 address. */
  readonly clusterId: string;
}

/** A router that nodes exchange routes with. */
export interface BgpPeerOptions {
  /** DNS label. */
  readonly name: string;
  /** Its IP address, with a port if it is not 179: `192.0.2.1`, `192.0.2.1:1179`, `[2001:db8::1]:1179`. */
  readonly address: string;
  /** Its autonomous system, 1 to 4294967295. */
  readonly asNumber: number;
  /** The cluster's autonomous system, seen from this peer. @default - the one of all */
  readonly localAsNumber?: number;
  /** Nodes that peer with it, as a Calico selector. @default - all nodes */
  readonly nodeSelector?: string;
  /** Password of the session; the Secret is in `calico-system`. @default - none */
  readonly password?: SecretRef;
  /** Names of filters (`addBgpFilter`) for its routes. @default [] */
  readonly filters?: readonly string[];
  /** Whether routes keep their next hop on the way to it. @default false */
  readonly keepNextHop?: boolean;
  /** Seconds that routes stay while the session restarts gracefully. @default 120 */
  readonly maxRestartSeconds?: number;
  /** Hops that it may be away, enforced by the packets' time to live; 1 to 255. @default - not enforced */
  readonly ttlSecurity?: number;
}

/** A group of policies that is evaluated as one. */
export interface TierOptions {
  /** DNS label. */
  readonly name: string;
  /** Lower goes first; the tier `default`, with the NetworkPolicies, has 1000000. */
  readonly order: number;
  /** What happens to traffic that a policy of the tier selects and none decides on. @default 'Deny' */
  readonly defaultAction?: 'Deny' | 'Pass';
}

/** Addresses under labels, for selectors of policies. */
export interface NetworkSetOptions {
  /** DNS label. */
  readonly name: string;
  /** CIDRs and addresses. */
  readonly nets: readonly string[];
  /** What selectors match it by. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Closes the namespaces of applications. */
export interface DefaultDenyOptions {
  /** Namespaces that stay open beside the platform's own and Kubernetes'. @default [] */
  readonly exempt?: readonly string[];
}
