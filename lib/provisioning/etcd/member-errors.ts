import type { Host } from '../../index';

/** What is wrong with the machines that etcd is to run on, if anything. */
export function memberError(members: readonly Host[]): string | undefined {
  if (members.length === 0) {
    return "has no machines to run on; give the platform `machines` with role 'etcd', or leave this out: etcd on the control plane's own machines needs no component";
  }
  if (members.length % 2 === 0) {
    return `has '${members.length}' members, which stand the loss of no more than ${members.length - 1} do; add or remove one`;
  }
  if (members.length > 7) {
    return `has '${members.length}' members, and every change waits for ${Math.ceil(members.length / 2)} of them; use 3 or 5`;
  }
  return undefined;
}

/** What should be known about the machines, if anything. */
export function memberWarning(members: readonly Host[]): string | undefined {
  if (members.length === 1) {
    return 'has one member: with its machine all of the cluster is gone; use 3 or 5';
  }
  const zones = new Map<string, number>();
  for (const { zone } of members) {
    if (zone !== undefined) zones.set(zone, (zones.get(zone) ?? 0) + 1);
  }
  const heavy = [...zones].find(([, count]) => count > members.length / 2);
  return heavy && zones.size > 1
    ? `has ${heavy[1]} of ${members.length} members in zone '${heavy[0]}': with it the majority is gone; spread them over three`
    : undefined;
}
