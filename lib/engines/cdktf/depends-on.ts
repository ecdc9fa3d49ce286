import { Order, type Unit } from '../../kernel';
import type { IConstruct } from 'constructs';

/** A construct of this engine that others can wait for. */
interface Waitable {
  /** Terraform addresses: `helm_release.cert-manager`. */
  readonly addresses: readonly string[];
}

interface Known {
  readonly resource: Waitable;
  /** Whether this engine deploys it at all. */
  readonly deployed: () => boolean;
}

const ADDRESSES = Symbol.for('kubestrata.cdktf.addresses');

/** Marks `resource` as what Terraform makes of a unit, if `deployed` says so at synthesis. */
export function deploys(
  unitId: string,
  resource: IConstruct & Waitable,
  deployed: () => boolean,
): void {
  const root = resource.node.root as IConstruct & { [ADDRESSES]?: Map<string, Known> };
  let known = root[ADDRESSES];
  if (known === undefined) {
    known = new Map();
    Object.defineProperty(root, ADDRESSES, { value: known });
  }
  known.set(unitId, { resource, deployed });
}

/** Terraform addresses of everything that `unitId` comes after; `undefined` for nothing. */
export function dependsOn(resource: IConstruct, unitId: string): string[] | undefined {
  const order = Order.of(resource);
  const unit = order.graph.unit(unitId);
  const known = (resource.node.root as { [ADDRESSES]?: Map<string, Known> })[ADDRESSES];
  const addresses = (units: readonly Unit[]): string[] =>
    units.flatMap((u) => {
      const deployment = known?.get(u.id);
      // What this engine was told to leave out still stands between its neighbours.
      return deployment?.deployed() ? deployment.resource.addresses : addresses(order.before(u));
    });
  const all = [...new Set(unit ? addresses(order.before(unit)) : [])].sort();
  return all.length > 0 ? all : undefined;
}
