import type * as Cel from '@bufbuild/cel';
import { usableSince } from './cel-functions';
import { namesOf, type CelName, type CelNames } from './cel-names';

/** What an expression may name. */
export interface CelScope {
  /** `object`, `oldObject`, `request`, … */
  readonly roots: readonly string[];
  /** Names of the variables that are defined before it; `undefined` where there is no `variables`. */
  readonly variables: readonly string[] | undefined;
  /** Whether it may build objects, as mutations do. */
  readonly builds: boolean;
  /** Whether the cluster's Kubernetes is of a version or newer. */
  readonly atLeast: (version: string) => boolean;
}

interface Parsed {
  readonly names?: CelNames;
  /** Where the expression stops being CEL. */
  readonly errorAt?: number;
}

/** Longer ones are refused by the API server's parser. */
const MAX_LENGTH = 100_000;

/** Types, and namespaces of functions, that stand in expressions like variables. */
const BUILT_IN = new Set([
  ...['bool', 'bytes', 'double', 'duration', 'int', 'list', 'map', 'null_type', 'string'],
  ...['timestamp', 'type', 'uint'],
  ...['format', 'ip', 'jsonpatch', 'lists', 'optional', 'sets', 'strings'],
]);

/** Parsing is slow, and many policies share their variables. */
const cache = new Map<string, Parsed>();

/** What is wrong with an expression: `does not parse at line 1, column 3, with 'x +'`. */
export function celProblem(text: string, scope: CelScope): string | undefined {
  if (text.trim() === '') return 'is empty; write a CEL expression';
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters; split it`;
  const { names, errorAt = 0 } = parsed(text);
  if (!names) return `does not parse ${place(text, errorAt)}; see https://cel.dev for the grammar`;
  const there = [...scope.roots, ...(scope.variables ? ['variables'] : [])];
  const unknown = names.roots.find(({ name }) => !there.includes(name) && !BUILT_IN.has(name));
  if (unknown) {
    return `names '${unknown.name}' ${placeOf(text, unknown)}; there are ${there.join(', ')}`;
  }
  const variable = names.variables.find(({ name }) => !scope.variables?.includes(name));
  if (variable) {
    const defined = scope.variables?.join(', ') || 'none';
    return `names 'variables.${variable.name}' ${placeOf(text, variable)}; defined before it: ${defined}`;
  }
  const early = names.functions.find(({ name }) => !scope.atLeast(usableSince(name) ?? '1.30'));
  if (early) {
    return `calls '${early.name}' ${placeOf(text, early)}; policies may from Kubernetes ${usableSince(early.name) ?? '1.30'} on`;
  }
  const built = scope.builds ? undefined : names.types[0];
  return built
    ? `builds an object '${built.name}' ${placeOf(text, built)}; only mutations may`
    : undefined;
}

function parsed(text: string): Parsed {
  const known = cache.get(text);
  if (known) return known;
  const result = parseNow(text);
  cache.set(text, result);
  return result;
}

function parseNow(text: string): Parsed {
  // Loaded at the first expression of a user: it takes a tenth of a second.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse } = require('@bufbuild/cel') as typeof Cel;
  try {
    const { expr, sourceInfo } = parse(parseable(text));
    return { names: namesOf(expr, sourceInfo?.positions ?? {}) };
  } catch (error) {
    // The parser has no other way to say that a text is not CEL.
    const { location } = error as { location?: { start?: { offset?: number } } };
    return { errorAt: location?.start?.offset ?? 0 };
  }
}

/**
 * The parser does not know the syntax of optional values (`a.?b`, `a[?k]`, `{?k: v}`), nor a comment
 * at the end. With blanks in their place the expression names the same things, at the same places.
 */
function parseable(text: string): string {
  return text.replace(
    TOKENS,
    (whole, literal?: string, comment?: string, before?: string) =>
      literal ?? (comment === undefined ? `${before ?? whole} ` : ' '.repeat(comment.length)),
  );
}

/** Strings, comments, and the question marks of optional values. */
const TOKENS =
  /([rR]?"{3}[^]*?"{3}|[rR]?'{3}[^]*?'{3}|[rR]"[^"\n]*"|[rR]'[^'\n]*'|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(\/\/[^\n]*)|([.[{,]\s*)\?/g;

const placeOf = (text: string, { offset }: CelName): string => place(text, offset);

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  const line = text.split('\n')[before.length - 1] ?? '';
  return `at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}, with '${line.trim()}'`;
}
