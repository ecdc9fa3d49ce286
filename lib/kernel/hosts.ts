import type { HostTarget } from './host-file';
import type { Host, HostGroup, Machine, PlatformNode } from './nodes';

/** The machines that a cluster knows. */
export interface Inventory {
  readonly nodes: readonly PlatformNode[];
  readonly machines: readonly Machine[];
}

/** Machines of a group, in order of definition; none for `operator`. */
export function hostsOf({ nodes, machines }: Inventory, group: HostGroup): readonly Host[] {
  if (group === 'nodes') return nodes;
  return [...nodes, ...machines].filter((host) => host.role === group);
}

/** Names of the machines that a target means; none for a name that nobody has. */
export function targetsOf(inventory: Inventory, target: HostTarget): readonly string[] {
  if (typeof target === 'string') return hostsOf(inventory, target).map(({ name }) => name);
  const { nodes, machines } = inventory;
  return [...nodes, ...machines].map(({ name }) => name).filter((name) => name === target.host);
}
