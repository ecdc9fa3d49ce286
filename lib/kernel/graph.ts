import type { IConstruct } from 'constructs';
import { Component } from './component';
import type { HelmRelease } from './helm-release';
import { kindId, type KindId } from './kind';
import type { KubeObject, Phase } from './kube-object';
import { Layer } from './layer';
import type { ManifestBundle } from './manifest-bundle';
import type { Namespace } from './namespace';
import type { Registry } from './registry';
import { nearest } from './scopes';

interface UnitBase {
  /** Unique within the cluster: the construct's path, with the phase for objects. */
  readonly id: string;
}

/** What is deployed in one step. */
export type Unit = UnitBase &
  (
    | { readonly type: 'namespace'; readonly construct: Namespace }
    | { readonly type: 'bundle'; readonly construct: ManifestBundle }
    | { readonly type: 'release'; readonly construct: HelmRelease }
    | {
        readonly type: 'objects';
        /** The component that the objects belong to, or the scope that they stand in. */
        readonly construct: IConstruct;
        readonly phase: Phase;
        readonly objects: readonly KubeObject[];
      }
  );

/** The construct whose objects are deployed together with `object`. */
export const ownerOf = (object: KubeObject): IConstruct =>
  Component.of(object) ?? object.node.scope ?? object;

/** The unit id of the objects of `owner` that have this phase. */
export const objectsId = (owner: IConstruct, phase: Phase): string =>
  `${owner.node.path}/${OBJECTS[phase]}`;

/** What the objects of a phase are called. */
export const OBJECTS: Readonly<Record<Phase, string>> = {
  before: 'prerequisites',
  ready: 'readiness',
  after: 'objects',
};

/** All units of a cluster and the edges between them, each with its reason in the code that draws it. */
export class UnitGraph {
  readonly units: readonly Unit[];
  /** Direct edges: what each unit comes after. */
  readonly before = new Map<Unit, Set<Unit>>();
  private readonly byId = new Map<string, Unit>();
  private readonly bringers = new Map<KindId, Unit[]>();

  constructor(private readonly registry: Registry) {
    this.units = [
      ...registry.namespaces.map((c): Unit => ({
        id: c.node.path,
        type: 'namespace',
        construct: c,
      })),
      ...registry.bundles.map((c): Unit => ({ id: c.node.path, type: 'bundle', construct: c })),
      ...registry.releases.map((c): Unit => ({ id: c.node.path, type: 'release', construct: c })),
      ...objectUnits(registry),
    ];
    for (const unit of this.units) {
      this.byId.set(unit.id, unit);
      this.before.set(unit, new Set());
      for (const kind of broughtBy(unit)) {
        this.bringers.set(kind, [...(this.bringers.get(kind) ?? []), unit]);
      }
    }
    this.addNamespaceEdges();
    this.addKindEdges();
    this.addComponentEdges();
    this.addDrawnEdges();
  }

  unit(id: string): Unit | undefined {
    return this.byId.get(id);
  }

  /** The releases and bundles whose CRDs include `kind`. */
  bringersOf(kind: KindId): readonly Unit[] {
    return this.bringers.get(kind) ?? [];
  }

  /** A namespace comes before everything in it. */
  private addNamespaceEdges(): void {
    const namespaces = new Map<string, Unit>();
    for (const unit of this.units) {
      if (unit.type === 'namespace') namespaces.set(unit.construct.name, unit);
    }
    for (const unit of this.units) {
      for (const name of namespacesOf(unit)) this.edge(unit, namespaces.get(name));
    }
  }

  /** A CRD comes before its objects, and before releases that may draw such objects. */
  private addKindEdges(): void {
    const used = new Map<IConstruct, Set<KindId>>();
    for (const { by, kinds } of this.registry.used) {
      const owner = Component.of(by) ?? by;
      const all = used.get(owner) ?? new Set();
      for (const kind of kinds) all.add(kind);
      used.set(owner, all);
    }
    for (const unit of this.units) {
      for (const kind of kindsOf(unit)) this.addBringers(unit, kind);
      if (unit.type !== 'release' || unit.construct.crdsOnly) continue;
      const owner = Component.of(unit.construct);
      for (const kind of (owner && used.get(owner)) ?? []) {
        // A chart that brings the kinds itself need not wait for itself.
        if (!this.bringersOf(kind).some((b) => Component.of(b.construct) === owner)) {
          this.addBringers(unit, kind);
        }
      }
    }
  }

  private addBringers(unit: Unit, kind: KindId): void {
    for (const bringer of this.bringersOf(kind)) this.edge(unit, bringer);
  }

  /** Within a component: prerequisites, bundles, releases as they were defined, readiness, objects. */
  private addComponentEdges(): void {
    for (const component of this.registry.components) {
      const first = this.byId.get(objectsId(component, 'before'));
      const gate = this.byId.get(objectsId(component, 'ready'));
      const last = this.byId.get(objectsId(component, 'after'));
      const own = this.units.filter(({ construct }) => Component.of(construct) === component);
      const steps = [
        ...own.filter((unit) => unit.type === 'bundle'),
        ...own.filter((unit) => unit.type === 'release' && unit.construct.step === 'before'),
        ...own.filter((unit) => unit.type === 'release' && unit.construct.step === 'after'),
      ];
      steps.forEach((step, i) => this.edge(step, steps[i - 1]));
      for (const step of steps) if (step.type === 'release') this.edge(step, first);
      if (gate) for (const step of [...steps, first]) this.edge(gate, step);
      if (last) for (const step of [...steps, first, gate]) this.edge(last, step);
    }
  }

  /** What `after()` and `node.addDependency` say. */
  private addDrawnEdges(): void {
    const seen = new Set<IConstruct>();
    const drawn = [...this.registry.edges];
    for (const unit of this.units) {
      for (
        let at: IConstruct | undefined = unit.construct;
        at && !seen.has(at);
        at = at.node.scope
      ) {
        seen.add(at);
        for (const to of at.node.dependencies) drawn.push({ from: at, to });
      }
    }
    for (const { from, to } of drawn) {
      const sources = this.within(from).filter((u) => u.type !== 'namespace' && !isCrdsOnly(u));
      const targets = this.within(to).filter((u) => u.type !== 'objects' || !Layer.isLayer(to));
      for (const unit of sources) for (const target of targets) this.edge(unit, target);
    }
  }

  private within(scope: IConstruct): Unit[] {
    return this.units.filter(({ construct }) =>
      nearest<true>(construct, (at) => (at === scope ? true : undefined)),
    );
  }

  private edge(from: Unit, to: Unit | undefined): void {
    if (to !== undefined && to !== from) this.before.get(from)?.add(to);
  }
}

function objectUnits(registry: Registry): Unit[] {
  const groups = new Map<string, { owner: IConstruct; phase: Phase; objects: KubeObject[] }>();
  for (const object of registry.objects) {
    const owner = ownerOf(object);
    const id = objectsId(owner, object.phase);
    const group = groups.get(id) ?? { owner, phase: object.phase, objects: [] };
    group.objects.push(object);
    groups.set(id, group);
  }
  return [...groups].map(([id, { owner, phase, objects }]) => {
    return { id, type: 'objects', construct: owner, phase, objects };
  });
}

const isCrdsOnly = (unit: Unit): boolean =>
  unit.type === 'bundle'
    ? // What runs in a namespace is more than CRDs.
      unit.construct.namespace === undefined
    : unit.type === 'release' && unit.construct.crdsOnly;

const broughtBy = (unit: Unit): readonly KindId[] =>
  unit.type === 'release' || unit.type === 'bundle' ? unit.construct.brings : [];

function kindsOf(unit: Unit): readonly KindId[] {
  if (unit.type === 'release') return unit.construct.needs;
  return unit.type === 'objects' ? unit.objects.map((o) => kindId(o.kind)) : [];
}

function namespacesOf(unit: Unit): readonly string[] {
  if (unit.type === 'release') return [unit.construct.namespace];
  if (unit.type === 'bundle') return [unit.construct.namespace ?? []].flat();
  if (unit.type !== 'objects') return [];
  const own = Component.isComponent(unit.construct) ? [unit.construct.namespace] : [];
  return [...own, ...unit.objects.flatMap((o) => o.namespace ?? [])];
}
