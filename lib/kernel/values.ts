/** What a chart takes as one of its values. `undefined` means "leave it to the chart". */
export type Value = string | number | boolean | null | undefined | readonly Value[] | Values;

/** Chart values: the tree that `values.yaml` would hold. */
export interface Values {
  readonly [key: string]: Value;
}

/**
 * Merges maps key by key; anything else in `over` replaces what is in `base`.
 * `undefined` is left out of the result, `null` stays: Helm reads it as "remove the default".
 */
export function merge(base: Values, over: Values): Values {
  const out: [string, Value][] = [];
  for (const key of new Set([...Object.keys(base), ...Object.keys(over)])) {
    const [a, b] = [own(base, key), own(over, key)];
    const value = isMap(a) && isMap(b) ? merge(a, b) : copyOf(b === undefined ? a : b);
    if (value !== undefined) out.push([key, value]);
  }
  return Object.fromEntries(out);
}

/** The value at a dotted path (`controller.image.repository`); a dot within a key is written `\.`. */
export function valueAt(values: Values, path: string): Value {
  return keysOf(path).reduce<Value>((at, key) => (isMap(at) ? own(at, key) : undefined), values);
}

/** A tree with one value, at a dotted path; to be merged into others. */
export function valuesAt(path: string, value: Value): Values {
  return keysOf(path).reduceRight<Value>((inner, key) => ({ [key]: inner }), value) as Values;
}

/** Whether a value is a map, not a list or a scalar. */
export const isMap = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (path: string): string[] =>
  path.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));

/** Keys are the user's: `toString` is a key like any other, not what every object inherits. */
const own = (map: Values, key: string): Value => (Object.hasOwn(map, key) ? map[key] : undefined);

/** Copies, so that no caller's object is shared with the output; lists lose their `undefined`s. */
function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.filter((v) => v !== undefined).map(copyOf);
  return isMap(value) ? merge(value, {}) : value;
}
