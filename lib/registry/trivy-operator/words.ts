/** How bad a finding is. */
export type FindingSeverity = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

/** A set of rules that the cluster is compared with; those that end in a distribution's name are for it alone. */
export type ComplianceSpec =
  | 'k8s-nsa-1.0'
  | 'k8s-pss-baseline-0.1'
  | 'k8s-pss-restricted-0.1'
  | 'k8s-cis-1.23'
  | 'rke2-cis-1.24'
  | 'eks-cis-1.4';

/** A node taint that scans may run beside. */
export interface ScanToleration {
  /** @default - all keys */
  readonly key?: string;
  /** @default 'Exists' */
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/** What one scan may use. */
export interface ScanResources {
  /** @default '100m' */
  readonly cpu?: string;
  /** @default '128Mi' */
  readonly memory?: string;
  /** @default '1Gi' */
  readonly memoryLimit?: string;
}

export interface ScanOptions {
  /** Severities that are reported. @default all */
  readonly severities?: readonly FindingSeverity[];
  /** Whether vulnerabilities without a fix are left out. @default false */
  readonly ignoreUnfixed?: boolean;
  /** Namespaces that are not scanned; `*` is a pattern. @default [] */
  readonly excludedNamespaces?: readonly string[];
  /** Images that are not scanned, as patterns: `registry.example.com/huge/**`. @default [] */
  readonly excludedImages?: readonly string[];
  /** How many scans run at a time. @default 5, or 2 in a platform of one node */
  readonly concurrentScans?: number;
  /** How long a scan may take, as a Go duration. @default '10m' */
  readonly scanTimeout?: string;
  /** How long a report is good for, as a Go duration; then the image is scanned again. @default '24h' */
  readonly reportTtl?: string;
  /** @default {} */
  readonly scanResources?: ScanResources;
  /** Taints of nodes that scans may run on. @default [] */
  readonly scanTolerations?: readonly ScanToleration[];
  /** Whether scans ask nobody about what they find, such as Maven's index. @default false */
  readonly offline?: boolean;
  /** Whether bills of materials are kept in the cluster; those of big images strain etcd. @default false */
  readonly sboms?: boolean;
  /**
   * Whether nodes are compared with rules too: Jobs that read the machine's files, for which the
   * namespace must be privileged.
   * @default false
   */
  readonly nodes?: boolean;
  /** @default NSA and both Pod Security levels, with `nodes` CIS too */
  readonly compliance?: readonly ComplianceSpec[];
  /** When compliance is reported, in the five fields of cron. @default every six hours */
  readonly complianceSchedule?: string;
  /**
   * Whether the operator reads Secrets and ServiceAccounts of all namespaces, to pull private
   * images as their Pods do.
   * @default true
   */
  readonly usePullSecrets?: boolean;
  /** Secrets for private images of Pods that name none, by namespace. @default {} */
  readonly registrySecrets?: Readonly<Record<string, readonly string[]>>;
  /** Volume of each server, for the database of vulnerabilities. @default '5Gi' */
  readonly databaseSize?: string;
}
