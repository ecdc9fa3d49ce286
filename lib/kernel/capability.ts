import type { IConstruct } from 'constructs';
import { DefinitionError } from './errors';
import type { KindId } from './kind';
import { Registry, type Provider } from './registry';
import { nearest } from './scopes';

export interface CapabilityOptions {
  /**
   * Kinds that a user of this capability may draw or have its chart draw. Whoever uses the
   * capability comes after the CRDs of these kinds.
   * @default - none
   */
  readonly kinds?: readonly KindId[];
}

/** A component's own choice of who serves it, instead of the one that the platform has. */
export interface Wiring {
  readonly capability: string;
  /** `undefined` means: go without. */
  readonly service: unknown;
}

const WIRING = Symbol.for('kubestrata.wiring');

/**
 * Something that one component gives and others may use, named so that neither side imports the
 * other. Declared once, in `contracts/`.
 */
export class Capability<T> {
  /** Gives `scope`, and all below it, its own choice of services. Called by components only. */
  static wire(scope: IConstruct, wiring: readonly Wiring[]): void {
    Object.defineProperty(scope, WIRING, { value: wiring });
  }

  /** Kinds whose CRDs a user of this capability needs first. */
  readonly kinds: readonly KindId[];

  /**
   * @param id short and unique, read in `Platform.describe()`: `metrics`
   * @param name read in errors: `a metrics collector`
   */
  constructor(
    readonly id: string,
    readonly name: string,
    options: CapabilityOptions = {},
  ) {
    this.kinds = options.kinds ?? [];
  }

  /** Declares that `by` gives this to its whole cluster. */
  provide(by: IConstruct, service: T): void {
    const registry = Registry.of(by);
    const provider: Provider = { by, service };
    registry.providers.set(this.id, [...this.providers(registry), provider]);
    for (const react of registry.reactions.get(this.id) ?? []) react(provider);
  }

  /**
   * The service for `from`, if there is one. Call it late, from `values` or a check: only then is
   * everybody there.
   * @throws when two components of the cluster give it and `from` names neither
   */
  find(from: IConstruct): T | undefined {
    const registry = Registry.of(from);
    const own = this.choiceOf(from);
    const [provider, other] = own ? [] : this.providers(registry);
    if (provider && other) throw new DefinitionError(from, this.ambiguity(registry));
    const service = own ? (own.service as T | undefined) : (provider?.service as T | undefined);
    this.recordUse(registry, from, provider?.by);
    return service;
  }

  /**
   * Runs `react` with the service for `from`: now if it is there, else as soon as it comes. It is
   * the way to draw objects that depend on another component, in either order of construction.
   */
  whenProvided(from: IConstruct, react: (service: T) => void): void {
    const registry = Registry.of(from);
    const own = this.choiceOf(from);
    if (own) {
      if (own.service !== undefined) react(own.service as T);
      return;
    }
    let served = false;
    const serve = ({ by, service }: Provider): void => {
      // A second provider is an error that the check below reports; drawing twice would hide it
      // behind "there is already a construct".
      if (served) return;
      served = true;
      this.recordUse(registry, from, by);
      react(service as T);
    };
    registry.reactions.set(this.id, [...(registry.reactions.get(this.id) ?? []), serve]);
    for (const provider of this.providers(registry)) serve(provider);
    from.node.addValidation({
      validate: () => (this.providers(registry).length > 1 ? [this.ambiguity(registry)] : []),
    });
  }

  /** Fails synthesis, naming `purpose`, if nothing gives this in the end. */
  require(from: IConstruct, purpose: string): void {
    const registry = Registry.of(from);
    from.node.addValidation({
      validate: () => {
        const own = this.choiceOf(from);
        if (own ? own.service !== undefined : this.providers(registry).length > 0) return [];
        return [
          `needs ${this.name} ${purpose}, and nothing in this platform provides one; add a component that does, or pass \`wiring\``,
        ];
      },
    });
  }

  /** For a component's `wiring`: use `service`, whatever else the cluster has. */
  with(service: T): Wiring {
    return { capability: this.id, service };
  }

  /** For a component's `wiring`: go without, though the cluster has one. */
  get none(): Wiring {
    return { capability: this.id, service: undefined };
  }

  private providers(registry: Registry): readonly Provider[] {
    return registry.providers.get(this.id) ?? [];
  }

  private choiceOf(from: IConstruct): Wiring | undefined {
    return nearest(from, (scope) => {
      const wiring = (scope as { [WIRING]?: readonly Wiring[] })[WIRING];
      return wiring?.find((w) => w.capability === this.id);
    });
  }

  private recordUse(registry: Registry, by: IConstruct, from: IConstruct | undefined): void {
    registry.recordUse({ capability: this.id, kinds: this.kinds, by, from });
  }

  private ambiguity(registry: Registry): string {
    const paths = this.providers(registry).map((p) => `'${p.by.node.path}'`);
    return `${paths.length} components provide ${this.name} (${paths.join(', ')}); say which one with \`wiring\`, or remove all but one`;
  }
}
