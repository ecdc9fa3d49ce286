import type { Construct } from 'constructs';
import { Capability, type KindId } from '../kernel';

/** Something that is delivered from Git. */
export interface DeliveredApplication {
  readonly name: string;
  /** Namespace that its objects go to. */
  readonly namespace: string;
  /** Git repository: `https://git.example.com/platform/apps.git`. */
  readonly repository: string;
  /** @default - the repository's root */
  readonly path?: string;
  /** Branch, tag or commit. @default 'HEAD' */
  readonly revision?: string;
}

/** Keeps the cluster as Git has it. */
export interface Deliverer {
  /** Namespace that it watches for its own objects. */
  readonly namespace: string;
  /** Delivers an application; objects are drawn below `scope`. */
  deliver(scope: Construct, application: DeliveredApplication): void;
  /**
   * Says how the health of a kind is read from its `status.conditions`: it is healthy once
   * `condition` is `True`, and degraded where one of `failures` is.
   */
  addHealthCheck(
    kind: KindId,
    check: { readonly condition: string; readonly failures?: readonly string[] },
  ): void;
}

export const Delivery = new Capability<Deliverer>('delivery', 'a delivery tool', {
  kinds: ['Application.argoproj.io'],
});
