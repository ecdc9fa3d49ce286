import {
  DefinitionError,
  DNS_LABEL,
  KubeObject,
  type Component,
  type Kind,
  type ObjectMeta,
  StorageClass,
} from '../../index';
import { poolError, poolWarning } from './pools';
import type { Topology } from './topology';
import type { PoolOptions } from './words';

/** Draws objects below the component, and knows which names are taken. */
export class Drawer {
  /** Class of disks that each pool asks for, if it does, by what the pool is called in errors. */
  readonly deviceClasses = new Map<string, string | undefined>();
  private readonly names = new Set<string>();

  constructor(
    readonly owner: Component,
    readonly topology: Topology,
    private readonly warn: (text: () => string | undefined) => void,
  ) {}

  get namespace(): string {
    return this.owner.namespace;
  }

  draw<Body extends object>(
    kind: Kind<Body>,
    name: string,
    body: Body,
    meta: ObjectMeta = {},
  ): void {
    const where = kind.namespaced === false ? {} : { namespace: this.namespace };
    const id = `${kind.kind}-${name}`;
    new KubeObject(this.owner, id, kind, { name, ...where, ...meta, body });
  }

  drawClass(
    name: string,
    body: NonNullable<(typeof StorageClass)['body']>,
    annotations: Readonly<Record<string, string>> = {},
  ): void {
    this.draw(StorageClass, name, body, { annotations });
  }

  /** @throws DefinitionError for names that cannot be or are taken */
  claim(what: string, name: string, storageClass: string): void {
    for (const label of [name, storageClass]) {
      if (!DNS_LABEL.test(label))
        this.refuse(`${what} '${label}' is no DNS label; use \`a-z0-9-\``);
    }
    for (const taken of [`${what} '${name}'`, `StorageClass '${storageClass}'`]) {
      if (this.names.has(taken))
        this.refuse(`there is already a ${taken}; name this one otherwise`);
      this.names.add(taken);
    }
  }

  /** @throws DefinitionError for a pool that the disks cannot hold */
  checkPool(what: string, options: PoolOptions): void {
    const error = poolError(this.topology, what, options);
    if (error !== undefined) this.refuse(error);
    this.deviceClasses.set(what, options.deviceClass);
    this.warn(() => poolWarning(this.topology, what, options));
  }

  /** @throws DefinitionError for a number of daemons that cannot be */
  checkCount(what: string, count: number | undefined): void {
    if (count === undefined || (Number.isInteger(count) && count >= 1)) return;
    this.refuse(`there cannot be '${count}' ${what}; give a whole number, 1 or more`);
  }

  refuse(message: string): never {
    throw new DefinitionError(this.owner, message);
  }
}
