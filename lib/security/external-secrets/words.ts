import type { SecretRef } from '../../index';
import type { ClusterSecretStoreSpecProvider } from './kinds';

/** A store of secrets that every namespace, or some of them, may read. */
export interface StoreOptions {
  /** DNS label; `fetch` and external secrets name it. */
  readonly name: string;
  /** Namespaces that may use it. @default - all, unless `namespaceLabels` says otherwise */
  readonly namespaces?: readonly string[];
  /** Labels of the namespaces that may use it, beside `namespaces`. @default - all */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** Where the certificate of an authority is: a key of a Secret or ConfigMap. */
export interface AuthorityRef extends SecretRef {
  /** @default 'Secret' */
  readonly kind?: 'Secret' | 'ConfigMap';
  /** @default - the namespace of the operator */
  readonly namespace?: string;
}

/** How the platform's own secret store is used. */
export interface PlatformStoreOptions extends Omit<StoreOptions, 'name'> {
  /** Whether `PushSecret`s may write to it. @default false */
  readonly writable?: boolean;
}

/** As the ServiceAccount of the operator, or another one: nothing to keep secret. */
export interface VaultKubernetesAuth {
  readonly method: 'kubernetes';
  /** Role in Vault that the ServiceAccount is bound to. */
  readonly role: string;
  /** Where the method is mounted in Vault. @default 'kubernetes' */
  readonly mountPath?: string;
  /** ServiceAccount in this namespace that a token is asked for. @default 'external-secrets' */
  readonly serviceAccount?: string;
  /** Audiences of that token, beside Vault's own. @default [] */
  readonly audiences?: readonly string[];
}

/** As an application, with a secret id. */
export interface VaultAppRoleAuth {
  readonly method: 'app-role';
  readonly roleId: string;
  /** In this namespace. */
  readonly secretId: SecretRef;
  /** Where the method is mounted in Vault. @default 'approle' */
  readonly mountPath?: string;
}

/** With a token, which must be renewed by somebody else. */
export interface VaultTokenAuth {
  readonly method: 'token';
  /** In this namespace. */
  readonly token: SecretRef;
}

/** A key-value engine of Vault or OpenBao. */
export interface VaultStoreOptions extends StoreOptions {
  /** Address with scheme and port: `https://openbao.openbao.svc:8200`. */
  readonly server: string;
  /** Where the key-value engine is mounted: `kv`. */
  readonly path: string;
  /** Version of the key-value engine. @default 'v2' */
  readonly version?: 'v1' | 'v2';
  /** Namespace within Vault or OpenBao. @default - the root namespace */
  readonly vaultNamespace?: string;
  readonly auth: VaultKubernetesAuth | VaultAppRoleAuth | VaultTokenAuth;
  /** Authority of the server's certificate. @default - the well-known ones of the image */
  readonly ca?: AuthorityRef;
}

/** Secrets of one namespace, in this cluster or in another one. */
export interface KubernetesStoreOptions extends StoreOptions {
  /** Namespace whose Secrets are read. */
  readonly remoteNamespace: string;
  /** Whether `PushSecret`s may write there; this cluster only. @default false */
  readonly writable?: boolean;
  /** Another cluster. @default - this one: a ServiceAccount and its rights are drawn */
  readonly cluster?: RemoteCluster;
}

/** Another cluster, and how to get in. */
export interface RemoteCluster {
  /** Address of its API server: `https://10.0.0.10:6443`. */
  readonly server: string;
  /** Authority of its certificate. */
  readonly ca: AuthorityRef;
  /** Token of a ServiceAccount there, which may read Secrets; in this namespace. */
  readonly token: SecretRef;
}

/** Any other store, in the words of its CRD. */
export interface CustomStoreOptions extends StoreOptions {
  /** One provider, such as `{ akeyless: { … } }`. */
  readonly provider: ClusterSecretStoreSpecProvider;
  /** Ports on which its servers are reached, opened to everywhere. @default [443] */
  readonly ports?: readonly number[];
}

/** Where a value is in a store. */
export interface RemoteValue {
  /** Path or name of the secret in the store. */
  readonly path: string;
  /** Field of it. @default - all of it */
  readonly property?: string;
}

/** A Secret of the cluster that is written to a store. */
export interface PushSecretOptions {
  /** Name of the Secret, and of the object. */
  readonly name: string;
  readonly namespace: string;
  /** Where each key goes: `{ password: { path: 'harbor', property: 'admin' } }`. */
  readonly data: Readonly<Record<string, RemoteValue>>;
  /** Store to write. @default - the default store */
  readonly store?: string;
  /** Whether to delete it from the store with the object. @default false */
  readonly deleteWithObject?: boolean;
}

/** A Secret that many namespaces get. */
export interface SharedSecretOptions {
  /** Name of the Secret, and of the object. */
  readonly name: string;
  /** Labels of the namespaces that get it; those that come later too. */
  readonly namespaceLabels: Readonly<Record<string, string>>;
  /** Where each key comes from. */
  readonly data: Readonly<Record<string, RemoteValue>>;
  /** Store to read. @default - the default store */
  readonly store?: string;
  /** Secret type: `kubernetes.io/dockerconfigjson`. @default 'Opaque' */
  readonly type?: string;
}
