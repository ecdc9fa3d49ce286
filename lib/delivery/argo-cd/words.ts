import type { Values } from '../../index';

/** Where manifests come from: a folder in Git, or a chart. */
export interface ApplicationSource {
  /** Git repository (`https://…`, `ssh://…`, `git@host:path`) or Helm repository; an OCI registry without scheme. */
  readonly repository: string;
  /** Folder within the repository. @default - its root */
  readonly path?: string;
  /** Branch, tag, commit, or version of a chart. @default 'HEAD' */
  readonly revision?: string;
  /** Chart of a Helm repository. @default - the repository is Git */
  readonly chart?: string;
  /** Which files of the folder, where it holds plain manifests. @default - those of the folder itself */
  readonly directory?: {
    /** Whether folders below count too. @default false */
    readonly recurse?: boolean;
    /** Glob of the files that count. @default - all */
    readonly include?: string;
    /** Glob of the files that do not. @default - none */
    readonly exclude?: string;
  };
  /** How a chart is rendered. @default - with its own values */
  readonly helm?: {
    /** @default - the Application's name */
    readonly releaseName?: string;
    /** @default {} */
    readonly values?: Values;
    /** Files of the same repository. @default [] */
    readonly valueFiles?: readonly string[];
    /** @default false */
    readonly skipCrds?: boolean;
  };
  /** What Kustomize changes, beside the folder's own file. @default - nothing */
  readonly kustomize?: {
    readonly namePrefix?: string;
    readonly namespace?: string;
    /** `registry.example.com/app:1.2.3`. @default [] */
    readonly images?: readonly string[];
    /** @default {} */
    readonly commonLabels?: Readonly<Record<string, string>>;
  };
}

/** Where objects go. Name or server of the cluster, not both. */
export interface ApplicationDestination {
  /** Namespace of objects that name none. @default - they name theirs */
  readonly namespace?: string;
  /** Name of a registered cluster. @default - the one that Argo CD runs in */
  readonly cluster?: string;
  /** Address of a registered cluster's API server. @default - the cluster that Argo CD runs in */
  readonly server?: string;
}

/** How the cluster follows Git. */
export interface SyncPolicy {
  /** Whether people start each sync. @default false */
  readonly manual?: boolean;
  /** Whether what is gone from Git is deleted. @default true */
  readonly prune?: boolean;
  /** Whether changes made in the cluster are undone. @default true */
  readonly selfHeal?: boolean;
  /** Whether the destination's namespace is made. @default false */
  readonly createNamespace?: boolean;
  /** More options, such as `PruneLast=true`. @default [] */
  readonly options?: readonly string[];
  /** Tries after a failed sync; less than 0 for no end. @default 5 */
  readonly retries?: number;
}

/** Fields that may differ from Git. */
export interface IgnoredDifference {
  /** @default - the core group */
  readonly group?: string;
  readonly kind: string;
  /** @default - all objects of the kind */
  readonly name?: string;
  /** `/spec/replicas`. @default [] */
  readonly jsonPointers?: readonly string[];
  /** `.webhooks[]?.clientConfig.caBundle`. @default [] */
  readonly jqPaths?: readonly string[];
}

/** Something that Argo CD keeps as Git has it. */
export interface ApplicationOptions {
  readonly name: string;
  /** @default 'default' */
  readonly project?: string;
  readonly source: ApplicationSource;
  /** Cluster and namespace that it goes to. @default - this cluster, the namespaces that its objects name */
  readonly destination?: ApplicationDestination;
  /** How it is kept as Git has it. @default - by itself, with what left Git removed */
  readonly sync?: SyncPolicy;
  /** @default [] */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  /** Order among the objects of the same parent. @default 0 */
  readonly wave?: number;
  /** @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A group of kinds: `{ group: 'apps', kind: 'Deployment' }`; `*` for any. */
export interface GroupKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** What members of a project's role may do with its Applications. */
export type ProjectAction = 'get' | 'create' | 'update' | 'delete' | 'sync' | 'override' | 'action';

/** Who may do what in a project. */
export interface ProjectRole {
  readonly name: string;
  /** Groups of the identity provider. @default [] */
  readonly groups?: readonly string[];
  /** What they may do with the project's Applications. */
  readonly actions: readonly ProjectAction[];
  /** More lines of policy, in Argo CD's words. @default [] */
  readonly policies?: readonly string[];
}

/** When Applications of a project may be synced, or may not. */
export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  /** When it opens, in the five fields of cron. */
  readonly schedule: string;
  /** How long it stays open: `2h`, `30m`. */
  readonly duration: string;
  /** @default 'UTC' */
  readonly timeZone?: string;
  /** Names of Applications, `*` allowed. @default ['*'] */
  readonly applications?: readonly string[];
  /** Whether people may sync all the same. @default false */
  readonly manualSync?: boolean;
}

/** What a group of Applications may read and write. */
export interface ProjectOptions {
  readonly name: string;
  /** At most 255 characters. @default - none */
  readonly description?: string;
  /** Repositories, with `*`: `https://git.example.com/team-a/*`. */
  readonly sources: readonly string[];
  readonly destinations: readonly ApplicationDestination[];
  /** Kinds outside namespaces that it may write. @default [] */
  readonly clusterResources?: readonly GroupKind[];
  /** The only kinds within namespaces that it may write. @default - all */
  readonly namespaceResources?: readonly GroupKind[];
  /** Kinds within namespaces that it may not write. @default [] */
  readonly deniedNamespaceResources?: readonly GroupKind[];
  /** @default [] */
  readonly roles?: readonly ProjectRole[];
  /** @default [] */
  readonly syncWindows?: readonly SyncWindow[];
  /** Whether objects of its namespaces that no Application owns are reported. @default false */
  readonly warnOfOrphans?: boolean;
}
