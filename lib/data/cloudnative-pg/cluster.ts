import { spread } from '../../index';
import { archiveName, bootstrapOf, externalClustersOf, PLUGIN } from './bootstrap';
import type { ClusterSpec } from './kinds';
import { serverSettings } from './server-settings';
import type { ClusterOptions } from './words';

/** What a cluster is given beside what was asked for. */
export interface ClusterContext {
  readonly instances: number;
  readonly image: string;
  readonly storageClass: string | undefined;
  /** Whether base backups and the log go to an object store. */
  readonly archives: boolean;
  /** Class of volume snapshots, where backups are such. */
  readonly snapshotClass: string | undefined;
  /** ConfigMap with the authority of the object store, where it has its own. */
  readonly authorityConfigMap: string | undefined;
}

/** Labels of everything that runs for a cluster: instances, poolers, and the Jobs that make them. */
export const clusterLabels = (name: string) => ({ 'cnpg.io/cluster': name });

/** Labels of the instances alone. */
export const instanceLabels = (name: string) => ({
  ...clusterLabels(name),
  'cnpg.io/podRole': 'instance',
});

/** Name of the pool in front of a cluster, and of its Service. */
export const poolerName = (name: string): string => `${name}-pooler`;

/** The cluster in the operator's words. */
export function clusterSpec(options: ClusterOptions, context: ClusterContext): ClusterSpec {
  const { name, namespace, size = '10Gi', walSize, pooled, preloadLibraries = [] } = options;
  const { instances, storageClass, authorityConfigMap } = context;
  const { cpu, memory } = options.resources ?? { cpu: '250m', memory: '512Mi' };
  const replicated = instances > 1;
  const volume = (quantity: string) => ({ size: quantity, ...(storageClass && { storageClass }) });
  const externalClusters = externalClustersOf(options);
  return {
    instances,
    imageName: context.image,
    enableSuperuserAccess: false,
    // A single instance behind a budget would keep its node from ever being drained.
    enablePDB: replicated,
    primaryUpdateStrategy: 'unsupervised',
    primaryUpdateMethod: replicated ? 'switchover' : 'restart',
    bootstrap: bootstrapOf(options),
    ...(externalClusters && { externalClusters }),
    storage: volume(size),
    ...(walSize !== undefined && { walStorage: volume(walSize) }),
    resources: { requests: { cpu, memory }, limits: { memory } },
    affinity: {
      enablePodAntiAffinity: true,
      topologyKey: 'kubernetes.io/hostname',
      podAntiAffinityType: options.antiAffinity ?? 'preferred',
    },
    ...(replicated && { topologySpreadConstraints: spread(instanceLabels(name)) }),
    postgresql: {
      parameters: serverSettings(memory, options.parameters ?? {}),
      // Read before the operator's last rule, which lets passwords in from everywhere.
      pg_hba: ['hostnossl all all all reject'],
      ...(preloadLibraries.length > 0 && { shared_preload_libraries: preloadLibraries }),
      ...(replicated &&
        (options.synchronous ?? true) && {
          synchronous: { method: 'any', number: 1, dataDurability: 'preferred' },
        }),
    },
    ...(pooled && { certificates: { serverAltDNSNames: poolerHosts(name, namespace) } }),
    ...backupOf(options, context),
    ...(authorityConfigMap !== undefined && {
      projectedVolumeTemplate: { sources: [{ configMap: { name: authorityConfigMap } }] },
    }),
  };
}

/** The pool shows the cluster's certificate. */
const poolerHosts = (name: string, namespace: string): string[] => {
  const service = poolerName(name);
  return [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
};

function backupOf(
  options: ClusterOptions,
  { archives, snapshotClass, instances }: ClusterContext,
): Pick<ClusterSpec, 'plugins' | 'backup'> {
  const serverName = archiveName(options);
  const parameters = {
    barmanObjectName: options.name,
    ...(serverName !== undefined && { serverName }),
  };
  return {
    ...(archives && { plugins: [{ name: PLUGIN, isWALArchiver: true, parameters }] }),
    ...(snapshotClass !== undefined && {
      backup: {
        volumeSnapshot: {
          className: snapshotClass,
          snapshotOwnerReference: 'none',
          // Without an archive the log may be missing: a standby stops for the snapshot, if there is one.
          online: archives || instances === 1,
        },
      },
    }),
  };
}
