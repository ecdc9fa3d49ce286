import type { Toleration } from 'kubernetes-types/core/v1';
import type { MetricsCollector } from '../../contracts/metrics';
import { merge, type Values } from '../../index';
import type { CephClusterSpec, CephClusterSpecStorage } from './kinds';
import { defaultSize } from './pools';
import type { DaemonResources } from './resources';
import type { Topology } from './topology';
import type { AllNodesOptions, StorageNode } from './words';

/** Port on which the active manager serves the dashboard without TLS. */
export const DASHBOARD_PORT = 7000;

export interface ClusterOptions {
  /** Monitors, which know where everything is; an odd number, each on a node of its own. @default - 3, on a single node 1 */
  readonly mons?: number;
  /** Managers; all but one stand by. @default - 2, on a single node 1 */
  readonly mgrs?: number;
  /** Folder on the nodes for monitors and keys; it outlives everything here. @default '/var/lib/rook' */
  readonly dataDirHostPath?: string;
  /** Whether data is encrypted on the disks that are added from now on. @default false */
  readonly encryptedDevices?: boolean;
  /**
   * Whether all traffic is encrypted, that of nodes which mount volumes included. Needs Linux 5.11
   * or newer on all of them.
   * @default false
   */
  readonly encryptedNetwork?: boolean;
  /** Whether traffic between daemons is compressed. Needs Linux 5.11 or newer on all nodes. @default false */
  readonly compressedNetwork?: boolean;
  /** Options of Ceph by section: `{ osd: { osd_max_backfills: '2' } }`. @default {} */
  readonly cephConfig?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Fields of the CephCluster that nothing else here says; laid over the rest, field by field. @default {} */
  readonly clusterSpec?: Partial<CephClusterSpec>;
}

/** What the CephCluster depends on beside the options. */
export interface ClusterContext {
  readonly image: string;
  readonly topology: Topology;
  readonly allNodes: AllNodesOptions | undefined;
  readonly tolerations: readonly Toleration[];
  readonly resources: DaemonResources;
  readonly metrics: MetricsCollector | undefined;
}

/** Monitors of a cluster that does not say how many. */
export const monsOf = (options: ClusterOptions, { highlyAvailable }: Topology): number =>
  options.mons ?? (highlyAvailable ? 3 : 1);

/** The CephCluster. It never wipes a disk: the cleanup policy stays unconfirmed. */
export function clusterSpec(options: ClusterOptions, context: ClusterContext): CephClusterSpec {
  const { topology, metrics } = context;
  const many = topology.highlyAvailable;
  const { encryptedNetwork = false, compressedNetwork = false } = options;
  const mons = monsOf(options, topology);
  const spec: CephClusterSpec = {
    cephVersion: { image: context.image, allowUnsupported: false },
    dataDirHostPath: options.dataDirHostPath ?? '/var/lib/rook',
    mon: {
      count: mons,
      allowMultiplePerNode: !many,
      ...zonesOfMons(mons, topology),
    },
    mgr: { count: options.mgrs ?? (many ? 2 : 1), allowMultiplePerNode: !many },
    dashboard: {
      enabled: true,
      // The gateway speaks TLS in front of it.
      ssl: false,
      port: DASHBOARD_PORT,
      ...(metrics && { prometheusEndpoint: metrics.url, prometheusEndpointSSLVerify: true }),
    },
    // Monitors are drawn beside it, for whichever collector there is.
    monitoring: { enabled: false, metricsDisabled: false },
    network: {
      connections: {
        encryption: { enabled: encryptedNetwork },
        compression: { enabled: compressedNetwork },
        requireMsgr2: encryptedNetwork || compressedNetwork,
      },
    },
    // Kernels before 7.0 know no newer type.
    security: { cephx: { csi: { keyType: 'aes' } } },
    crashCollector: { disable: false, daysToRetain: 30 },
    logCollector: { enabled: true, periodicity: 'daily', maxLogSize: '500M' },
    cleanupPolicy: { confirmation: '', allowUninstallWithVolumes: false },
    removeOSDsIfOutAndSafeToRemove: false,
    skipUpgradeChecks: false,
    continueUpgradeAfterChecksEvenIfNotHealthy: false,
    upgradeOSDRequiresHealthyPGs: many,
    waitTimeoutForHealthyOSDInMinutes: 10,
    disruptionManagement: { managePodBudgets: many, osdMaintenanceTimeout: 30 },
    priorityClassNames: {
      mon: 'system-node-critical',
      osd: 'system-node-critical',
      mgr: 'system-cluster-critical',
    },
    ...(context.tolerations.length > 0 && {
      placement: { all: { tolerations: context.tolerations } },
    }),
    resources: withoutOthers(context.resources),
    healthCheck: {
      daemonHealth: {
        mon: { disabled: false, interval: '45s' },
        osd: { disabled: false, interval: '60s' },
        status: { disabled: false, interval: '60s' },
      },
    },
    storage: storage(options, context),
    cephConfig: cephConfig(options, topology),
  };
  return merge(spec as Values, (options.clusterSpec ?? {}) as Values);
}

/** Metadata servers and gateways are told by their own objects. */
const withoutOthers = (resources: DaemonResources): DaemonResources =>
  Object.fromEntries(Object.entries(resources).filter(([d]) => d !== 'mds' && d !== 'rgw'));

/** One monitor a zone; Rook wants at least as many zones as monitors. */
const zonesOfMons = (mons: number, { zones }: Topology) =>
  zones.length >= Math.max(3, mons) ? { zones: zones.map((name) => ({ name })) } : {};

function storage(
  { encryptedDevices }: ClusterOptions,
  { topology, allNodes }: ClusterContext,
): CephClusterSpecStorage {
  const config = encryptedDevices ? { config: { encryptedDevice: 'true' } } : {};
  if (allNodes) return { useAllNodes: true, useAllDevices: false, ...allNodes, ...config };
  return {
    useAllNodes: false,
    useAllDevices: false,
    ...config,
    nodes: topology.nodes.map(({ name, devices }) => ({ name, devices: devices.map(device) })),
  };
}

function device(device: StorageNode['devices'][number]) {
  if (typeof device === 'string') return { name: device };
  const { name, deviceClass, metadataDevice } = device;
  const config = {
    ...(deviceClass !== undefined && { deviceClass }),
    ...(metadataDevice !== undefined && { metadataDevice }),
  };
  return { name, ...(Object.keys(config).length > 0 && { config }) };
}

/** Pools that Ceph makes by itself get as many copies as there is room for. */
function cephConfig({ cephConfig = {} }: ClusterOptions, topology: Topology) {
  const size = defaultSize(topology);
  const global = {
    osd_pool_default_size: String(size),
    ...(size === 1 && { mon_warn_on_pool_no_redundancy: 'false' }),
  };
  return { ...cephConfig, global: { ...global, ...cephConfig['global'] } };
}

/** What is wrong with the options. */
export function clusterError(
  options: ClusterOptions,
  topology: Topology,
  usableNodes: number | undefined,
): string | undefined {
  const mons = monsOf(options, topology);
  if (!Number.isInteger(mons) || mons < 1 || mons > 9 || mons % 2 === 0) {
    return `'${mons}' monitors cannot agree; give an odd number of \`mons\`, 1 to 9`;
  }
  if (topology.highlyAvailable && usableNodes !== undefined && mons > usableNodes) {
    return `'${mons}' monitors want a node each, and the platform has ${usableNodes} without taints that keep them away; lower \`mons\`, or put up with more taints by \`tolerations\``;
  }
  const { mgrs = 1, clusterSpec: own } = options;
  if (!Number.isInteger(mgrs) || mgrs < 1 || mgrs > 5) {
    return `'${mgrs}' managers cannot be; give \`mgrs\` from 1 to 5`;
  }
  if (own?.network?.provider === 'host' || own?.network?.hostNetwork) {
    return "`clusterSpec` puts the daemons on the nodes' network, where their ports and network rules are others than those drawn here; leave them on the Pods' network";
  }
  return undefined;
}
