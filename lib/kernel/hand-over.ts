import type { IConstruct } from 'constructs';
import { DefinitionError } from './errors';
import { objectsId, ownerOf, type Unit } from './graph';
import type { HelmRelease } from './helm-release';
import type { KubeObject } from './kube-object';
import { Layer } from './layer';
import type { ManifestBundle } from './manifest-bundle';
import type { Namespace } from './namespace';
import { Order } from './order';

/** Anything that an engine deploys. */
export type Intent = HelmRelease | KubeObject | ManifestBundle | Namespace;

const KNOWN = new WeakMap<Order, Map<string, ReadonlySet<string>>>();

/**
 * Whether an intent is part of a bootstrap: it is in one of the layers, or something there waits
 * for it, as for a CRD or a namespace. All else can be handed over to a tool that the bootstrap
 * installs. Final once the tree is complete.
 *
 * @throws DefinitionError if there is no such layer
 */
export function inBootstrap(intent: Intent, layers: readonly string[]): boolean {
  return unitsOf(intent, layers).has(unitId(intent));
}

const unitId = (intent: Intent): string =>
  'phase' in intent && 'manifest' in intent
    ? objectsId(ownerOf(intent), intent.phase)
    : intent.node.path;

function unitsOf(scope: IConstruct, layers: readonly string[]): ReadonlySet<string> {
  const order = Order.of(scope);
  const byLayers = KNOWN.get(order) ?? new Map<string, ReadonlySet<string>>();
  KNOWN.set(order, byLayers);
  const key = layers.join('\n');
  const known = byLayers.get(key) ?? closure(scope, order, layers);
  byLayers.set(key, known);
  return known;
}

function closure(scope: IConstruct, order: Order, layers: readonly string[]): ReadonlySet<string> {
  const names = new Set(order.units.map(({ construct }) => Layer.nameOf(construct)));
  const missing = layers.find((layer) => !names.has(layer));
  if (missing !== undefined) {
    const all = [...names].map((name) => `'${name}'`).join(', ');
    throw new DefinitionError(
      scope,
      `there is no layer '${missing}' to bootstrap with; there are ${all}`,
    );
  }
  const units = new Set<string>();
  const add = (unit: Unit): void => {
    if (units.has(unit.id)) return;
    units.add(unit.id);
    for (const before of order.before(unit)) add(before);
  };
  for (const unit of order.units) if (layers.includes(Layer.nameOf(unit.construct))) add(unit);
  return units;
}
