// The words of Falco's filter language, as its parser has them.

/** Compare numbers. */
export const COMPARISONS = ['<=', '<', '>=', '>'];

/** Compare with one value; no blank is needed after them. */
export const TEXT_SYMBOLS = ['==', '=', '!='];

/** Compare with one value; a blank follows. */
export const TEXT_WORDS =
  /^(?:iglob|glob|icontains|bcontains|contains|bstartswith|startswith|endswith|regex)(?=\s)/;

/** Let a comparison with one value take a list. */
export const MODIFIERS = /^(?:oneof|anyof|allof)(?=\s+\()/;

/** Compare with a list. */
export const LIST_WORDS = /^(?:intersects|in|pmatch)(?![\w.])/;

/** Functions of fields, up to their parenthesis. */
export const TRANSFORMERS = /^(?:tolower|toupper|b64|basename|len|join|concat|getopt)\(/;

/** Two or more parts with dots between. */
export const FIELD = /^[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+/;

/** Name of a macro or a list. */
export const IDENTIFIER = /^[a-zA-Z]\w*/;

/** Decimal, scientific or hexadecimal. */
export const NUMBER = /^(?:0[xX][0-9a-fA-F]+|[+-]?\d+\.?\d*(?:[eE][+-]\d+)?)/;

/** A value without quotes. */
export const BARE = /^[^()"'\s=,]+/;

/** What stands in brackets after a field. */
export const ARGUMENT = /^[^\][\s"']+/;

/** Operators that an exception may compare with. */
export const OPERATORS: ReadonlySet<string> = new Set([
  ...COMPARISONS,
  ...TEXT_SYMBOLS,
  ...'glob iglob contains icontains bcontains startswith bstartswith endswith regex'.split(' '),
  ...['in', 'intersects', 'pmatch'],
]);
