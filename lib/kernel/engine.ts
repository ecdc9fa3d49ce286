import type { IConstruct } from 'constructs';
import type { HelmRelease } from './helm-release';
import type { KubeObject } from './kube-object';
import type { ManifestBundle } from './manifest-bundle';
import type { Namespace } from './namespace';
import { nearest } from './scopes';

/**
 * Turns intents into what one tool deploys. Each method is called once per intent, when it is
 * constructed; what the intent says is final only at synthesis. A method left out means that the
 * tool does not deliver that kind of intent.
 */
export interface Engine {
  release?(release: HelmRelease): void;
  object?(object: KubeObject): void;
  namespace?(namespace: Namespace): void;
  bundle?(bundle: ManifestBundle): void;
}

interface Registration {
  owns(scope: IConstruct): boolean;
  load(): Engine;
}

const ENGINE = Symbol.for('kubestrata.engine');
const registrations: Registration[] = [];

/** Which engine a construct stands under. */
export const Engines = {
  /**
   * Makes an engine the one for every tree that has a scope which `owns` recognizes.
   * `load` is called at the first use, so that an engine nobody needs is never loaded.
   */
  register(registration: Registration): void {
    registrations.push(registration);
  },

  /** Chooses the engine for everything that will be defined below `scope`. */
  use(scope: IConstruct, engine: Engine): void {
    Object.defineProperty(scope, ENGINE, { value: engine, configurable: true });
  },

  /** The engine of the nearest scope that has one; `undefined` for a free-standing tree. */
  of(construct: IConstruct): Engine | undefined {
    return nearest(construct, (scope) => {
      const chosen = (scope as { [ENGINE]?: Engine })[ENGINE];
      return chosen ?? registrations.find((r) => r.owns(scope))?.load();
    });
  },
};
