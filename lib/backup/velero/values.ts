import { resources, type Values } from '../../index';

/** What the chart values depend on. */
export interface VeleroValuesOptions {
  /** Image of the plugin that speaks S3, as the platform pulls it. */
  readonly plugin: string;
  readonly locations: readonly Values[];
  /** Account of the default location. */
  readonly environment: readonly Values[];
  readonly method: 'snapshots' | 'files';
  readonly keepDays: number;
}

/** ConfigMap with how nodes copy volumes. */
export const NODE_AGENT_CONFIG = 'velero-node-agent';

const SAFE = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const POD = { seccompProfile: { type: 'RuntimeDefault' } };

/** Chart values of Velero. */
export function veleroValues(options: VeleroValuesOptions): Values {
  const { plugin, locations, environment, method, keepDays } = options;
  const snapshots = method === 'snapshots';
  return {
    // Hooks that tools other than Helm run too early, or never.
    upgradeCRDs: false,
    cleanUpCRDs: false,
    resources: resources('250m', '256Mi', '1Gi'),
    podSecurityContext: POD,
    containerSecurityContext: SAFE,
    initContainers: [
      {
        name: 'velero-plugin-for-aws',
        image: plugin,
        imagePullPolicy: 'IfNotPresent',
        volumeMounts: [{ name: 'plugins', mountPath: '/target' }],
        resources: resources('10m', '32Mi', '128Mi'),
        securityContext: {
          ...SAFE,
          runAsNonRoot: true,
          runAsUser: 65532,
          readOnlyRootFilesystem: true,
        },
      },
    ],
    // The account of the default location comes by the environment, others from their Secrets.
    credentials: { useSecret: false },
    // Only for snapshots that a cloud's own interface makes; CSI needs no location.
    snapshotsEnabled: false,
    deployNodeAgent: true,
    nodeAgent: {
      // Volumes are read where they are mounted, whatever the node is for.
      tolerations: [{ operator: 'Exists' }],
      resources: resources('50m', '128Mi', '1Gi'),
      extraArgs: [`--node-agent-configmap=${NODE_AGENT_CONFIG}`],
    },
    configuration: {
      backupStorageLocation: locations,
      volumeSnapshotLocation: [],
      features: snapshots ? 'EnableCSI' : undefined,
      defaultSnapshotMoveData: snapshots || undefined,
      defaultVolumesToFsBackup: !snapshots || undefined,
      defaultBackupTTL: `${keepDays * 24}h0m0s`,
      logFormat: 'json',
      extraEnvVars: environment.length > 0 ? environment : undefined,
      repositoryMaintenanceJob: {
        repositoryConfigData: {
          global: { podResources: moverResources('100m', '256Mi', '4Gi') },
        },
      },
    },
  };
}

/** How nodes copy volumes: a few at a time, each by a Pod of its own. */
export const nodeAgentFile = (concurrency: number): string =>
  `${JSON.stringify(
    {
      loadConcurrency: { globalConfig: concurrency },
      podResources: moverResources('100m', '256Mi', '4Gi'),
    },
    null,
    2,
  )}\n`;

/** No limit of CPU: a copy may use what is idle. */
const moverResources = (cpuRequest: string, memoryRequest: string, memoryLimit: string) => ({
  cpuRequest,
  cpuLimit: '0',
  memoryRequest,
  memoryLimit,
});
