import { Construct, type IConstruct } from 'constructs';
import { Registry } from './registry';
import { nearest } from './scopes';

const LAYER = Symbol.for('kubestrata.Layer');

/**
 * A part of the platform: `network`, `policy`, `observability`. Its output goes into a folder of
 * its own. What depends on a layer comes after the layer's releases, not after its objects: an
 * object may need what a later layer brings.
 */
export class Layer extends Construct {
  static isLayer(this: void, x: unknown): x is Layer {
    return typeof x === 'object' && x !== null && LAYER in x;
  }

  /** Name of the innermost layer that `construct` stands in; `platform` outside any. */
  static nameOf(construct: IConstruct): string {
    const id = nearest(construct, (scope) => (Layer.isLayer(scope) ? scope.node.id : undefined));
    return id ?? 'platform';
  }

  constructor(scope: Construct, id: string) {
    super(scope, id);
    Object.defineProperty(this, LAYER, { value: true });
  }

  /** Puts everything here after the releases of these layers or components. */
  after(...others: readonly IConstruct[]): void {
    for (const to of others) Registry.of(this).edges.push({ from: this, to });
  }
}
