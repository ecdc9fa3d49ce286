/** A machine, as its network knows it. */
export interface Host {
  /** Host name; nodes register with the API server under it. */
  readonly name: string;
  /** IP address on the node network. */
  readonly address: string;
  /** Network interface that holds the address. @default 'eth0' */
  readonly interface?: string;
  /** Failure domain (rack, room, site): becomes `topology.kubernetes.io/zone`. @default - none */
  readonly zone?: string;
}

/** A machine of the cluster. */
export interface PlatformNode extends Host {
  readonly role: 'control-plane' | 'worker';
  /** Disks free for storage systems, as `/dev/disk/by-id/…` or kernel names. @default [] */
  readonly devices?: readonly string[];
  /** Node labels beside the ones that Kubernetes sets. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints as `key=value:Effect` or `key:Effect`. @default - the control plane's own taint */
  readonly taints?: readonly string[];
}

/** A machine that serves the cluster without being one of its nodes. */
export interface Machine extends Host {
  /** `load-balancer`: in front of the API servers; `etcd`: a member of an external etcd; `build`: builds images. */
  readonly role: 'load-balancer' | 'etcd' | 'build';
}

/** Machines that are set up alike. `nodes` are control planes and workers, `operator` is where the definition is run. */
export type HostGroup = 'nodes' | PlatformNode['role'] | Machine['role'] | 'operator';

/** All groups, those of many machines first. */
export const HOST_GROUPS: readonly HostGroup[] = [
  'nodes',
  'control-plane',
  'worker',
  'load-balancer',
  'etcd',
  'build',
  'operator',
];

/** Networks of the cluster, as CIDRs; one of each family for dual stack. */
export interface PlatformNetworks {
  /** Pod addresses. @default ['10.244.0.0/16'] */
  readonly pods?: readonly string[];
  /** Service addresses. @default ['10.96.0.0/16'] */
  readonly services?: readonly string[];
  /** The nodes' own networks. @default - unknown; node addresses are then checked one by one */
  readonly nodes?: readonly string[];
}
