/** Addresses that MetalLB may hand out. */
export interface AddressPool {
  /** DNS label; Services name it to draw from it. */
  readonly name: string;
  /** CIDRs (`192.0.2.0/28`) or ranges (`192.0.2.1-192.0.2.9`), IPv4 or IPv6. */
  readonly addresses: readonly string[];
  /** Whether a Service that names no pool may draw from this one. @default true */
  readonly autoAssign?: boolean;
  /** Namespaces whose Services may draw from it. @default - all */
  readonly namespaces?: readonly string[];
  /** Lower goes first where several pools fit. @default - none */
  readonly priority?: number;
  /**
   * How its addresses become known: answered by one node at a time (`layer-2`), routed by the
   * peers (`bgp`), or not at all, for advertisements of your own.
   * @default 'bgp' where there are peers, else 'layer-2'
   */
  readonly announce?: 'layer-2' | 'bgp' | 'none';
}

/** Announces pools by ARP and NDP. */
export interface Layer2Options {
  /** Network interfaces to answer on. @default - all */
  readonly interfaces?: readonly string[];
  /** Labels of the nodes that may answer. @default - all nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A router that addresses are announced to. */
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
  /** Seconds without a message after which the session is down; 3 or more. @default - 90 */
  readonly holdTimeSeconds?: number;
  /** Whether the router is more than one hop away. @default false */
  readonly multihop?: boolean;
  /** Name of a BFD profile (`addBfdProfile`). @default - none */
  readonly bfdProfile?: string;
  /** Secret of type `kubernetes.io/basic-auth` in MetalLB's namespace with the MD5 password. @default - none */
  readonly passwordSecret?: string;
  /** Labels of the nodes that peer with it. @default - all nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** How addresses of pools are announced to peers. */
export interface BgpAdvertisementOptions {
  /** DNS label. */
  readonly name: string;
  /** @default - all pools */
  readonly pools?: readonly string[];
  /** Peers, by name. @default - all */
  readonly peers?: readonly string[];
  /** Names of communities (`addCommunity`), or `65535:65282`, or `large:64512:1:2`. @default [] */
  readonly communities?: readonly string[];
  /** Length to which IPv4 addresses are summarized. @default 32 */
  readonly aggregationLength?: number;
  /** Local preference, within one autonomous system. @default - none */
  readonly localPreference?: number;
  /** Labels of the nodes that announce. @default - all nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** How fast a dead peer is noticed. */
export interface BfdProfileOptions {
  /** DNS label. */
  readonly name: string;
  /** Milliseconds, 10 to 60000. @default 300 */
  readonly receiveInterval?: number;
  /** Milliseconds, 10 to 60000. @default 300 */
  readonly transmitInterval?: number;
  /** Missed packets until a peer counts as dead, 2 to 255. @default 3 */
  readonly detectMultiplier?: number;
}
