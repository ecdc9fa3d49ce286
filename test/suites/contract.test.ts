import { TREES } from '../harness/trees';
import { componentFolders } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';

// Every example of every component, under every engine, alone and among its neighbours.

const CASES = componentFolders().flatMap((component) =>
  Object.entries(component.examples).flatMap(([name, example]) =>
    (Object.keys(TREES) as (keyof typeof TREES)[]).map((engine) => {
      const synth = (order: 'before' | 'after'): ReadonlyMap<string, string> =>
        TREES[engine](withNeighbours(example, order), {
          layer: component.layer,
          ...component.platforms[name],
        }).files;
      const outputs = once(() => ({
        first: synth('after'),
        second: synth('after'),
        otherOrder: synth('before'),
      }));
      return { title: `${component.path} ${name} under ${engine}`, outputs };
    }),
  ),
);

test('finds components', () => {
  expect(CASES.length).toBeGreaterThan(0);
});

test.each(CASES)('$title synthesizes the same bytes twice', ({ outputs }) => {
  expect([...outputs().second]).toStrictEqual([...outputs().first]);
});

test.each(CASES)('$title is the same in either order of construction', ({ outputs }) => {
  expect(sorted(outputs().otherOrder)).toStrictEqual(sorted(outputs().first));
});

test.each(CASES)('$title holds nothing that looks like a secret', ({ outputs }) => {
  for (const [file, text] of outputs().first) {
    expect([file, ...(SECRETS.exec(text) ?? [])]).toStrictEqual([file]);
  }
});

/** Passwords, tokens and keys with a literal value, PEM blocks, Secrets with data. */
const SECRETS =
  /^\s*"?(?:password|token|secret_key|apiKey|clientSecret)"?: "?[A-Za-z0-9+/=_-]{8,}"?,?$|-----BEGIN [A-Z ]*PRIVATE KEY|^kind: Secret$/im;

/** Files by path, with the documents of each in one order: only what is said counts. */
const sorted = (files: ReadonlyMap<string, string>): [string, string[]][] =>
  [...files].sort().map(([name, text]) => [
    name,
    text
      .split(/^---$/m)
      .map((d) => d.trim())
      .sort(),
  ]);

/** Three tests look at what one case gives; it is made when the first of them asks. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
