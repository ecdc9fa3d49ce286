import { Capability } from '../kernel';
import type { AuthenticationConfiguration } from './cluster-access';

/** How data is encrypted before etcd gets it. Keys are made on machines, never written here. */
export interface EncryptionAtRest {
  /** `kms`: a plugin on each machine of the control plane holds the key; else a file that a script makes there. */
  readonly provider: 'secretbox' | 'aesgcm' | 'aescbc' | 'kms';
  /** Resources as the API names them: `secrets`, `configmaps`, `*.apps`. */
  readonly resources: readonly string[];
  /** Socket of the plugin, with `kms`: `unix:///run/kms/plugin.sock`. */
  readonly kmsEndpoint?: string;
  /** Name of the plugin, which stands beside everything that it encrypted. @default 'kms' */
  readonly kmsName?: string;
  /** Longest wait for the plugin, as a Go duration. @default '3s' */
  readonly kmsTimeout?: string;
}

/** Where the API servers write their audit log. */
export interface AuditLog {
  /** `/var/log/kubernetes/audit/audit.log`, on machines of the control plane. */
  readonly path: string;
  readonly maxAgeDays: number;
  readonly maxBackups: number;
  readonly maxSizeMegabytes: number;
}

/** The etcd that runs beside each API server. */
export interface StackedEtcd {
  /** `/var/lib/etcd`. */
  readonly dataDirectory: string;
  /** Tag of its image: `3.6.8-0`. @default - by Kubernetes' version */
  readonly imageTag?: string;
  /** Flags beside those that every tool gives. */
  readonly arguments: Readonly<Record<string, string>>;
}

/** Who is asked whether a request is allowed, in the words of an `AuthorizationConfiguration`. */
export interface Authorizer {
  readonly type: string;
  readonly name: string;
  /** Of a server; the kubeconfig that it names is put on machines by hand, as it holds a secret. */
  readonly webhook?: {
    readonly connectionInfo: { readonly type: string; readonly kubeConfigFile?: string };
  };
}

/** What a control plane is made from: the same for every tool that makes one. Read it late. */
export interface ControlPlaneDefinition {
  readonly clusterName: string;
  /** Exact version: `1.36.3`. */
  readonly version: string;
  /** What kubelets and kubeconfigs connect to. */
  readonly endpoint: { readonly host: string; readonly port: number };
  /** Names and addresses in the API servers' certificate, beside those that every one has. */
  readonly certificateNames: readonly string[];
  readonly podNetworks: readonly string[];
  readonly serviceNetworks: readonly string[];
  readonly dnsDomain: string;
  /** Bits of the part of the Pod network that each node gets, IPv4: `24`. */
  readonly nodeMask: number;
  /** The same for IPv6: `64`. */
  readonly nodeMaskIpv6: number;
  /** Registry path of Kubernetes' own images: `registry.k8s.io`. */
  readonly imageRepository: string;
  /** `audit.k8s.io/v1` Policy. */
  readonly auditPolicy: {
    readonly omitStages?: readonly string[];
    readonly omitManagedFields?: boolean;
    readonly rules: readonly object[];
  };
  readonly auditLog: AuditLog;
  /** Who may log in beside certificates and service accounts. */
  readonly authentication: AuthenticationConfiguration | undefined;
  /** What may be asked without a name; `undefined` where RBAC decides about everything. */
  readonly anonymousPaths: readonly string[] | undefined;
  /** Who is asked whether a request is allowed, in order. */
  readonly authorizers: readonly Authorizer[];
  /** `apiserver.config.k8s.io/v1` AdmissionConfiguration. */
  readonly admission: object;
  /** `pod-security.admission.config.k8s.io/v1` PodSecurityConfiguration, which the admission configuration holds. */
  readonly podSecurity: {
    readonly defaults: Readonly<Record<string, string>>;
    readonly exemptions: {
      readonly namespaces: readonly string[];
      readonly usernames?: readonly string[];
      readonly runtimeClasses?: readonly string[];
    };
  };
  readonly encryption: EncryptionAtRest | undefined;
  /** Flags of the API servers beside those that the fields above and the tool itself give. */
  readonly apiServerArguments: Readonly<Record<string, string>>;
  /** Flags of the controller manager. */
  readonly controllerManagerArguments: Readonly<Record<string, string>>;
  /** Flags of the scheduler. */
  readonly schedulerArguments: Readonly<Record<string, string>>;
  /** etcd beside each API server; `undefined` where it runs elsewhere. */
  readonly stackedEtcd: StackedEtcd | undefined;
  /** Feature gates of all parts. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** `kubelet.config.k8s.io/v1beta1` KubeletConfiguration of every node. */
  readonly kubelet: Readonly<Record<string, unknown>>;
  /** Mode of kube-proxy; `undefined` where the CNI replaces it. */
  readonly kubeProxyMode: 'iptables' | 'nftables' | 'ipvs' | undefined;
  /** Whether the tool installs CoreDNS: no, where a component does. */
  readonly installsDns: boolean;
}

export const ControlPlane = new Capability<ControlPlaneDefinition>(
  'control-plane',
  'the definition of a control plane',
);
