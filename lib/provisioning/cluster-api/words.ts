import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { ComponentProps, SecretRef } from '../../index';

/** An object of an infrastructure provider, in the same namespace. */
export interface InfrastructureReference {
  /** `infrastructure.cluster.x-k8s.io`. */
  readonly apiGroup: string;
  /** `Metal3Cluster`, `VSphereMachineTemplate`. */
  readonly kind: string;
  readonly name: string;
}

/** What the provider makes the cluster of; its objects are there already, made by whoever knows it. */
export interface Infrastructure {
  readonly cluster: InfrastructureReference;
  /** Template of the control plane's machines. */
  readonly controlPlane: InfrastructureReference;
}

/** Machines that are alike. */
export interface WorkerGroup {
  /** `default`: the objects are named after the cluster and this. */
  readonly name: string;
  readonly replicas: number;
  /** Template of the machines; needed without `topology`. @default - the class of the topology has one */
  readonly machines?: InfrastructureReference;
  /** Class of the topology's workers. @default - the group's name */
  readonly class?: string;
  /** Failure domain that all of them are in, as the provider names it. @default - the provider chooses */
  readonly failureDomain?: string;
  /** Labels of the nodes; not with `topology`. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints as `key=value:Effect` or `key:Effect`; not with `topology`. @default [] */
  readonly taints?: readonly string[];
}

/** A ClusterClass that says what a cluster is made of. */
export interface Topology {
  readonly class: string;
  /** Namespace of the class. @default - the cluster's */
  readonly classNamespace?: string;
  /** Values of the class's variables by name. @default {} */
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How machines go and come. */
export interface MachineTimes {
  /** How long Pods may take to leave a machine; 0 is forever. @default 1800 */
  readonly nodeDrainTimeoutSeconds?: number;
  /** How long volumes may take to be let go; 0 is forever. @default 600 */
  readonly nodeVolumeDetachTimeoutSeconds?: number;
  /** How long the node's object is tried to be deleted. @default 60 */
  readonly nodeDeletionTimeoutSeconds?: number;
  /** How long a new machine may take to become a node before it is replaced. @default 1200 */
  readonly nodeStartupTimeoutSeconds?: number;
  /** How long a node may be away before its machine is replaced. @default 300 */
  readonly unhealthySeconds?: number;
}

/** What a cluster is made from. */
export interface ClusterApiProps
  extends
    Pick<ComponentProps, 'namespace' | 'createNamespace' | 'podSecurity' | 'wiring'>,
    MachineTimes {
  /** Name of the cluster, a DNS label: its objects begin with it. */
  readonly clusterName: string;
  /**
   * The control plane to make. Name it where the component stands in the platform of the management
   * cluster, which may have one of its own.
   * @default - the platform's
   */
  readonly controlPlane?: ControlPlaneDefinition;
  /** What machines are made of. @default - `topology` says it */
  readonly infrastructure?: Infrastructure;
  /** A ClusterClass that the cluster is made by, instead of objects of its own. @default - `infrastructure` says it */
  readonly topology?: Topology;
  /** Machines of the control plane, an odd number. @default 3 */
  readonly controlPlaneReplicas?: number;
  /** Worker groups to start with. @default - none; `addWorkers()` adds them */
  readonly workers?: readonly WorkerGroup[];
  /**
   * Secret with an EncryptionConfiguration, keys included, in the namespace of the cluster's objects.
   * @default - needed where the control plane encrypts other than by `kms`
   */
  readonly encryptionSecret?: SecretRef;
  /** Socket of the container runtime, which the machines' image has. @default 'unix:///run/containerd/containerd.sock' */
  readonly criSocket?: string;
  /**
   * Whether Cluster API upgrades CoreDNS with Kubernetes; must be off where a component installs DNS.
   * @default true
   */
  readonly upgradesDns?: boolean;
  /** Days before the end of certificates at which machines are replaced, at least 7. @default 30 */
  readonly certificateRenewalDays?: number;
}
