import type { IConstruct } from 'constructs';
import type { Component } from './component';
import type { Connection } from './connections';
import type { HostPort } from './exclusive';
import type { HelmRelease } from './helm-release';
import type { HostFile } from './host-file';
import type { HostNeeds } from './host-needs';
import type { TrafficRules } from './isolation';
import type { KindId } from './kind';
import type { KubeObject } from './kube-object';
import type { ManifestBundle } from './manifest-bundle';
import type { Namespace } from './namespace';
import type { Order } from './order';
import type { RunbookStep } from './runbook';

/** One side of a wire: who gives a capability. */
export interface Provider<T = unknown> {
  readonly by: IConstruct;
  readonly service: T;
}

/** Who asked for a capability, and whom it got. */
export interface Use {
  readonly capability: string;
  /** Kinds that the user may draw, or have its chart draw. */
  readonly kinds: readonly KindId[];
  readonly by: IConstruct;
  readonly from: IConstruct | undefined;
}

/** Something that one component takes for itself and no other may take too. */
export interface Claim {
  /** What is claimed, as read in errors: `the CNI`, `host port 179/TCP`. */
  readonly what: string;
  readonly by: IConstruct;
  /** What to do when two claim it. */
  readonly wayOut: string;
}

/** A range of addresses that somebody uses. */
export interface AddressClaim {
  readonly by: IConstruct;
  /** What the addresses are for, as read in errors: `the pods`, `load balancer pool 'public'`. */
  readonly what: string;
  /** A CIDR, one address, or a range `first-last`. */
  readonly range: string;
  /** Whether the range may lie within the nodes' own networks, as layer 2 pools do. */
  readonly withinNodes?: boolean;
}

/** An edge that somebody drew: everything in `from` comes after everything in `to`. */
export interface Edge {
  readonly from: IConstruct;
  readonly to: IConstruct;
}

/** How a namespace is closed. */
export interface Isolation {
  /** Whether its Pods may connect to everything all the same. */
  readonly opensEgress: boolean;
}

/** Traffic that is let through for Pods of a namespace. */
export interface Allowance {
  readonly by: IConstruct;
  readonly namespace: string;
  /** Labels of the Pods; all of the namespace without. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Final at synthesis. */
  readonly rules: () => TrafficRules;
}

/** A connection, and who asked for it. */
export interface RecordedConnection extends Connection {
  readonly by: IConstruct;
}

const REGISTRY = Symbol.for('kubestrata.registry');
const BOUNDARY = Symbol.for('kubestrata.boundary');

/**
 * What is known of one cluster while its tree grows. It hangs on the boundary construct (the
 * platform, or the root of the tree), so that two clusters, or two trees of one process, never mix.
 */
export class Registry {
  /** Makes `construct` the boundary of one cluster. */
  static bound(construct: IConstruct): void {
    Object.defineProperty(construct, BOUNDARY, { value: true });
  }

  /** The nearest construct that bounds a cluster, or the root of the tree where there is none. */
  static boundaryOf(construct: IConstruct): IConstruct {
    let at = construct;
    while (!(BOUNDARY in at) && at.node.scope) at = at.node.scope;
    return at;
  }

  /** The registry of the cluster that `construct` belongs to. */
  static of(construct: IConstruct): Registry {
    const boundary = Registry.boundaryOf(construct) as IConstruct & { [REGISTRY]?: Registry };
    let registry = boundary[REGISTRY];
    if (registry === undefined) {
      registry = new Registry();
      Object.defineProperty(boundary, REGISTRY, { value: registry });
    }
    return registry;
  }

  readonly components: Component[] = [];
  readonly releases: HelmRelease[] = [];
  readonly objects: KubeObject[] = [];
  readonly bundles: ManifestBundle[] = [];
  readonly namespaces: Namespace[] = [];
  readonly claims: (() => readonly Claim[])[] = [];
  readonly addresses: AddressClaim[] = [];
  readonly edges: Edge[] = [];
  /** Files on machines; which ones may be known at synthesis only. */
  readonly hostFileSources: (() => readonly HostFile[])[] = [];
  /** Ports of machines, beside the claims that keep them apart. */
  readonly hostPorts: { readonly by: IConstruct; readonly ports: () => readonly HostPort[] }[] = [];
  readonly hostNeeds: { readonly by: IConstruct; readonly needs: () => HostNeeds }[] = [];
  readonly steps: { readonly by: IConstruct; readonly steps: () => readonly RunbookStep[] }[] = [];
  /** Namespaces that are closed to all traffic but what is allowed. */
  readonly isolated = new Map<string, Isolation>();
  readonly connections: RecordedConnection[] = [];
  /** What is let through beside connections: by isolation itself, and by single allowances. */
  readonly allowances: Allowance[] = [];
  readonly providers = new Map<string, Provider[]>();
  readonly reactions = new Map<string, ((provider: Provider) => void)[]>();
  readonly warnings: { readonly by: IConstruct; readonly text: () => string | undefined }[] = [];
  /** The order of deployment, as of the size that the cluster had when it was computed. */
  order: { readonly size: number; readonly order: Order } | undefined;
  private readonly uses = new Map<string, Use>();
  private readonly images = new Map<string, { readonly by: IConstruct; readonly image: string }>();
  private readonly awaitingIsolation = new Map<string, ((how: Isolation) => void)[]>();

  /** All files on machines, as things stand. */
  get hostFiles(): readonly HostFile[] {
    return this.hostFileSources.flatMap((files) => files());
  }

  /** Grows with everything that may change the order of deployment. */
  get size(): number {
    const { namespaces, bundles, releases, objects, edges } = this;
    const sets = [namespaces, bundles, releases, objects, edges];
    return sets.reduce((sum, set) => sum + set.length, 0);
  }

  /** Closes a namespace; several components may, each with its own rules. */
  isolate(namespace: string, { opensEgress }: Isolation): void {
    const before = this.isolated.get(namespace);
    this.isolated.set(namespace, { opensEgress: opensEgress || (before?.opensEgress ?? false) });
    const waiting = this.awaitingIsolation.get(namespace) ?? [];
    this.awaitingIsolation.delete(namespace);
    for (const react of waiting) react({ opensEgress });
  }

  /** Runs `react` once, now or as soon as the namespace is closed. */
  whenIsolated(namespace: string, react: (how: Isolation) => void): void {
    const isolation = this.isolated.get(namespace);
    if (isolation) react(isolation);
    else {
      const waiting = this.awaitingIsolation.get(namespace) ?? [];
      this.awaitingIsolation.set(namespace, [...waiting, react]);
    }
  }

  /** Records that `by` asked for a capability; asking again changes nothing. */
  recordUse(use: Use): void {
    const key = `${use.capability}\n${use.by.node.path}\n${use.from?.node.path ?? ''}`;
    if (!this.uses.has(key)) this.uses.set(key, use);
  }

  /** Records that `by` runs an image that no Pod of ours names; asking again changes nothing. */
  recordImage(by: IConstruct, image: string): void {
    this.images.set(`${image}\n${by.node.path}`, { by, image });
  }

  /** Images that components named for their operators to run. */
  get namedImages(): readonly { readonly by: IConstruct; readonly image: string }[] {
    return [...this.images.values()];
  }

  /** Who asked for what, each pair once, in order of the first asking; in vain only who never got it. */
  get used(): readonly Use[] {
    const all = [...this.uses.values()];
    const served = new Set(
      all.filter((u) => u.from).map((u) => `${u.capability}\n${u.by.node.path}`),
    );
    return all.filter((u) => u.from ?? !served.has(`${u.capability}\n${u.by.node.path}`));
  }
}
