import {
  ARGUMENT,
  BARE,
  COMPARISONS,
  FIELD,
  IDENTIFIER,
  LIST_WORDS,
  MODIFIERS,
  NUMBER,
  TEXT_SYMBOLS,
  TEXT_WORDS,
  TRANSFORMERS,
} from './lexicon';

/** A field as it stands in a condition: `proc.aname[2]`. */
export interface FieldUse {
  readonly name: string;
  /** What stands in brackets. */
  readonly argument?: string;
}

/** One comparison: `evt.type in (open, openat)`. */
export interface Check {
  readonly field: FieldUse | undefined;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Everything that a condition refers to, in order of appearance. */
export interface Condition {
  readonly fields: readonly FieldUse[];
  readonly checks: readonly Check[];
  /** Names that stand alone. */
  readonly macros: readonly string[];
}

/**
 * Reads a condition of Falco's filter language: `and`, `or`, `not`, parentheses, comparisons,
 * transformers, macros. It does not know which names exist.
 *
 * @param reject called with what is wrong and where; must not return
 */
export function parseCondition(text: string, reject: (what: string) => never): Condition {
  return new Parser(text, reject).parse();
}

class Parser {
  private at = 0;
  private readonly fields: FieldUse[] = [];
  private readonly checks: Check[] = [];
  private readonly macros: string[] = [];

  constructor(
    private readonly text: string,
    private readonly reject: (what: string) => never,
  ) {}

  parse(): Condition {
    if (this.text.trim() === '') this.reject('is empty; write a filter such as `evt.type = open`');
    this.any();
    if (this.at < this.text.length) this.expected('`and` or `or`');
    const { fields, checks, macros } = this;
    return { fields, checks, macros };
  }

  private any(): void {
    do this.all();
    while (this.joined('or'));
  }

  private all(): void {
    do this.negated();
    while (this.joined('and'));
  }

  private joined(word: 'and' | 'or'): boolean {
    this.blank();
    return this.take(word === 'and' ? /^and(?=[\s(])/ : /^or(?=[\s(])/) !== undefined;
  }

  private negated(): void {
    do this.blank();
    while (this.take(/^not(?=[\s(])/) !== undefined);
    this.check();
  }

  private check(): void {
    if (this.take(/^\(/) !== undefined) {
      this.any();
      this.close();
      return;
    }
    if (TRANSFORMERS.test(this.rest)) {
      this.transformed();
      this.compare(undefined);
      return;
    }
    const field = this.field();
    if (field) {
      this.compare(field);
      return;
    }
    const macro = this.take(IDENTIFIER);
    if (macro === undefined) this.expected('a field, a macro or `(`');
    if (['and', 'or', 'not'].includes(macro)) {
      this.at -= macro.length;
      this.expected('a field, a macro or `(`');
    }
    this.macros.push(macro);
  }

  private compare(field: FieldUse | undefined): void {
    this.blank();
    const note = (operator: string, values: readonly string[] = []): void => {
      this.checks.push({ field, operator, values });
    };
    if (this.take(/^exists(?![\w.])/) !== undefined) return note('exists');
    const comparison = COMPARISONS.find((sign) => this.rest.startsWith(sign));
    if (comparison !== undefined) {
      this.at += comparison.length;
      return note(comparison, this.operand('a number', NUMBER));
    }
    const symbol = TEXT_SYMBOLS.find((sign) => this.rest.startsWith(sign));
    if (symbol !== undefined) this.at += symbol.length;
    const word = symbol ?? this.take(TEXT_WORDS);
    if (word !== undefined) {
      const spaced = this.take(/^\s+/) !== undefined;
      if (spaced && this.take(MODIFIERS) !== undefined) return note(word, this.list());
      return note(word, this.operand('a value', BARE));
    }
    const operator = this.take(LIST_WORDS);
    if (operator === undefined) {
      this.expected('an operator such as `=`, `in`, `startswith` or `exists`');
    }
    this.blank();
    note(operator, /^(val|\w+)\(/.test(this.rest) ? this.operand('a list', BARE) : this.list());
  }

  /** The right side of a comparison: a value, or another field in a transformer. */
  private operand(what: string, form: RegExp): string[] {
    this.blank();
    if (this.take(/^val\(/) !== undefined) {
      this.blank();
      if (!this.field()) this.expected('a field');
      this.close();
      return [];
    }
    if (TRANSFORMERS.test(this.rest)) {
      this.transformed();
      return [];
    }
    const value = form === NUMBER ? undefined : this.quoted();
    return [value ?? this.take(form) ?? this.expected(what)];
  }

  private list(): string[] {
    this.blank();
    if (this.take(/^\(/) === undefined) {
      this.expected('a list in parentheses, such as `(a, b)` or `(my_list)`');
    }
    const values: string[] = [];
    this.blank();
    while (this.rest !== '' && !this.rest.startsWith(')')) {
      values.push(this.quoted() ?? this.take(BARE) ?? this.expected('a value'));
      this.blank();
      if (this.take(/^,/) === undefined) break;
      this.blank();
      if (this.rest.startsWith(')')) this.expected('a value');
    }
    this.close();
    return values;
  }

  /** `tolower(proc.name)`, `join(",", (proc.name, proc.pname))`, and so on within each other. */
  private transformed(): void {
    this.take(TRANSFORMERS);
    do this.argument();
    while (this.take(/^,/) !== undefined);
    this.close();
    this.bracketed();
  }

  private argument(): void {
    this.blank();
    if (this.take(/^\(/) === undefined) this.element();
    else if (this.take(/^\s*\)/) === undefined) {
      do this.element();
      while (this.take(/^,/) !== undefined);
      this.close();
    }
    this.blank();
  }

  private element(): void {
    this.blank();
    if (TRANSFORMERS.test(this.rest)) this.transformed();
    else if (this.quoted() === undefined && !this.field() && this.take(NUMBER) === undefined) {
      this.expected('a field, a text, a number or a transformer');
    }
    this.blank();
  }

  private field(): FieldUse | undefined {
    const name = this.take(FIELD);
    if (name === undefined) return undefined;
    const argument = this.bracketed();
    const field: FieldUse = { name, ...(argument !== undefined && { argument }) };
    this.fields.push(field);
    return field;
  }

  private bracketed(): string | undefined {
    if (this.take(/^\[/) === undefined) return undefined;
    const argument = this.quoted() ?? this.take(ARGUMENT) ?? this.expected('an argument');
    if (this.take(/^\]/) === undefined) this.expected('`]`');
    return argument;
  }

  private quoted(): string | undefined {
    const quote = /^["']/.exec(this.rest)?.[0];
    if (quote === undefined) return undefined;
    const whole = this.take(quote === '"' ? /^"(?:\\[^]|[^"\\])*"/ : /^'(?:\\[^]|[^'\\])*'/);
    return whole?.slice(1, -1) ?? this.expected(`a closing ${quote}`);
  }

  private close(): void {
    this.blank();
    if (this.take(/^\)/) === undefined) this.expected('`)`');
  }

  private blank(): void {
    this.take(/^\s+/);
  }

  private take(form: RegExp): string | undefined {
    const found = form.exec(this.rest)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private get rest(): string {
    return this.text.slice(this.at);
  }

  private expected(what: string): never {
    const near = this.rest === '' ? 'the end' : `'${this.rest.slice(0, 24)}'`;
    const where = `at character ${this.at + 1}, before ${near}`;
    return this.reject(`expects ${what} ${where}; correct it there`);
  }
}
