import type { IConstruct } from 'constructs';
import type { Toleration } from 'kubernetes-types/core/v1';
import { highlyAvailable, Platform, type PlatformNode } from '../../index';
import type { FailureDomain, StorageDevice, StorageNode } from './words';

const CONTROL_PLANE_TAINT = 'node-role.kubernetes.io/control-plane:NoSchedule';

/** How a failure domain is counted in errors. */
const PLACES: Readonly<Record<FailureDomain, string>> = {
  zone: 'zones',
  host: 'nodes',
  osd: 'disks',
};

/** The disks of a cluster, and how far apart they are. */
export interface Topology {
  /** Empty where Ceph picks the disks by itself. */
  readonly nodes: readonly StorageNode[];
  /** Zones of the nodes with disks; empty unless each of them is in one. */
  readonly zones: readonly string[];
  /** What copies do not share unless a pool says otherwise. */
  readonly failureDomain: FailureDomain;
  /** Whether there is more than one of everything. */
  readonly highlyAvailable: boolean;
}

/** The nodes with disks: the given, else those of the platform's inventory. */
export function topologyOf(
  scope: IConstruct,
  given: readonly StorageNode[] | undefined,
  failureDomain: FailureDomain | undefined,
): Topology {
  const nodes = given ?? inventory(scope);
  const all = nodes.flatMap((n) => n.zone ?? []);
  const zones = all.length === nodes.length ? [...new Set(all)].sort() : [];
  const many = highlyAvailable(scope);
  const domain = failureDomain ?? widest(many, nodes, zones);
  return { nodes, zones, failureDomain: domain, highlyAvailable: many };
}

/** Nodes of the platform that have disks for storage. */
export const inventory = (scope: IConstruct): StorageNode[] =>
  (Platform.of(scope)?.nodes ?? []).flatMap(({ name, zone, devices = [] }) =>
    devices.length > 0 ? [{ name, devices, ...(zone !== undefined && { zone }) }] : [],
  );

function widest(
  many: boolean,
  nodes: readonly StorageNode[],
  zones: readonly string[],
): FailureDomain {
  if (nodes.length === 0) return many ? 'host' : 'osd';
  if (zones.length >= 3) return 'zone';
  return nodes.length >= 2 ? 'host' : 'osd';
}

/**
 * How many failure domains have a disk that is, or may be, of the class; `undefined` where nobody
 * knows the disks.
 */
export function countDomains(
  { nodes, zones }: Topology,
  domain: FailureDomain,
  deviceClass: string | undefined,
): number | undefined {
  if (nodes.length === 0) return undefined;
  const fits = (device: string | StorageDevice): boolean =>
    typeof device === 'string' ||
    deviceClass === undefined ||
    (device.deviceClass ?? deviceClass) === deviceClass;
  const fitting = nodes.filter((n) => n.devices.some(fits));
  if (domain === 'osd') return fitting.flatMap((n) => n.devices.filter(fits)).length;
  if (domain === 'host') return fitting.length;
  return new Set(fitting.flatMap((n) => (zones.length > 0 ? (n.zone ?? []) : []))).size;
}

/** `2 nodes have disks`, of a class if one is asked for. */
export const describeDomains = (
  count: number,
  domain: FailureDomain,
  deviceClass: string | undefined,
): string =>
  `there are ${count} ${PLACES[domain]}${domain === 'osd' ? '' : ' with disks'}${deviceClass === undefined ? '' : ` of class '${deviceClass}'`}`;

/** What daemons must tolerate to run where the disks are: the taints of those nodes, and the given. */
export const tolerationsOf = (
  scope: IConstruct,
  topology: Topology,
  given: readonly string[],
): Toleration[] => [...tolerated(scope, topology, given)].sort().map(toleration);

/** How many nodes of the inventory daemons can run on; `undefined` where there is no inventory. */
export function usableNodes(
  scope: IConstruct,
  topology: Topology,
  given: readonly string[],
): number | undefined {
  const nodes = Platform.of(scope)?.nodes ?? [];
  if (nodes.length === 0) return undefined;
  const taints = tolerated(scope, topology, given);
  return nodes.filter((node) =>
    taintsOf(node).every((taint) => taint.endsWith(':PreferNoSchedule') || taints.has(taint)),
  ).length;
}

function tolerated(
  scope: IConstruct,
  { nodes }: Topology,
  given: readonly string[],
): ReadonlySet<string> {
  const names = new Set(nodes.map((n) => n.name));
  const withDisks = (Platform.of(scope)?.nodes ?? []).filter((n) => names.has(n.name));
  return new Set([...withDisks.flatMap(taintsOf), ...given]);
}

const taintsOf = ({ taints, role }: PlatformNode): readonly string[] =>
  taints ?? (role === 'control-plane' ? [CONTROL_PLANE_TAINT] : []);

/** The taint's shape, `key=value:Effect` or `key:Effect`. */
export const isTaint = (text: string): boolean =>
  /^[\w./-]+(=[\w.-]*)?:(NoSchedule|PreferNoSchedule|NoExecute)$/.test(text);

function toleration(taint: string): Toleration {
  const [rest = '', effect = ''] = taint.split(':');
  const [key = '', value] = rest.split('=');
  return value === undefined
    ? { key, operator: 'Exists', effect }
    : { key, operator: 'Equal', value, effect };
}

/** A node with disks that the platform's inventory does not have: Rook would pass it over. */
export function unknownNode(scope: IConstruct, { nodes }: Topology): string | undefined {
  const known = Platform.of(scope)?.nodes.map(({ name }) => name) ?? [];
  const unknown = nodes.find(({ name }) => !known.includes(name));
  if (known.length === 0 || unknown === undefined) return undefined;
  return `takes disks of node '${unknown.name}', which is not one of the platform's; there are ${known.map((name) => `'${name}'`).join(', ')}`;
}

/** What is wrong with the nodes. */
export function nodesError(nodes: readonly StorageNode[]): string | undefined {
  const seen = new Set<string>();
  for (const { name, devices } of nodes) {
    if (devices.length === 0)
      return `node '${name}' has no devices; list its disks, or leave it out`;
    if (seen.has(name)) return `node '${name}' is there twice; name all its devices at once`;
    seen.add(name);
    const error = devicesError(
      devices.map((device) => (typeof device === 'string' ? { name: device } : device)),
    );
    if (error !== undefined) return `node '${name}' has the device ${error}`;
  }
  return undefined;
}

function devicesError(devices: readonly StorageDevice[]): string | undefined {
  const seen = new Set<string>();
  const metadata = devices.flatMap((d) => d.metadataDevice ?? []);
  const odd = [...devices.map((d) => d.name), ...metadata].find((disk) => !DEVICE.test(disk));
  if (odd !== undefined) {
    return `'${odd}', which is no disk; write a path such as \`/dev/disk/by-id/wwn-0x5000c500a1b2c3d4\`, or a kernel name such as \`nvme1n1\``;
  }
  for (const { name } of devices) {
    if (seen.has(plain(name))) return `'${name}' twice; list each disk once`;
    seen.add(plain(name));
  }
  const both = metadata.find((disk) => seen.has(plain(disk)));
  return both === undefined
    ? undefined
    : `'${both}' for data and for the metadata of others; take it out of the list`;
}

/** A kernel name, or a path below `/dev`. */
const DEVICE = /^(\/dev(\/(?!\.)[\w.:+@=\\-]+)+|[a-z][\w.-]*)$/;

/** `/dev/sdb` is `sdb`; the other paths have names of their own. */
const plain = (disk: string): string => disk.replace(/^\/dev\/(?=[^/]+$)/, '');
