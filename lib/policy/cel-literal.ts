/** What can be written into an expression. */
export type CelValue =
  string | number | boolean | readonly CelValue[] | { readonly [key: string]: CelValue };

/**
 * A value as it is written in CEL: parameters of a policy become part of its expressions this way,
 * so that no text of a user is ever read as code.
 */
export function celLiteral(value: CelValue): string {
  if (typeof value === 'string') return celString(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(celLiteral).join(', ')}]`;
  const entries = Object.entries(value).map(([k, v]) => `${celString(k)}: ${celLiteral(v)}`);
  return `{${entries.join(', ')}}`;
}

/** Single quotes: expressions stand in YAML, and messages quote names with double ones. */
function celString(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}
