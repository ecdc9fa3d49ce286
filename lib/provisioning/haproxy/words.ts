/** A network as a CIDR: `198.51.100.0/24`. */
export type Cidr = `${string}/${number}`;

/** How much one source address may ask of the API servers' port. */
export interface ConnectionLimits {
  /** Connections that one source may have open at the same time. @default - no limit */
  readonly open?: number;
  /** New connections that one source may open within ten seconds. @default - no limit */
  readonly newPerTenSeconds?: number;
}

/** How HAProxy treats connections to the API servers. */
export interface BalancingOptions {
  /**
   * `leastconn` fits watches, which last for long; `roundrobin` gives each the same number of new
   * connections.
   * @default 'leastconn'
   */
  readonly balance?: 'leastconn' | 'roundrobin';
  /** Port that the API servers themselves listen on. @default 6443 */
  readonly apiServerPort?: number;
  /** Open connections in all; each needs about 33 KiB of memory. @default 8000 */
  readonly maxConnections?: number;
  /**
   * Limits for each source address. Pods of one node, and people behind one router, mostly share
   * one. Networks of `proxyProtocolFrom` are looked through.
   * @default - no limits
   */
  readonly limits?: ConnectionLimits;
  /**
   * Networks that may connect beside the platform's own machines and Pods.
   * @default - everybody, as the API servers ask for credentials anyway
   */
  readonly allowedNetworks?: readonly Cidr[];
  /**
   * Networks of balancers in front that send the PROXY protocol: HAProxy then knows who is behind
   * them. All others connect without it.
   * @default []
   */
  readonly proxyProtocolFrom?: readonly Cidr[];
  /**
   * Not possible, and refused: API servers do not take the PROXY protocol, so every connection
   * would fail. Their audit log shows the balancer's address.
   * @default false
   */
  readonly sendProxyProtocol?: boolean;
  /**
   * Seconds that an idle connection stays open. Watches and `kubectl exec` are silent for long.
   * @default 3600
   */
  readonly idleSeconds?: number;
  /** How often an API server is asked whether it is ready. @default 2 */
  readonly checkSeconds?: number;
  /**
   * File on the balancers with the cluster's authority, which health checks then verify. It must be
   * there before HAProxy starts, thus before the first control plane: for clusters whose authority
   * is made beforehand. What clients send is never decrypted, and verified by themselves.
   * @default - health checks do not verify
   */
  readonly caFile?: string;
}

/** How the address moves between the balancers. */
export interface VirtualAddressOptions {
  /**
   * Address that moves to a balancer that works.
   * @default - the platform's `apiServer.host`, where that is an address
   */
  readonly virtualAddress?: string;
  /** Bits of the network part of that address. @default - those of its node network; 32 or 128 where unknown */
  readonly prefixLength?: number;
  /** 1 to 255; nobody else in the same network segment may use it. @default 51 */
  readonly virtualRouterId?: number;
  /**
   * Whether a balancer takes the address back when it works again. Without, the address moves only
   * when its holder fails, but nobody holds it while no API server is ready.
   * @default true
   */
  readonly preempt?: boolean;
  /**
   * Where HAProxy listens: on `all` addresses, or on the `virtual-address` and loopback only, for
   * machines with other services on the same port.
   * @default 'all'
   */
  readonly listenOn?: 'all' | 'virtual-address';
}
