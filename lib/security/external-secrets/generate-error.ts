import type { GeneratedValue, GenerateOptions } from '../../contracts/secrets';

/** What is wrong with a request for generated values, if anything. */
export function generateError(options: GenerateOptions): string | undefined {
  const { name, generated } = options;
  if (Object.keys(generated).length === 0) {
    return `secret '${name}' has nothing to generate; name a key in \`generated\``;
  }
  return (
    keyError(options) ?? lengthError(options) ?? templateError(options) ?? copiesError(options)
  );
}

/** A generated value with its defaults. */
export const settled = ({
  length = 32,
  symbols = 0,
}: GeneratedValue): Required<GeneratedValue> => ({ length, symbols });

function keyError({ name, generated, plain = {}, templated = {} }: GenerateOptions) {
  const kinds = { generated, plain, templated };
  const seen = new Map<string, string>();
  for (const [kind, values] of Object.entries(kinds)) {
    for (const key of Object.keys(values)) {
      if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
        return `key '${key}' of secret '${name}' is not made of letters, digits, '-', '_' and '.'; rename it`;
      }
      const other = seen.get(key);
      if (other !== undefined) {
        return `key '${key}' of secret '${name}' is both ${other} and ${kind}; keep one of them`;
      }
      seen.set(key, kind);
    }
  }
  return undefined;
}

function lengthError({ name, generated }: GenerateOptions): string | undefined {
  for (const [key, value] of Object.entries(generated)) {
    const { length, symbols } = settled(value);
    if (!Number.isInteger(length) || length < 8 || length > 1024) {
      return `key '${key}' of secret '${name}' has length '${length}'; take 8 to 1024 characters`;
    }
    if (!Number.isInteger(symbols) || symbols < 0 || symbols > length) {
      return `key '${key}' of secret '${name}' has '${symbols}' symbols in ${length} characters; take 0 to ${length}`;
    }
  }
  return undefined;
}

/** The template engine fails for a key that is not there, long after synthesis. */
function templateError({ name, generated, templated = {} }: GenerateOptions): string | undefined {
  for (const [key, text] of Object.entries(templated)) {
    const lost = fieldsOf(text).find((field) => !(field in generated));
    if (lost !== undefined) {
      return `key '${key}' of secret '${name}' is made of '${lost}', which is not generated; name a key of \`generated\`, or write the text itself`;
    }
    if (text.replaceAll(ACTION, '').includes('{{')) {
      return `key '${key}' of secret '${name}' opens \`{{\` and does not close it; write \`}}\` behind it`;
    }
  }
  return undefined;
}

const ACTION = /\{\{(.*?)\}\}/gs;

/** `{{ .password | b64enc }}` reads the field `password`. */
function fieldsOf(text: string): string[] {
  const actions = [...text.matchAll(ACTION)].map((m) => m[1] ?? '');
  return actions
    .map((action) => action.replaceAll(/"(\\.|[^"\\])*"|`[^`]*`/g, '""'))
    .flatMap((action) => [...action.matchAll(/(?<![\w$)])\.([A-Za-z_]\w*)/g)])
    .map((m) => m[1] ?? '');
}

function copiesError({ name, namespace, copies = [] }: GenerateOptions): string | undefined {
  if (copies.includes(namespace)) {
    return `secret '${name}' is to be copied into '${namespace}', where it is; leave that out of \`copies\``;
  }
  const twice = copies.find((target, i) => copies.indexOf(target) !== i);
  if (twice !== undefined) {
    return `secret '${name}' is to be copied into '${twice}' twice; name it once`;
  }
  return undefined;
}
