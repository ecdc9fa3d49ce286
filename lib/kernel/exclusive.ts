import type { IConstruct } from 'constructs';
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

/** A port on the nodes themselves. */
export interface HostPort {
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
  /** What it is for, as read in errors: `BGP`. */
  readonly purpose: string;
}

/** Takes ports of the nodes for `by`; `ports` is called at synthesis. */
export function claimHostPorts(by: IConstruct, ports: () => readonly HostPort[]): void {
  Registry.of(by).claims.push(() =>
    ports().map(({ port, protocol = 'TCP', purpose }) => ({
      what: `host port ${port}/${protocol}`,
      by,
      wayOut: `turn ${purpose} off in one of them, or move it to another port`,
    })),
  );
}
