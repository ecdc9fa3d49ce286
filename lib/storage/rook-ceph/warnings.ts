import type { IConstruct } from 'constructs';
import { knowsKind, untested, type HelmRelease } from '../../index';
import { inventory, isTaint, nodesError, type Topology } from './topology';
import type { AllNodesOptions, StorageNode } from './words';

/** Kind whose CRD comes with the snapshot controller. */
export const SNAPSHOT_CLASS = 'VolumeSnapshotClass.snapshot.storage.k8s.io';

/** Where the disks are, and what daemons must put up with there. */
export interface SourceOptions {
  /** @default - the platform's inventory */
  readonly nodes?: readonly StorageNode[];
  /** @default - only nodes that are named */
  readonly allNodes?: AllNodesOptions;
  /** @default - those for the nodes' own taints */
  readonly tolerations?: readonly string[];
}

/** A Kubernetes that the project does not name among those that it supports. */
export const supportWarning = (operator: HelmRelease): string | undefined =>
  untested(operator, { chart: '1.20', kubernetes: '1.31 - 1.36' });

/** What is wrong with where the disks come from. */
export function sourceError(
  scope: IConstruct,
  { nodes, allNodes, tolerations = [] }: SourceOptions,
): string | undefined {
  if (nodes && allNodes) return 'has both `nodes` and `allNodes`; give one of them';
  const taint = tolerations.find((text) => !isTaint(text));
  if (taint !== undefined) {
    return `taint '${taint}' is not \`key=value:Effect\` or \`key:Effect\`; write it as \`storage=ceph:NoSchedule\``;
  }
  return allNodes ? undefined : nodesError(nodes ?? inventory(scope));
}

/** Whether nothing says which disks to take. */
export function noDisks(
  { nodes }: Topology,
  allNodes: AllNodesOptions | undefined,
): string | undefined {
  if (nodes.length > 0 || allNodes) return undefined;
  return "has no disks: none of the platform's nodes has `devices`; list them there or in `nodes`, or have Ceph pick them with `allNodes`";
}

/** What may be wrong with it. */
export function sourceWarning(
  { nodes, highlyAvailable }: Topology,
  allNodes: AllNodesOptions | undefined,
): string | undefined {
  if (allNodes) {
    const which =
      'useAllDevices' in allNodes ? 'every empty disk' : 'every disk that the filter matches';
    return `takes ${which} of every node, of nodes that are added later too, and nothing here knows how many copies fit; list \`devices\` of the platform's nodes where that is too much`;
  }
  if (highlyAvailable && nodes.length > 0 && nodes.length < 3) {
    return nodes.length === 1
      ? 'has disks in one node: all storage stops when it fails; give `devices` to three nodes'
      : 'has disks in 2 nodes, so it keeps two copies: a disk that breaks while the other node is away loses data; give `devices` to three nodes';
  }
  return undefined;
}

/**
 * What pools do to each other.
 *
 * @param asked class that each pool asks for, if it does, by what it is called
 */
export function deviceClassWarning(
  { nodes }: Topology,
  asked: ReadonlyMap<string, string | undefined>,
): string | undefined {
  const without = [...asked].flatMap(([what, deviceClass]) =>
    deviceClass === undefined ? [what] : [],
  );
  if (without.length === 0) return undefined;
  if (without.length < asked.size) {
    return `names a \`deviceClass\` for some pools, but not for ${without.join(', ')}: where pools overlap, Ceph no longer fits the number of placement groups to the data; name one for all`;
  }
  const devices = nodes.flatMap((n) => n.devices);
  const classes = new Set(
    devices.flatMap((d) => (typeof d === 'string' ? [] : (d.deviceClass ?? []))),
  );
  return classes.size > 1
    ? `puts disks of the classes ${[...classes].sort().join(', ')} into the same pools, which are then as slow as the slowest; give pools a \`deviceClass\``
    : undefined;
}

/** Snapshots that could be had, and are not. */
export const snapshotWarning = (
  scope: IConstruct,
  snapshots: boolean | undefined,
): string | undefined =>
  snapshots === undefined && knowsKind(scope, SNAPSHOT_CLASS)
    ? 'makes no snapshots of volumes though the cluster has the kinds for them; set `snapshots: true`, or `false` to leave it at that'
    : undefined;
