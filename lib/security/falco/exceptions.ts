import { checkField } from './condition-checks';
import { OPERATORS } from './lexicon';
import type { FalcoException } from './rule-words';

/** Rejects an exception whose operators or values do not fit its fields. */
export function checkException(
  { name, fields, comps, values }: FalcoException,
  source: string,
  reject: (what: string) => never,
): void {
  const all = [fields].flat();
  if (name.trim() === '') reject('has no name; give it one');
  if (all.length === 0) reject('compares no field; name one or more');
  if (values.length === 0) reject('lets nothing pass; give it values');
  for (const text of all) {
    const [, field = text, argument] = /^([^[]+)(?:\[(.*)\])?$/.exec(text) ?? [];
    const use = { name: field, ...(argument !== undefined && { argument }) };
    checkField(use, 'condition', { source, reject });
  }
  for (const operator of [comps ?? []].flat()) {
    if (!OPERATORS.has(operator)) {
      reject(
        `has no such operator, with '${operator}'; take one such as \`=\`, \`in\`, \`startswith\``,
      );
    }
  }
  if (typeof fields === 'string') {
    if (comps !== undefined && typeof comps !== 'string') {
      reject('has one field and a list of operators; give one operator');
    }
    return;
  }
  if (comps !== undefined && (typeof comps === 'string' || comps.length !== all.length)) {
    reject(`has ${all.length} fields and ${[comps].flat().length} operators; give as many`);
  }
  for (const tuple of values) {
    if (typeof tuple === 'string' || tuple.length !== all.length) {
      const given = JSON.stringify(tuple);
      reject(`has ${all.length} fields and the values ${given}; give a value for each field`);
    }
  }
}
