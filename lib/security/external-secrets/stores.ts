import { isAddress } from '../server-address';
import type {
  ClusterSecretStoreSpecConditions,
  ClusterSecretStoreSpecProviderKubernetes,
  ClusterSecretStoreSpecProviderVault,
} from './kinds';
import type {
  AuthorityRef,
  KubernetesStoreOptions,
  StoreOptions,
  VaultStoreOptions,
} from './words';

/** How Vault is reached; references are to `namespace`, as a cluster-wide store must say. */
export function vaultProvider(
  { server, path, version = 'v2', vaultNamespace, auth, ca }: VaultStoreOptions,
  namespace: string,
): ClusterSecretStoreSpecProviderVault {
  return {
    server,
    path,
    version,
    ...(vaultNamespace !== undefined && { namespace: vaultNamespace }),
    ...(ca && { caProvider: authority(ca, namespace) }),
    auth: vaultAuth(auth, namespace),
  };
}

function vaultAuth(auth: VaultStoreOptions['auth'], namespace: string) {
  if (auth.method === 'token') return { tokenSecretRef: { ...auth.token, namespace } };
  if (auth.method === 'app-role') {
    const { roleId, secretId, mountPath = 'approle' } = auth;
    return { appRole: { path: mountPath, roleId, secretRef: { ...secretId, namespace } } };
  }
  const { role, mountPath = 'kubernetes', serviceAccount = 'external-secrets', audiences } = auth;
  const serviceAccountRef = { name: serviceAccount, namespace, ...(audiences && { audiences }) };
  return { kubernetes: { mountPath, role, serviceAccountRef } };
}

/** Where what a store refers to is. */
export interface KubernetesStorePlaces {
  /** Namespace of the authorities and tokens that it names. */
  readonly authorities: string;
  /** ServiceAccount that reads in this cluster. */
  readonly account: string;
  /** Namespace of that ServiceAccount. */
  readonly accounts: string;
}

/** How Secrets of a namespace are read: as a ServiceAccount in this cluster, by token in another. */
export function kubernetesProvider(
  { remoteNamespace, cluster }: KubernetesStoreOptions,
  { authorities, account, accounts }: KubernetesStorePlaces,
): ClusterSecretStoreSpecProviderKubernetes {
  if (cluster) {
    return {
      remoteNamespace,
      server: { url: cluster.server, caProvider: authority(cluster.ca, authorities) },
      auth: { token: { bearerToken: { ...cluster.token, namespace: authorities } } },
    };
  }
  const rootCa = { name: 'kube-root-ca.crt', key: 'ca.crt', kind: 'ConfigMap' } as const;
  return {
    remoteNamespace,
    server: { caProvider: authority(rootCa, authorities) },
    auth: { serviceAccount: { name: account, namespace: accounts } },
  };
}

const authority = ({ name, key, kind = 'Secret', ...ref }: AuthorityRef, namespace: string) => ({
  type: kind,
  name,
  key,
  namespace: ref.namespace ?? namespace,
});

/** Who may use a store. Conditions add up: one that holds is enough. */
export function conditions({
  namespaces,
  namespaceLabels,
}: StoreOptions): readonly ClusterSecretStoreSpecConditions[] | undefined {
  if (!namespaces && !namespaceLabels) return undefined;
  return [
    ...(namespaces ? [{ namespaces }] : []),
    ...(namespaceLabels ? [{ namespaceSelector: { matchLabels: namespaceLabels } }] : []),
  ];
}

/** What is wrong with the address of a server, if anything. */
export const serverError = (store: string, server: string): string | undefined =>
  isAddress(server) && /^https?:/.test(server)
    ? undefined
    : `server '${server}' of store '${store}' is not an address such as \`https://vault.example.com:8200\``;
