import { Order, type Unit } from '../../kernel';
import type { IConstruct } from 'constructs';

/** A construct of this engine that others can wait for. */
interface Waitable {
  /** Terraform addresses: `helm_release.cert-manager`. */
  readonly addresses: readonly string[];
}

const ADDRESSES = Symbol.for('kubestrata.cdktf.addresses');

/** Marks `resource` as what Terraform makes of `unit`'s construct. */
export function deploys(unitId: string, resource: IConstruct & Waitable): void {
  const root = resource.node.root as IConstruct & { [ADDRESSES]?: Map<string, Waitable> };
  let known = root[ADDRESSES];
  if (known === undefined) {
    known = new Map();
    Object.defineProperty(root, ADDRESSES, { value: known });
  }
  known.set(unitId, resource);
}

/** Terraform addresses of everything that `unitId` comes after; `undefined` for nothing. */
export function dependsOn(resource: IConstruct, unitId: string): string[] | undefined {
  const order = Order.of(resource);
  const unit = order.graph.unit(unitId);
  const known = (resource.node.root as { [ADDRESSES]?: Map<string, Waitable> })[ADDRESSES];
  const addresses = (units: readonly Unit[]): string[] =>
    units.flatMap((u) => {
      const waitable = known?.get(u.id);
      // What this engine was told to leave out still stands between its neighbours.
      return waitable ? waitable.addresses : addresses(order.before(u));
    });
  const all = [...new Set(unit ? addresses(order.before(unit)) : [])].sort();
  return all.length > 0 ? all : undefined;
}
