import type { IConstruct } from 'constructs';
import { DefinitionError } from '../../index';

/** Names that are taken, by what they name. */
export class Names {
  private readonly taken = new Map<string, Set<string>>();

  /** @throws DefinitionError at `by` if it is taken */
  take(by: IConstruct, what: string, name: string): void {
    const names = this.taken.get(what) ?? new Set<string>();
    this.taken.set(what, names);
    if (names.has(name)) {
      const a = what.startsWith('a') ? 'an' : 'a';
      throw new DefinitionError(by, `there is already ${a} ${what} '${name}'; name it otherwise`);
    }
    names.add(name);
  }

  /** How many there are. */
  count(what: string): number {
    return this.taken.get(what)?.size ?? 0;
  }
}
