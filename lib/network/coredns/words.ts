/** Who answers for a zone that is not the cluster's: the company's DNS servers, k8gb. */
export interface StubDomain {
  /** `corp.example.com`, `10.in-addr.arpa`. */
  readonly zone: string;
  /** Addresses of DNS servers, with port when it is not 53: `192.0.2.53`, `192.0.2.53:5353`. */
  readonly servers: readonly string[];
  /** Name in the servers' certificate, for DNS over TLS on port 853. @default - plain DNS */
  readonly tlsName?: string;
  /** Seconds that answers are kept at most. @default 30 */
  readonly cacheSeconds?: number;
}

/** A name that is asked for as another one. */
export interface Rewrite {
  /** Name, or its end with `suffix`: `db.example.com`, `.old.example.com`. */
  readonly from: string;
  readonly to: string;
  /** How `from` is compared. @default 'exact' */
  readonly match?: 'exact' | 'suffix';
}

/** How names are resolved. */
export interface DnsOptions {
  /** Domain of Services and Pods. @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** Zones that other servers answer for. @default [] */
  readonly stubDomains?: readonly StubDomain[];
  /** Servers for every other name: addresses, or `/etc/resolv.conf` for those of the node. @default ['/etc/resolv.conf'] */
  readonly upstreams?: readonly string[];
  /** Name in the upstreams' certificate, for DNS over TLS on port 853. @default - plain DNS */
  readonly upstreamTlsName?: string;
  /** Seconds that answers are kept at most. @default 30 */
  readonly cacheSeconds?: number;
  /** Fixed names by address: `{ '192.0.2.10': ['registry.example.com'] }`. @default {} */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  /** @default [] */
  readonly rewrites?: readonly Rewrite[];
  /**
   * Whether search paths are walked by the server, which saves clients up to four questions. It
   * watches all Pods then: memory grows with their number.
   * @default false
   */
  readonly autopath?: boolean;
  /** Questions that are logged. @default 'none' */
  readonly log?: 'none' | 'failures' | 'all';
  /**
   * Files that further server blocks are read from, such as `/etc/coredns/custom/*.server`; mount
   * them by `values`.
   * @default []
   */
  readonly imports?: readonly string[];
}
