import type { SecretRef } from '../../index';

/** Labels of servers, clusters, databases; `'*': '*'` for all. */
export type ResourceLabels = Readonly<Record<string, string | readonly string[]>>;

/** Access to Kubernetes clusters. */
export interface KubernetesAccess {
  /** Groups that requests are made under; RBAC of the cluster says what they may. */
  readonly groups: readonly string[];
  /** Clusters, by their labels. @default { '*': '*' } */
  readonly labels?: ResourceLabels;
  /** Namespaces, `*` for any characters. @default ['*'] */
  readonly namespaces?: readonly string[];
  /** What may be done there, below what RBAC allows: `get`, `list`, `exec`. @default ['*'] */
  readonly verbs?: readonly string[];
}

/** Access to servers by SSH. */
export interface ServerAccess {
  /** Users of the servers to log in as; `{{internal.logins}}` for those of the person. */
  readonly logins: readonly string[];
  /** Servers, by their labels. @default { '*': '*' } */
  readonly labels?: ResourceLabels;
}

/** Access to databases. */
export interface DatabaseAccess {
  /** Users of the databases to connect as. */
  readonly users: readonly string[];
  /** Names of databases. @default ['*'] */
  readonly names?: readonly string[];
  /** Servers of databases, by their labels. @default { '*': '*' } */
  readonly labels?: ResourceLabels;
}

/** What people with a role may do. */
export interface TeleportRoleOptions {
  /** DNS label. */
  readonly name: string;
  /** @default - no Kubernetes cluster */
  readonly kubernetes?: KubernetesAccess;
  /** @default - no server */
  readonly servers?: ServerAccess;
  /** @default - no database */
  readonly databases?: DatabaseAccess;
  /** Labels of web applications. @default - no application */
  readonly applications?: ResourceLabels;
  /** Whether every session asks for the second factor again. @default false */
  readonly requireSessionMfa?: boolean;
  /** How long a login lasts, as a duration of Go. @default '12h' */
  readonly maxSessionTtl?: string;
  /** After how long without a key pressed a session ends. @default - Teleport's own: never */
  readonly clientIdleTimeout?: string;
  /**
   * What happens where a session cannot be recorded: it ends (`strict`) or goes on.
   * @default 'strict'
   */
  readonly recording?: 'strict' | 'best_effort';
}

/** A person who logs in with a password and a second factor. */
export interface TeleportUserOptions {
  /** DNS label; the name to log in with. */
  readonly name: string;
  /** Roles of the platform, added ones, or Teleport's own (`access`, `editor`, `auditor`). */
  readonly roles: readonly string[];
  /** Users of servers that `{{internal.logins}}` stands for. @default [] */
  readonly logins?: readonly string[];
}

/** Login with accounts of GitHub, in every edition. */
export interface GithubLogin {
  /** Id of the OAuth application, whose callback is `https://<hostname>/v1/webapi/github/callback`. */
  readonly clientId: string;
  /** In Teleport's namespace. */
  readonly clientSecret: SecretRef;
  /** Roles by team; at least one. */
  readonly teams: readonly {
    readonly organization: string;
    readonly team: string;
    readonly roles: readonly string[];
  }[];
}

/** The Enterprise edition. */
export interface EnterpriseOptions {
  /** Licence file, in Teleport's namespace. */
  readonly licenseSecret: SecretRef;
}

/** A volume for the state, and for what else is not kept elsewhere. */
export interface VolumeOptions {
  /** @default '20Gi' */
  readonly size?: string;
  /** @default - the platform's block storage, else the cluster's default class */
  readonly storageClass?: string;
}

/** A way in for agents. */
export interface JoinTokenOptions {
  /** Name that the agents present; no secret, as they prove their ServiceAccount. */
  readonly name: string;
  /** What they may serve. */
  readonly roles: readonly ('Kube' | 'App' | 'Db' | 'Discovery' | 'Node')[];
  /** ServiceAccounts of this cluster, as `namespace:name`. */
  readonly serviceAccounts: readonly string[];
}
