import type { ApplicationSpec, ApplicationSpecSource } from './kinds';
import type {
  ApplicationDestination,
  ApplicationOptions,
  ApplicationSource,
  IgnoredDifference,
  SyncPolicy,
} from './words';

/** How Argo CD calls the API server of the cluster that it runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** What is wrong with an Application, or `undefined`. */
export function applicationError({
  name,
  source,
  destination = {},
}: ApplicationOptions): string | undefined {
  const { chart, path, directory, helm, kustomize } = source;
  if (destination.cluster !== undefined && destination.server !== undefined) {
    return `application '${name}' names both cluster '${destination.cluster}' and server '${destination.server}'; keep one`;
  }
  if (chart !== undefined && (path !== undefined || directory || kustomize)) {
    return `application '${name}' takes chart '${chart}' of a Helm repository, which has no path, directory or kustomize; drop them`;
  }
  const tools = [directory && 'directory', helm && 'helm', kustomize && 'kustomize'].filter(
    (tool) => tool !== undefined,
  );
  return tools.length > 1
    ? `application '${name}' is made by '${tools.join(', ')}' at once; keep one`
    : undefined;
}

/** An Application in the words of its CRD. */
export const applicationSpec = ({
  project = 'default',
  source,
  destination = {},
  sync = {},
  ignoreDifferences = [],
}: Omit<ApplicationOptions, 'name'>): ApplicationSpec => ({
  project,
  source: sourceOf(source),
  destination: {
    ...destinationOf(destination),
    ...(destination.namespace !== undefined && { namespace: destination.namespace }),
  },
  syncPolicy: syncPolicy(sync),
  ...(ignoreDifferences.length > 0 && { ignoreDifferences: ignoreDifferences.map(ignored) }),
});

/** The cluster of a destination. */
export const destinationOf = ({ cluster, server }: ApplicationDestination) =>
  cluster === undefined ? { server: server ?? IN_CLUSTER } : { name: cluster };

function sourceOf(source: ApplicationSource): ApplicationSpecSource {
  const { repository, path, revision = 'HEAD', chart, directory, helm, kustomize } = source;
  return {
    // Argo CD names OCI registries of charts without their scheme.
    repoURL: chart === undefined ? repository : repository.replace(/^oci:\/\//, ''),
    targetRevision: revision,
    ...(chart === undefined ? { path: path ?? '.' } : { chart }),
    ...(directory && { directory }),
    ...(helm && {
      helm: {
        ...(helm.releaseName !== undefined && { releaseName: helm.releaseName }),
        ...(helm.values && { valuesObject: helm.values }),
        ...(helm.valueFiles && { valueFiles: helm.valueFiles }),
        ...(helm.skipCrds !== undefined && { skipCrds: helm.skipCrds }),
      },
    }),
    ...(kustomize && { kustomize }),
  };
}

function syncPolicy(sync: SyncPolicy) {
  const { manual = false, prune = true, selfHeal = true, createNamespace = false } = sync;
  return {
    ...(!manual && { automated: { prune, selfHeal } }),
    syncOptions: [
      'ServerSideApply=true',
      // What may differ is not written back either.
      'RespectIgnoreDifferences=true',
      ...(createNamespace ? ['CreateNamespace=true'] : []),
      ...(sync.options ?? []),
    ],
    retry: {
      limit: sync.retries ?? 5,
      backoff: { duration: '10s', factor: 2, maxDuration: '5m' },
      // What was wrong may have been repaired in Git by now.
      refresh: true,
    },
  };
}

const ignored = ({ group, kind, name, jsonPointers, jqPaths }: IgnoredDifference) => ({
  ...(group !== undefined && { group }),
  kind,
  ...(name !== undefined && { name }),
  ...(jsonPointers && { jsonPointers }),
  ...(jqPaths && { jqPathExpressions: jqPaths }),
});
