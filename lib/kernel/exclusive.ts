import type { IConstruct } from 'constructs';
import type { HostGroup } from './nodes';
import { Registry, type Claim } from './registry';

/** Something that a cluster has one of: the CNI, the default StorageClass. */
export class Exclusive {
  /**
   * @param what read in errors: `the CNI`
   * @param wayOut what to do when two components take it: `keep one of them`
   */
  constructor(
    readonly what: string,
    readonly wayOut: string,
  ) {}

  /** Takes it for `by`; a second taker in the same cluster fails synthesis, naming both. */
  claim(by: IConstruct, when: () => boolean = () => true): void {
    const claim: Claim = { what: this.what, by, wayOut: this.wayOut };
    Registry.of(by).claims.push(() => (when() ? [claim] : []));
  }
}

/** Who connects to a port: machines of a group, Pods, everybody, or a network (CIDR). */
export type HostPeer = HostGroup | 'pods' | 'anywhere' | `${string}/${number}`;

/** A port on machines themselves. */
export interface HostPort {
  readonly port: number;
  /** Last port of a range that starts with `port`. @default - one port */
  readonly lastPort?: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
  /** What it is for, as read in errors: `BGP`. */
  readonly purpose: string;
  /** Machines that listen. @default 'nodes' */
  readonly on?: HostGroup;
  /** Who connects, for firewalls; nobody from elsewhere with `[]`. @default ['nodes', 'pods'] */
  readonly from?: readonly HostPeer[];
}

/** Takes ports of machines for `by`; `ports` is called at synthesis. */
export function claimHostPorts(by: IConstruct, ports: () => readonly HostPort[]): void {
  const registry = Registry.of(by);
  registry.hostPorts.push({ by, ports });
  registry.claims.push(() =>
    ports().map(({ port, protocol = 'TCP', purpose, on = 'nodes' }) => ({
      what: `host port ${port}/${protocol}${OF_NODES.has(on) ? '' : ` of ${on} machines`}`,
      by,
      wayOut: `turn ${purpose} off in one of them, or move it to another port`,
    })),
  );
}

const OF_NODES: ReadonlySet<HostGroup> = new Set(['nodes', 'control-plane', 'worker']);
