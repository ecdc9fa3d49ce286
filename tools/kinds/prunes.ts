/**
 * The paths of a kind that stay open, to keep its file small: `spec.template`, or `spec.provider^vault,kubernetes` for all
 * fields of `spec.provider` but those two. Lists and maps take no step of their own.
 */
export class Prunes {
  private readonly whole = new Set<string>();
  private readonly partial = new Map<string, ReadonlySet<string>>();
  private readonly unmet: Set<string>;

  constructor(paths: readonly string[]) {
    for (const text of paths) {
      const [path = '', kept] = text.split('^');
      if (kept === undefined) this.whole.add(path);
      else this.partial.set(path, new Set(kept.split(',')));
    }
    const kept = [...this.partial].flatMap(([path, names]) =>
      [...names].map((n) => `${path}.${n}`),
    );
    this.unmet = new Set([...this.whole, ...kept]);
  }

  /** Whether the field at the path stays open. */
  takes(path: readonly string[]): boolean {
    const [parent, name] = [path.slice(0, -1).join('.'), path.at(-1) ?? ''];
    this.unmet.delete(path.join('.'));
    const kept = this.partial.get(parent);
    return this.whole.has(path.join('.')) || (kept !== undefined && !kept.has(name));
  }

  /** The first path that no field had so far. */
  get missing(): string | undefined {
    return [...this.unmet][0];
  }
}
