/** Which stores there are, and who needs which: a store may be added after those who use it. */
export class StoreNames {
  private readonly names: string[] = [];
  private provided: string | undefined;
  private readonly needs: { readonly store: string | undefined; readonly by: string }[] = [];

  /** @param byDefault store of those who name none; if absent, the platform's own one, else the first one */
  constructor(private readonly byDefault: string | undefined) {}

  /** Adds a store; `false` if there is one of that name. */
  add(name: string): boolean {
    if (this.names.includes(name)) return false;
    this.names.push(name);
    return true;
  }

  /** Whether there is a store of that name. */
  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** Adds the platform's own store: the default one, whenever it comes, unless another was named. */
  addProvided(name: string): void {
    this.names.push(name);
    this.provided = name;
  }

  /** Notes that `by` needs a store; gives its name, to be called at synthesis. */
  need(store: string | undefined, by: string): () => string {
    this.needs.push({ store, by });
    return () => this.settled(store);
  }

  /** What is wrong, when all stores are there. */
  get error(): string | undefined {
    const add = 'add it, for example with `addVaultStore()`';
    if (this.byDefault !== undefined && !this.names.includes(this.byDefault)) {
      return `the default store '${this.byDefault}' is not there; ${add}`;
    }
    const lost = this.needs.find(({ store }) => !this.names.includes(this.settled(store)));
    if (!lost) return undefined;
    const what =
      lost.store === undefined
        ? 'a store, and there is none'
        : `the store '${lost.store}', which is not there`;
    return `${lost.by} needs ${what}; ${add}`;
  }

  private settled(store: string | undefined): string {
    return store ?? this.byDefault ?? this.provided ?? this.names[0] ?? '';
  }
}
