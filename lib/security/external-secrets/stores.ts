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

/** How Secrets of a namespace are read: as `serviceAccount` in this cluster, by token in another. */
export function kubernetesProvider(
  { remoteNamespace, cluster }: KubernetesStoreOptions,
  namespace: string,
  serviceAccount: string,
): ClusterSecretStoreSpecProviderKubernetes {
  if (cluster) {
    return {
      remoteNamespace,
      server: { url: cluster.server, caProvider: authority(cluster.ca, namespace) },
      auth: { token: { bearerToken: { ...cluster.token, namespace } } },
    };
  }
  const rootCa = { name: 'kube-root-ca.crt', key: 'ca.crt', kind: 'ConfigMap' } as const;
  return {
    remoteNamespace,
    server: { caProvider: authority(rootCa, namespace) },
    auth: { serviceAccount: { name: serviceAccount, namespace } },
  };
}

const authority = ({ name, key, kind = 'Secret' }: AuthorityRef, namespace: string) => ({
  type: kind,
  name,
  key,
  namespace,
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
