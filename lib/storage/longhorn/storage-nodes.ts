import type { IConstruct } from 'constructs';
import { highlyAvailable, Platform, type PlatformNode } from '../../index';
import type { VolumeOptions } from './words';

/** Label by which a node says that Longhorn may make a disk on it: `true`, or `config`. */
export const DISK_LABEL = 'node.longhorn.io/create-default-disk';

/** Whether any node says by its label that it has disks for Longhorn. */
export const choosesNodes = (scope: IConstruct): boolean =>
  (Platform.of(scope)?.nodes ?? []).some(hasDiskLabel);

/** How many nodes of the inventory hold volumes; `undefined` where there is no inventory. */
export function storageNodes(
  scope: IConstruct,
  tolerations: readonly string[],
): number | undefined {
  const nodes = Platform.of(scope)?.nodes ?? [];
  if (nodes.length === 0) return undefined;
  const chosen = choosesNodes(scope);
  return nodes.filter((n) => (!chosen || hasDiskLabel(n)) && isSchedulable(n, tolerations)).length;
}

/** Copies of each volume, where nothing else is said. */
export function defaultReplicas(scope: IConstruct, tolerations: readonly string[]): number {
  if (!highlyAvailable(scope)) return 1;
  return Math.max(1, Math.min(3, storageNodes(scope, tolerations) ?? 3));
}

/** What cannot work of a class, as a sentence. */
export function classError(name: string, options: VolumeOptions): string | undefined {
  const { replicas, dataLocality } = options;
  if (replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1 && replicas <= 20)) {
    return `class '${name}' has '${replicas}' replicas; give 1 to 20`;
  }
  if (dataLocality === 'strict-local' && replicas !== 1) {
    return `class '${name}' is strictly local with '${replicas ?? 'the default number of'}' replicas; set \`replicas: 1\`, or \`dataLocality: 'best-effort'\``;
  }
  return undefined;
}

/** A class that wants more copies than there are nodes for them. */
export function replicaError(
  name: string,
  replicas: number,
  nodes: number | undefined,
): string | undefined {
  if (nodes === undefined || replicas <= nodes) return undefined;
  if (nodes === 0) {
    return `class '${name}' finds no node of the platform that holds volumes; add workers, or give a node without its taints as \`taints: []\``;
  }
  return `class '${name}' keeps ${replicas} replicas, each on a node of its own, and only ${nodes} of the platform's nodes hold volumes; lower \`replicas\` to ${nodes}, or add nodes`;
}

const hasDiskLabel = (node: PlatformNode): boolean =>
  ['true', 'config'].includes(node.labels?.[DISK_LABEL] ?? '');

const CONTROL_PLANE = ['node-role.kubernetes.io/control-plane:NoSchedule'];

function isSchedulable(node: PlatformNode, tolerations: readonly string[]): boolean {
  const taints = node.taints ?? (node.role === 'control-plane' ? CONTROL_PLANE : []);
  return taints.every(
    (taint) => taint.endsWith(':PreferNoSchedule') || tolerations.includes(taint),
  );
}
