/**
 * What is wrong with a Calico selector, or `undefined`. A selector with a slip, such as `=` for
 * `==`, is refused by the API server at best; checked here it does not come that far.
 *
 * @see https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy#selectors
 */
export function selectorError(text: string): string | undefined {
  const reader = new Reader(text.match(TOKEN) ?? []);
  if (reader.expression() && reader.done) return undefined;
  return `selector '${text}' cannot be read${reader.done ? '' : ` from '${reader.rest}' on`}; write it like \`app == 'web' && has(tier)\``;
}

/** The last alternative is whatever does not belong into a selector: no rule takes it. */
const TOKEN = /'[^']*'|"[^"]*"|&&|\|\||==|!=|[!(){},]|[\w./-]+|\S/g;
const STRING = /^['"]/;
const LABEL = /^[\w./-]+$/;

/** Reads a selector from left to right: `||` binds weakest, then `&&`, then `!`. */
class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get done(): boolean {
    return this.at === this.tokens.length;
  }

  get rest(): string {
    return this.tokens.slice(this.at).join(' ');
  }

  expression(): boolean {
    do if (!this.conjunction()) return false;
    while (this.take('||'));
    return true;
  }

  private conjunction(): boolean {
    do if (!this.term()) return false;
    while (this.take('&&'));
    return true;
  }

  private term(): boolean {
    if (this.take('!')) return this.term();
    if (this.take('(')) return this.expression() && this.take(')');
    const word = this.next(LABEL);
    if (word === undefined) return false;
    if (this.take('(')) {
      if (word === 'all' || word === 'global') return this.take(')');
      return word === 'has' && this.next(LABEL) !== undefined && this.take(')');
    }
    return this.comparison();
  }

  private comparison(): boolean {
    if (this.take('==') || this.take('!=') || this.take('contains')) return this.string();
    if (this.take('starts') || this.take('ends')) return this.take('with') && this.string();
    this.take('not');
    return this.take('in') && this.take('{') && this.strings();
  }

  private strings(): boolean {
    if (this.take('}')) return true;
    do if (!this.string()) return false;
    while (this.take(','));
    return this.take('}');
  }

  private string(): boolean {
    return this.next(STRING) !== undefined;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  private next(pattern: RegExp): string | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !pattern.test(token)) return undefined;
    this.at += 1;
    return token;
  }
}
