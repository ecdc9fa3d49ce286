import { parseCondition, type Check, type Condition, type FieldUse } from './condition';
import { eventTypes, fieldFacts, fieldNames, nearest } from './vocabulary';

/** Names that may be referred to at this point. */
export interface DefinedNames {
  readonly lists: ReadonlySet<string>;
  readonly macros: ReadonlySet<string>;
}

/** Where a condition stands. */
export interface ConditionContext {
  readonly names: DefinedNames;
  /** Event source; `undefined` for macros, which serve rules of any. */
  readonly source: string | undefined;
  /** Called with what is wrong; must not return. */
  readonly reject: (what: string) => never;
}

/** Sources whose fields are all known. */
const KNOWN_SOURCES: Readonly<Record<string, readonly string[]>> = {
  syscall: ['*', 'syscall'],
  k8s_audit: ['*', 'k8s_audit', 'json'],
};

/**
 * Rejects a condition that Falco would not load, or that could never be true.
 * @returns what it is made of
 */
export function checkCondition(text: string, context: ConditionContext): Condition {
  const { names, reject } = context;
  const condition = parseCondition(text, reject);
  const { fields, checks, macros } = condition;
  for (const field of fields) checkField(field, 'condition', context);
  for (const macro of macros) {
    if (names.macros.has(macro)) continue;
    const hint = suggestion(macro, names.macros);
    reject(`names the macro '${macro}', which is not defined before${hint}; define it first`);
  }
  for (const check of checks) {
    if (check.field?.name === 'evt.type') checkEventTypes(check, context);
    else checkLists(check, context);
  }
  return condition;
}

/** Rejects a field that is not there, not of this source, or not for this place. */
export function checkField(
  { name, argument }: FieldUse,
  place: 'condition' | 'output',
  { source, reject }: Omit<ConditionContext, 'names'>,
): void {
  const facts = fieldFacts(name);
  const known = source === undefined ? [] : KNOWN_SOURCES[source];
  if (!facts) {
    // Plugins bring fields of their own.
    if (known === undefined) return;
    return reject(
      `has no such field, with '${name}'${suggestion(name, fieldNames())}; see Falco's fields`,
    );
  }
  if (known !== undefined && known.length > 0 && !facts.sources.some((s) => known.includes(s))) {
    const sources = facts.sources.join("', '");
    reject(`has the field '${name}' of source '${sources}' among events of '${source}'; drop it`);
  }
  const given = argument !== undefined || facts.dotted;
  if (facts.argument === 'required' && !given) {
    reject(`has the field '${name}' without an argument; write \`${name}[…]\``);
  }
  if (facts.argument === 'none' && given) {
    reject(`gives the field '${name}' an argument, '${argument}', which it does not take; drop it`);
  }
  if (facts.only !== undefined && facts.only !== place) {
    reject(`has the field '${name}', which is for ${facts.only}s only; take another`);
  }
}

function checkEventTypes({ operator, values }: Check, { names, reject }: ConditionContext): void {
  if (!['=', '==', '!=', 'in'].includes(operator)) return;
  for (const value of values) {
    if (eventTypes.has(value) || names.lists.has(value)) continue;
    const hint = suggestion(value, eventTypes);
    reject(`has no such event type, with '${value}'${hint}; name a system call`);
  }
}

/** A word in a list may be a value as well as a list: only what is almost a list's name is wrong. */
function checkLists({ operator, values }: Check, { names, reject }: ConditionContext): void {
  if (!['in', 'intersects', 'pmatch'].includes(operator)) return;
  for (const value of values) {
    if (value.length < 8 || !value.includes('_') || names.lists.has(value)) continue;
    const list = nearest(value, names.lists);
    if (list !== undefined) {
      reject(`names the list '${value}', which is not defined before; did you mean '${list}'?`);
    }
  }
}

function suggestion(word: string, candidates: Iterable<string>): string {
  const candidate = nearest(word, candidates);
  return candidate === undefined ? '' : ` (did you mean '${candidate}'?)`;
}
