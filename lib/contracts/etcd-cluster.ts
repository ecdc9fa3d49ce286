import { Capability } from '../kernel';

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
}

export const EtcdCluster = new Capability<EtcdMembers>('etcd-cluster', 'an external etcd');
