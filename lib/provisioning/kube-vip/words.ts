/** A router that takes the address. */
export interface BgpRouter {
  readonly address: string;
  readonly asn: number;
  /** Whether it is more than one hop away. @default false */
  readonly multihop?: boolean;
}

/** How the address is announced to routers. */
export interface BgpAnnouncement {
  /** Autonomous system of the control planes. */
  readonly asn: number;
  /** They take sessions without a password: one would stand in a file. */
  readonly routers: readonly BgpRouter[];
}

/** How the API servers' address moves between control planes. */
export interface SharedAddressOptions {
  /**
   * Address that moves to a control plane that works.
   * @default - the platform's `apiServer.host`, where that is an address
   */
  readonly virtualAddress?: string;
  /**
   * Interface that takes the address.
   * @default - each machine's own; loopback with `bgp`
   */
  readonly interface?: string;
  /**
   * Routers that are told by BGP who holds the address, which then need not be of the machines'
   * network.
   * @default - neighbours in the machines' network are told, by ARP or NDP
   */
  readonly bgp?: BgpAnnouncement;
  /**
   * Seconds after which another control plane takes the address from one that is silent; 5 or more.
   * Short ones move it whenever etcd is slow.
   * @default 15
   */
  readonly leaseSeconds?: number;
  /** Port of the metrics on control planes. @default 2112 */
  readonly metricsPort?: number;
}
