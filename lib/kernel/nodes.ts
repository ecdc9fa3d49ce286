/** A machine of the cluster. */
export interface PlatformNode {
  /** Host name, as the kubelet registers it. */
  readonly name: string;
  /** IP address on the node network. */
  readonly address: string;
  readonly role: 'control-plane' | 'worker';
  /** Failure domain (rack, room, site): becomes `topology.kubernetes.io/zone`. @default - none */
  readonly zone?: string;
  /** Disks free for storage systems, as `/dev/disk/by-id/…` or kernel names. @default [] */
  readonly devices?: readonly string[];
  /** Node labels beside the ones that Kubernetes sets. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints as `key=value:Effect` or `key:Effect`. @default - the control plane's own taint */
  readonly taints?: readonly string[];
}

/** Networks of the cluster, as CIDRs; one of each family for dual stack. */
export interface PlatformNetworks {
  /** Pod addresses. @default ['10.244.0.0/16'] */
  readonly pods?: readonly string[];
  /** Service addresses. @default ['10.96.0.0/16'] */
  readonly services?: readonly string[];
  /** The nodes' own networks. @default - unknown; node addresses are then checked one by one */
  readonly nodes?: readonly string[];
}
