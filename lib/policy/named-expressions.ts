import type { NamedExpression } from './admission-kinds';

/** A field with a list of named expressions; no field for none. */
export function named<Field extends string>(
  field: Field,
  expressions: Readonly<Record<string, string>>,
): Partial<Record<Field, readonly NamedExpression[]>> {
  const list = Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
  return (list.length > 0 ? { [field]: list } : {}) as Partial<Record<Field, NamedExpression[]>>;
}

/**
 * The variables that `texts` use, and those that these use: policies of the library share their
 * variables, and each shows what it needs.
 */
export function usedVariables(
  variables: Readonly<Record<string, string>>,
  texts: readonly string[],
): Record<string, string> {
  const readers = [...texts];
  const used: [string, string][] = [];
  for (const [name, text] of Object.entries(variables).reverse()) {
    const use = new RegExp(`\\bvariables\\.${name}\\b`);
    if (!readers.some((reader) => use.test(reader))) continue;
    used.unshift([name, text]);
    readers.push(text);
  }
  return Object.fromEntries(used);
}
