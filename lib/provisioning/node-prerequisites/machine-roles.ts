import type { HostGroup, Platform } from '../../index';

/** Groups that no machine shares with another: each machine gets its files as one of them. */
export const ROLES = ['control-plane', 'worker', 'load-balancer', 'etcd', 'build'] as const;

/** What a machine is, and the folder that its files are in. */
export type MachineRole = (typeof ROLES)[number];

/** Roles of the machines in a group; none for `operator`. */
export const rolesOf = (group: HostGroup): readonly MachineRole[] =>
  ROLES.filter((role) => role === group || (group === 'nodes' && isNode(role)));

/** Whether machines of the role run Pods. */
export const isNode = (role: MachineRole): boolean => role === 'control-plane' || role === 'worker';

/** Roles that some machine of the platform has. */
export const rolesInUse = (platform: Platform | undefined): readonly MachineRole[] =>
  ROLES.filter((role) => (platform?.hosts(role).length ?? 0) > 0);

/** Name of a group in the inventory, where dashes are not allowed. */
export const inventoryGroup = (role: MachineRole): string => role.replaceAll('-', '_');
