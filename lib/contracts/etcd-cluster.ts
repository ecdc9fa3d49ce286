import { Capability } from '../kernel';

/** How members guard a way to them: that of clients, or that among each other. */
export interface EtcdTransport {
  /** Certificate that they serve with, on the members; `undefined` for no TLS, or for one that they sign themselves. */
  readonly certFile: string | undefined;
  /** Whether who connects needs a certificate. */
  readonly clientCertAuth: boolean;
  /** Whether they sign their own certificates. */
  readonly autoTls: boolean;
}

/** What the members' own machines have, for those who judge it. */
export interface EtcdGuards {
  /** Configuration on each member: `/etc/etcd/etcd.conf.yml`. */
  readonly configurationFile: string;
  readonly clients: EtcdTransport;
  readonly peers: EtcdTransport;
  /** Authority of both, on the members, that signs for nobody but etcd; `undefined` where that is not known. */
  readonly ownAuthority: string | undefined;
  /** Folders of the data: `/var/lib/etcd`. */
  readonly dataDirectories: readonly string[];
  /** Permissions of those: `0700`. */
  readonly dataMode: string;
  /** Owner and group of those: `etcd:etcd`. */
  readonly dataOwner: string;
}

/** An etcd outside the control plane's machines. Paths are those on machines of the control plane. */
export interface EtcdMembers {
  /** `3.6.14`. */
  readonly version: string;
  /** `https://192.0.2.21:2379`, one a member. */
  readonly endpoints: readonly string[];
  /** Where members give metrics, without TLS: `http://192.0.2.21:2381/metrics`. */
  readonly metricsEndpoints: readonly string[];
  /** Authority that signed the members' certificates. */
  readonly caFile: string;
  /** The API servers' own certificate for etcd. */
  readonly certFile: string;
  readonly keyFile: string;
  /** How its machines guard it. @default - unknown: to be looked at there */
  readonly guards?: EtcdGuards;
}

export const EtcdCluster = new Capability<EtcdMembers>('etcd-cluster', 'an external etcd');
