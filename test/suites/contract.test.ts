import { TREES } from '../harness/trees';
import { componentFolders } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';

// Every example of every component, under every engine, alone and among its neighbours.

const CASES = componentFolders().flatMap((component) =>
  Object.entries(component.examples).flatMap(([name, example]) =>
    (Object.keys(TREES) as (keyof typeof TREES)[]).map((engine) => ({
      title: `${component.path} ${name} under ${engine}`,
      layer: component.layer,
      example,
      tree: TREES[engine],
    })),
  ),
);

test('finds components', () => {
  expect(CASES.length).toBeGreaterThan(0);
});

test.each(CASES)('$title synthesizes the same bytes twice', ({ layer, example, tree }) => {
  const define = withNeighbours(example);
  expect([...tree(define, { layer }).files]).toStrictEqual([...tree(define, { layer }).files]);
});

test.each(CASES)('$title is the same in either order of construction', (c) => {
  const before = c.tree(withNeighbours(c.example, 'before'), { layer: c.layer });
  const after = c.tree(withNeighbours(c.example, 'after'), { layer: c.layer });
  expect(sorted(after.files)).toStrictEqual(sorted(before.files));
});

test.each(CASES)('$title holds nothing that looks like a secret', ({ layer, example, tree }) => {
  for (const [file, text] of tree(withNeighbours(example), { layer }).files) {
    expect([file, ...(SECRETS.exec(text) ?? [])]).toStrictEqual([file]);
  }
});

/** Passwords, tokens and keys with a literal value, PEM blocks, Secrets with data. */
const SECRETS =
  /^\s*"?(?:password|token|secretKey|secret_key|apiKey|clientSecret)"?: "?[A-Za-z0-9+/=_-]{8,}"?,?$|-----BEGIN [A-Z ]*PRIVATE KEY|^kind: Secret$/im;

/** Files by path, with the documents or lines of each in one order: only what is said counts. */
const sorted = (files: ReadonlyMap<string, string>): [string, string[]][] =>
  [...files].sort().map(([name, text]) => [
    name,
    text
      .split(/^---$/m)
      .map((d) => d.trim())
      .sort(),
  ]);
