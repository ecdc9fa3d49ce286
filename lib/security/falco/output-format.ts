import { checkField } from './condition-checks';

const PLACEHOLDER =
  /%(?:(?:tolower|toupper|b64|basename|len)\()?([a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+)(?:\[([^\]]*)\])?/y;

/** Rejects an output whose fields are not there: `%proc.name`, `%evt.arg.flags`, `*%fd.name`. */
export function checkOutput(output: string, source: string, reject: (what: string) => never): void {
  if (output.trim() === '')
    reject('is empty; write what happened, with fields such as `%proc.name`');
  for (const { index } of output.matchAll(/%/g)) {
    PLACEHOLDER.lastIndex = index;
    const [, name, argument] = PLACEHOLDER.exec(output) ?? [];
    if (name === undefined) {
      const near = output.slice(index, index + 16);
      reject(
        `has no field after '%' at character ${index + 1}, in '${near}'; write \`%proc.name\``,
      );
    }
    const field = { name, ...(argument !== undefined && { argument }) };
    checkField(field, 'output', { source, reject });
  }
}
