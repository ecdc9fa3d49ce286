/** A value of HCL's first version, which servers and their policies are written in. */
export type HclValue =
  | string
  | number
  | boolean
  | readonly HclValue[]
  | { readonly [key: string]: HclValue | undefined };

/** A block: `listener "tcp" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels?: readonly string[];
  /** Those that are `undefined` are left out. @default {} */
  readonly attributes?: Readonly<Record<string, HclValue | undefined>>;
  /** @default [] */
  readonly blocks?: readonly HclBlock[];
}

/** The text of a file: top-level attributes, then blocks. */
export function hclText(
  attributes: Readonly<Record<string, HclValue | undefined>>,
  blocks: readonly HclBlock[],
): string {
  return `${body({ type: '', attributes, blocks }, '').join('\n')}\n`;
}

function body({ attributes = {}, blocks = [] }: HclBlock, indent: string): string[] {
  const lines = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [`${indent}${key} = ${written(value, indent)}`],
  );
  for (const block of blocks) {
    const labels = (block.labels ?? []).map((label) => ` ${JSON.stringify(label)}`).join('');
    lines.push(`${indent}${block.type}${labels} {`, ...body(block, `${indent}  `), `${indent}}`);
  }
  return lines;
}

function written(value: HclValue, indent: string): string {
  if (isList(value)) return `[${value.map((v) => written(v, indent)).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = Object.entries(value).flatMap(([key, v]) =>
    v === undefined ? [] : [`${indent}  ${JSON.stringify(key)} = ${written(v, `${indent}  `)}`],
  );
  return inner.length === 0 ? '{}' : ['{', ...inner, `${indent}}`].join('\n');
}

const isList = (value: HclValue): value is readonly HclValue[] => Array.isArray(value);
