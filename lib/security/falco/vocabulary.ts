import { EVENT_TYPES } from './event-types';
import { FIELDS } from './fields';

/** What is known of a field. */
export interface FieldFacts {
  readonly name: string;
  /** Event sources that have it; `*` for all. */
  readonly sources: readonly string[];
  readonly argument: 'none' | 'optional' | 'required';
  /** Where alone it may stand. */
  readonly only: 'condition' | 'output' | undefined;
}

/** Fields whose argument may also follow a dot: `evt.arg.flags`. */
const DOTTED = /^(evt\.(?:arg|rawarg|abspath|type\.is))\.\w+$/;

const ARGUMENTS = { '': 'none', '?': 'optional', '!': 'required' } as const;
const PLACES = { '': undefined, '<': 'condition', '>': 'output' } as const;

const fields = new Map<string, FieldFacts>();
for (const [source, names] of Object.entries(FIELDS)) {
  for (const [, name = '', argument = '', only = ''] of names.matchAll(/([\w.]+)([?!]?)([<>]?)/g)) {
    fields.set(name, {
      name,
      sources: [...(fields.get(name)?.sources ?? []), source],
      argument: ARGUMENTS[argument as keyof typeof ARGUMENTS],
      only: PLACES[only as keyof typeof PLACES],
    });
  }
}

/** Everything that `evt.type` may be. */
export const eventTypes: ReadonlySet<string> = new Set(EVENT_TYPES.trim().split(/\s+/));

/** Names of all fields. */
export const fieldNames = (): Iterable<string> => fields.keys();

/** What is known of a field; `dotted` where its name carries the argument. */
export function fieldFacts(name: string): (FieldFacts & { readonly dotted: boolean }) | undefined {
  const known = fields.get(name);
  if (known) return { ...known, dotted: false };
  const base = fields.get(DOTTED.exec(name)?.[1] ?? '');
  return base && { ...base, dotted: true };
}

/** The candidate that `word` was probably meant to be: at most two letters differ. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = 3;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const d = distance(word, candidate);
    if (d < least) [best, least] = [candidate, d];
  }
  return best;
}

/** Letters to change, add or drop to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
