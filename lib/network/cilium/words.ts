import type { SecretRef } from '../../index';

/**
 * Who gives Services of type LoadBalancer an address: nobody, Cilium by answering for it on the
 * nodes' own network (`l2`), Cilium by telling routers (`bgp`).
 */
export type LoadBalancingMode = 'none' | 'l2' | 'bgp';

/** Addresses for Services of type LoadBalancer. */
export interface LoadBalancerPool {
  /** DNS label. */
  readonly name: string;
  /** CIDRs (`192.0.2.0/28`), addresses or ranges (`192.0.2.1-192.0.2.9`), IPv4 or IPv6. */
  readonly addresses: readonly string[];
  /** Labels of the Services that may draw from it. @default - all Services */
  readonly serviceLabels?: Readonly<Record<string, string>>;
  /** Namespaces whose Services may draw from it. @default - all */
  readonly namespaces?: readonly string[];
}

/** Which nodes answer for which Services on their own network. */
export interface L2PolicyOptions {
  /** DNS label. */
  readonly name: string;
  /** Network interfaces to answer on, as regular expressions: `^eth[0-9]+`. @default - all */
  readonly interfaces?: readonly string[];
  /** Labels of the nodes that may answer. @default - all nodes */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Labels of the Services. @default - all Services */
  readonly serviceLabels?: Readonly<Record<string, string>>;
}

/** A router that nodes tell routes to. */
export interface BgpPeerOptions {
  /** DNS label. */
  readonly name: string;
  /** Its IP address. */
  readonly address: string;
  /** Its autonomous system, 1 to 4294967295. */
  readonly asn: number;
  /** The cluster's autonomous system, seen from this peer. @default - the one of the component */
  readonly localAsn?: number;
  /** TCP port. @default 179 */
  readonly port?: number;
  /** Labels of the nodes that peer with it; a node may match the labels of one group of peers only. @default - all nodes */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Password of the session: a Secret in Cilium's namespace, under the key `password`. @default - none */
  readonly passwordSecret?: string;
  /** Hops that it may be away; above 1 for routers that are not neighbours. @default 1 */
  readonly multihop?: number;
  /** Seconds without a message after which the session is down; 3 or more. @default 90 */
  readonly holdTimeSeconds?: number;
  /** Advertisements (`addBgpAdvertisement`) that it gets, by name. @default - all */
  readonly advertisements?: readonly string[];
}

/** What routers are told. */
export interface BgpAdvertisementOptions {
  /** DNS label. */
  readonly name: string;
  /** Addresses of Services, or the blocks of addresses that each node gives to its Pods. @default 'services' */
  readonly what?: 'services' | 'pods';
  /** Labels of the Services. @default - all Services of type LoadBalancer */
  readonly serviceLabels?: Readonly<Record<string, string>>;
  /** Communities such as `65535:65282`. @default [] */
  readonly communities?: readonly string[];
  /** Local preference, within one autonomous system. @default - none */
  readonly localPreference?: number;
}

/** Traffic that leaves the cluster through chosen nodes, with a known address. */
export interface EgressPolicyOptions {
  /** DNS label. */
  readonly name: string;
  /** Labels of the Pods. @default - all Pods of `namespaces` */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** @default - all */
  readonly namespaces?: readonly string[];
  /** Where the traffic goes, as IPv4 CIDRs. */
  readonly destinations: readonly string[];
  /** Destinations that are left out, as IPv4 CIDRs. @default [] */
  readonly except?: readonly string[];
  /** Labels of the nodes that it leaves through. */
  readonly gatewayLabels: Readonly<Record<string, string>>;
  /** Its address after that, which the node must have. @default - the first of `interface` */
  readonly address?: string;
  /** Interface of the gateway node. @default - the one with the default route */
  readonly interface?: string;
}

/** A mesh of clusters: Services and policies reach over all of them. */
export interface ClusterMeshOptions {
  /** Number of this cluster in the mesh, 1 to 255; it cannot change. */
  readonly id: number;
  /** How the other clusters reach this one. @default 'NodePort' */
  readonly service?: 'NodePort' | 'LoadBalancer';
  /** Port of the nodes, for a service `NodePort`. @default 32379 */
  readonly nodePort?: number;
  /** Address of a service `LoadBalancer`. @default - the next free one */
  readonly address?: string;
  /** The other clusters. @default [] */
  readonly clusters?: readonly RemoteCluster[];
}

/** Another cluster of the mesh. */
export interface RemoteCluster {
  /** Its name in the mesh. */
  readonly name: string;
  /** Addresses of its API for the mesh. */
  readonly addresses: readonly string[];
  /** @default 2379 */
  readonly port?: number;
  /** Its Pod networks, as CIDRs: they may not overlap those of this cluster. */
  readonly pods: readonly string[];
}

/** With `loadBalancing`: which addresses there are, and how they become known. */
export interface LoadBalancingOptions {
  /** Addresses to start with. @default - none; `addPool()` must then add one */
  readonly pools?: readonly LoadBalancerPool[];
  /** For `l2`, who answers for which Services. @default - all nodes for all */
  readonly l2Policies?: readonly L2PolicyOptions[];
  /** For `bgp`, the cluster's autonomous system. @default - each peer names it */
  readonly asn?: number;
  /** For `bgp`, routers to start with. @default - none; `addBgpPeer()` must then add one */
  readonly peers?: readonly BgpPeerOptions[];
  /** For `bgp`, what routers are told. @default - the addresses of all Services of type LoadBalancer */
  readonly advertisements?: readonly BgpAdvertisementOptions[];
}

/** What protects traffic between nodes. IPsec reads its keys from a Secret that must be there before. */
export type Encryption =
  { readonly type: 'wireguard' } | { readonly type: 'ipsec'; readonly keys: SecretRef };
