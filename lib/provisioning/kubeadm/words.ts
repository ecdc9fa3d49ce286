import type { ComponentProps, HostPeer } from '../../index';
import type { ApiServerOptions } from './api-server';
import type { ImageTags } from './versions';

/** CPU, memory and storage set aside: `{ cpu: '200m', memory: '512Mi' }`. */
export type Reservation = Readonly<Record<string, string>>;

/** How the kubelets of all nodes work. */
export interface KubeletOptions {
  /** Pods that a node takes. @default 110 */
  readonly maxPods?: number;
  /** Processes of one Pod. @default 4096 */
  readonly podPidsLimit?: number;
  /** Kept for the operating system. @default { cpu: '200m', memory: '512Mi', 'ephemeral-storage': '1Gi' } */
  readonly systemReserved?: Reservation;
  /** Kept for kubelet and container runtime. @default { cpu: '200m', memory: '512Mi', 'ephemeral-storage': '1Gi' } */
  readonly kubeReserved?: Reservation;
  /** What must stay free, else Pods are evicted. @default - 300Mi of memory, 10 % of disks and inodes, 5 % of process ids */
  readonly evictionHard?: Readonly<Record<string, string>>;
  /** Time for Pods to end when a machine is shut down, as a Go duration; `0s` for none. @default '60s' */
  readonly shutdownGracePeriod?: string;
  /** The part of it that is kept for critical Pods. @default '20s' */
  readonly shutdownGracePeriodCriticalPods?: string;
  /** Size at which a container's log is rotated. @default '50Mi' */
  readonly containerLogMaxSize?: string;
  /** Files of a container's log that are kept. @default 5 */
  readonly containerLogMaxFiles?: number;
  /** Age at which an unused image goes, as a Go duration. @default - only when the disk fills */
  readonly imageMaximumGcAge?: string;
  /** Oldest TLS that clients of kubelets may speak. @default 'VersionTLS12' */
  readonly tlsMinVersion?: 'VersionTLS12' | 'VersionTLS13';
  /**
   * Who signs the certificates that kubelets serve with: the cluster's authority, so that API servers
   * and Prometheus can check whom they talk to, or nobody.
   * @default 'cluster'
   */
  readonly servingCertificates?: 'cluster' | 'self-signed';
  /** More fields of the KubeletConfiguration; they win over all others. @default {} */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** How the etcd that runs beside each API server works. */
export interface StackedEtcdOptions {
  /** @default '/var/lib/etcd' */
  readonly dataDirectory?: string;
  /** Time between heartbeats, for networks slower than a data centre's. @default - etcd's own, 100 */
  readonly heartbeatMilliseconds?: number;
  /** Silence after which a new leader is elected, at least five heartbeats. @default - etcd's own, 1000 */
  readonly electionMilliseconds?: number;
  /** Size at which etcd takes no more writes. @default 8 */
  readonly quotaGibibytes?: number;
  /** How much history is kept beside what API servers compact themselves: `8h`. @default - none */
  readonly autoCompaction?: string;
  /** More flags, without `--`. @default {} */
  readonly arguments?: Readonly<Record<string, string>>;
}

/** How long certificates hold, as Go durations. */
export interface CertificateValidity {
  /** @default - kubeadm's own, `8760h`: a year; an upgrade renews them */
  readonly certificates?: string;
  /** @default - kubeadm's own, `87600h`: ten years */
  readonly authorities?: string;
}

export interface KubeadmProps extends Pick<ComponentProps, 'wiring'> {
  /** Exact version, of the platform's minor version. @default - the one that the library was tested with: see `VERSIONS` */
  readonly version?: string;
  /** Tags of what kubeadm brings beside Kubernetes, for a version that the library was not tested with. @default - by minor version */
  readonly imageTags?: Partial<ImageTags>;
  /** Audit, encryption, admission, authorization. @default - see `ApiServerOptions` */
  readonly apiServer?: ApiServerOptions;
  /** @default - see `KubeletOptions` */
  readonly kubelet?: KubeletOptions;
  /** Fields of the KubeletConfiguration that differ on a machine, by its name. @default {} */
  readonly kubelets?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Exact versions of kubelets that stay behind for now, by machine. @default {} */
  readonly kubeletVersions?: Readonly<Record<string, string>>;
  /** etcd beside the API servers; of no use with an external one. @default - see `StackedEtcdOptions` */
  readonly etcd?: StackedEtcdOptions;
  /** Addresses of the second family, by machine, for dual stack. @default {} */
  readonly secondAddresses?: Readonly<Record<string, string>>;
  /** Bits of the part of the Pod network that each node gets, IPv4. @default 24 */
  readonly nodeMask?: number;
  /** The same for IPv6. @default 64 */
  readonly nodeMaskIpv6?: number;
  /** Zone of Services. @default - that of the platform's DNS, else 'cluster.local' */
  readonly dnsDomain?: string;
  /** More names and addresses in the API servers' certificate. @default [] */
  readonly certificateNames?: readonly string[];
  /** Keys of certificates. @default - kubeadm's own, RSA-2048 */
  readonly encryptionAlgorithm?: 'RSA-2048' | 'RSA-3072' | 'RSA-4096' | 'ECDSA-P256' | 'ECDSA-P384';
  /** @default - see `CertificateValidity` */
  readonly certificateValidity?: CertificateValidity;
  /** Mode of kube-proxy. @default - the one that the CNI works beside, else 'iptables' */
  readonly kubeProxyMode?: 'iptables' | 'nftables' | 'ipvs';
  /**
   * Whether scheduler, controller manager, etcd and kube-proxy give metrics to other machines.
   * @default - whether the platform collects metrics
   */
  readonly remoteMetrics?: boolean;
  /** Feature gates of Kubernetes, of all its parts. @default {} */
  readonly featureGates?: Readonly<Record<string, boolean>>;
  /** Feature gates of kubeadm itself. @default {} */
  readonly kubeadmFeatureGates?: Readonly<Record<string, boolean>>;
  /** More flags of the controller manager, without `--`. @default {} */
  readonly controllerManagerArguments?: Readonly<Record<string, string>>;
  /** More flags of the scheduler, without `--`. @default {} */
  readonly schedulerArguments?: Readonly<Record<string, string>>;
  /** Socket of the container runtime. @default - the platform's, else containerd's */
  readonly criSocket?: string;
  /** Who reaches Services of type NodePort, for firewalls. @default ['anywhere'] */
  readonly nodePortsFrom?: readonly HostPeer[];
  /**
   * Where the packages of kubeadm, kubelet and kubectl come from: a copy of the project's repositories,
   * with a folder such as `v1.36` for each minor version, or by `file:///srv/packages` one on the machines.
   * @default 'https://pkgs.k8s.io/core:/stable:'
   */
  readonly packageRepository?: string;
  /** Whom the runbooks' commands log in as on machines; may use sudo. @default - whoever runs them */
  readonly sshUser?: string;
}
