import type { AuthenticationConfiguration } from '../../../contracts/cluster-access';
import type { Host, HostContent } from '../../../kernel';
import type { AdmissionOptions, EventRateLimit, PodSecurityOptions } from './admission';
import type { AuditOptions } from './audit';
import type { AuthorizationOptions } from './authorization';
import type { EncryptionOptions } from './encryption';

/** What users choose of the API servers. */
export interface ApiServerOptions {
  /** What is written to the audit log, and how long it is kept. @default - see `AuditOptions` */
  readonly audit?: AuditOptions;
  /**
   * How data is encrypted before etcd gets it; false leaves it as it is.
   * @default - Secrets, by a key that a script makes on the first machine of the control plane
   */
  readonly encryption?: EncryptionOptions | false;
  /** Levels of namespaces that say none themselves. @default - see `PodSecurityOptions` */
  readonly podSecurity?: PodSecurityOptions;
  /** Who is asked whether a request is allowed, beside Node and RBAC. @default - nobody */
  readonly authorization?: AuthorizationOptions;
  /**
   * What may be asked without a name. `health-only`: `/livez`, `/readyz` and `/healthz`, which load
   * balancers and probes need; nodes then join by a discovery file. `default`: what RBAC gives to
   * `system:unauthenticated`. Before Kubernetes 1.32 it is always `default`.
   * @default 'health-only'
   */
  readonly anonymous?: 'health-only' | 'default';
  /** How many events the API servers take. @default - no limit */
  readonly eventRateLimit?: readonly EventRateLimit[];
  /** Admission plugins beside those that are always on. @default - see `AdmissionOptions` */
  readonly admission?: AdmissionOptions;
  /** Oldest TLS that clients may speak. @default 'VersionTLS12' */
  readonly tlsMinVersion?: 'VersionTLS12' | 'VersionTLS13';
  /**
   * Cipher suites of TLS 1.2, by the names of Go.
   * @default - those with forward secrecy and authenticated encryption
   */
  readonly tlsCipherSuites?: readonly string[];
  /** Longest time of a request that is no watch, as a Go duration. @default '1m0s' */
  readonly requestTimeout?: string;
  /** More flags, without `--`; they win over all others. @default {} */
  readonly arguments?: Readonly<Record<string, string>>;
}

/** What the API servers' files and flags follow from. */
export interface ApiServerInput {
  readonly options: ApiServerOptions;
  /** `major.minor`: `1.36`. */
  readonly kubernetesVersion: string;
  /** Whose tokens are taken beside those of service accounts. */
  readonly authentication: AuthenticationConfiguration | undefined;
  /** Namespaces that Pod Security leaves alone: `kube-system`. */
  readonly systemNamespaces: readonly string[];
  /** Machines of the control plane, the first one first. @default - one, which nobody names */
  readonly controlPlanes?: readonly Host[];
  /** Whom the runbooks' commands log in as on machines; may use sudo. @default - whoever runs them */
  readonly sshUser?: string | undefined;
  /**
   * Whether kubelets serve with certificates that the cluster's authority has signed, so that API
   * servers can check whom they talk to.
   * @default false
   */
  readonly kubeletServingCertificates?: boolean;
}

/** A file on every machine of the control plane. */
export interface ApiServerFile {
  readonly path: string;
  readonly content: HostContent;
  /** Permissions, in octal. */
  readonly mode: string;
}

/** A folder of the machine that API servers see, in kubeadm's words. */
export interface ApiServerVolume {
  readonly name: string;
  readonly hostPath: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly pathType: 'Directory' | 'DirectoryOrCreate';
}

/** Whether `version` (`1.36`) is `least` or newer. */
export function atLeast(version: string, least: string): boolean {
  const minor = (v: string): number => Number(v.split('.')[1]);
  return minor(version) >= minor(least);
}
