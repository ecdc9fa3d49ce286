import type { ClusterExternalSecretSpec, ExternalSecretSpecData, PushSecretSpec } from './kinds';
import type { PushSecretOptions, RemoteValue, SharedSecretOptions } from './words';

/** How a Secret is written to `store`. */
export function pushSecretSpec(options: PushSecretOptions, store: string): PushSecretSpec {
  const { name, data, deleteWithObject = false } = options;
  return {
    refreshInterval: '1h0m0s',
    deletionPolicy: deleteWithObject ? 'Delete' : 'None',
    secretStoreRefs: [{ kind: 'ClusterSecretStore', name: store }],
    selector: { secret: { name } },
    data: Object.entries(data).map(([secretKey, { path, property }]) => ({
      match: {
        secretKey,
        remoteRef: { remoteKey: path, ...(property !== undefined && { property }) },
      },
    })),
  };
}

/** How one Secret comes from `store` into many namespaces. */
export function sharedSecretSpec(
  { name, namespaceLabels, data, type }: SharedSecretOptions,
  store: string,
): ClusterExternalSecretSpec {
  return {
    externalSecretName: name,
    namespaceSelectors: [{ matchLabels: namespaceLabels }],
    refreshTime: '5m0s',
    externalSecretSpec: {
      refreshInterval: '1h0m0s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: store },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        ...(type !== undefined && { template: { type, mergePolicy: 'Merge' } }),
      },
      data: remoteData(data),
    },
  };
}

/** The keys of a Secret, each with its place in a store. */
export const remoteData = (data: Readonly<Record<string, RemoteValue>>): ExternalSecretSpecData[] =>
  Object.entries(data).map(([secretKey, { path, property }]) => ({
    secretKey,
    remoteRef: { key: path, ...(property !== undefined && { property }) },
  }));
