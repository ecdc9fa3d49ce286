import type { IConstruct } from 'constructs';
import { UnitGraph, type Unit } from './graph';
import { Registry } from './registry';

/** In which order the units of a cluster are deployed. */
export class Order {
  /** The order of the cluster that `construct` belongs to, computed once for what is there now. */
  static of(construct: IConstruct): Order {
    const registry = Registry.of(construct);
    const { size } = registry;
    if (registry.order?.size !== size) {
      // Capabilities are looked up while values are computed, and a look-up may be a reason to wait.
      for (const release of registry.releases) void release.values;
      registry.order = { size, order: new Order(new UnitGraph(registry)) };
    }
    return registry.order.order;
  }

  /** A chain of units, each of which comes after the next, that ends where it starts. */
  readonly cycle: readonly Unit[] | undefined;
  private readonly direct = new Map<Unit, readonly Unit[]>();
  private readonly waves = new Map<Unit, number>();

  private constructor(readonly graph: UnitGraph) {
    const sorted = sort(graph);
    this.cycle = 'cycle' in sorted ? sorted.cycle : undefined;
    if ('cycle' in sorted) {
      for (const unit of graph.units) this.direct.set(unit, [...(graph.before.get(unit) ?? [])]);
      return;
    }
    this.reduce(sorted.units);
  }

  /** What `unit` comes after, without what follows from the rest; in a stable order. */
  before(unit: Unit): readonly Unit[] {
    return this.direct.get(unit) ?? [];
  }

  /** The step in which `unit` is deployed when everything goes as early as it can: 0, 1, … */
  wave(unit: Unit): number {
    return this.waves.get(unit) ?? 0;
  }

  /** All units in order of deployment. */
  get units(): readonly Unit[] {
    return [...this.graph.units].sort((a, b) => this.wave(a) - this.wave(b));
  }

  /** Drops each edge that two or more other edges imply: a review should see the reasons only. */
  private reduce(sorted: readonly Unit[]): void {
    const bit = new Map(sorted.map((unit, i) => [unit, 1n << BigInt(i)]));
    const reach = new Map<Unit, bigint>();
    for (const unit of sorted) {
      const targets = [...(this.graph.before.get(unit) ?? [])];
      const indirect = targets.reduce((all, t) => all | (reach.get(t) ?? 0n), 0n);
      const direct = targets.filter((t) => ((bit.get(t) ?? 0n) & indirect) === 0n);
      this.direct.set(unit, direct);
      reach.set(
        unit,
        targets.reduce((all, t) => all | (bit.get(t) ?? 0n), indirect),
      );
      this.waves.set(unit, Math.max(0, ...direct.map((t) => this.wave(t) + 1)));
    }
  }
}

/** Depth first, so that a unit comes right after the last thing that it needs. */
function sort(graph: UnitGraph): { units: Unit[] } | { cycle: Unit[] } {
  const units: Unit[] = [];
  const state = new Map<Unit, 'open' | 'done'>();
  const path: Unit[] = [];
  const visit = (unit: Unit): Unit[] | undefined => {
    if (state.get(unit) === 'done') return undefined;
    if (state.get(unit) === 'open') return [...path.slice(path.indexOf(unit)), unit];
    state.set(unit, 'open');
    path.push(unit);
    for (const target of graph.before.get(unit) ?? []) {
      const cycle = visit(target);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(unit, 'done');
    units.push(unit);
    return undefined;
  };
  for (const unit of graph.units) {
    const cycle = visit(unit);
    if (cycle) return { cycle };
  }
  return { units };
}
