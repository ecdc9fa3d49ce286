import { mergeValues } from './merge-values';
import { valuesAgainstSchema } from './schema-check';
import { catalog, testWithCatalog } from './with-catalog';

test('values are merged as Helm merges them', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 4, e: null };
  expect(mergeValues(base, { a: { c: [3] }, d: null })).toStrictEqual({
    a: { b: 1, c: [3] },
    e: null,
  });
});

test('each failure is a sentence with its place', () => {
  const schema = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      mode: { enum: ['l2', 'bgp'] },
      ports: { type: 'array', items: { type: 'integer', minimum: 1 } },
      id: { type: 'string', pattern: '^[a-z]+$' },
    },
  };
  const values = { mode: 'arp', ports: [80, 0, 'http'], id: 'A', nmae: 'x' };
  expect(valuesAgainstSchema(values, schema).sort()).toStrictEqual([
    "id: has the wrong form, with 'A'; match ^[a-z]+$",
    "mode: is not a known choice, with 'arp'; give one of l2, bgp",
    'name: is required; give it a value',
    "nmae: there is no such field; did you mean 'name'?",
    "ports[1]: must be >= 1, with '0'; correct it",
    "ports[2]: has the wrong type, with 'http'; give integer",
  ]);
});

test.each([
  ['http://json-schema.org/draft-07/schema#', { items: [{ type: 'string' }] }],
  ['https://json-schema.org/draft/2019-09/schema', { items: [{ type: 'string' }] }],
  ['https://json-schema.org/draft/2020-12/schema', { prefixItems: [{ type: 'string' }] }],
])('a schema is read in its draft, %s', ($schema, list) => {
  const schema = { $schema, properties: { pair: { type: 'array', ...list } } };
  expect(valuesAgainstSchema({ pair: ['a'] }, schema)).toStrictEqual([]);
  expect(valuesAgainstSchema({ pair: [1] }, schema)).toHaveLength(1);
});

test('a reference to another document is open, one into the schema is not', () => {
  const schema = {
    definitions: { port: { type: 'integer' } },
    properties: { a: { $ref: 'https://example.org/b.json' }, port: { $ref: '#/definitions/port' } },
  };
  expect(valuesAgainstSchema({ a: 1, port: 80 }, schema)).toStrictEqual([]);
  expect(valuesAgainstSchema({ port: 'http' }, schema)).toHaveLength(1);
});

test.each([
  ['^(?i)(Drop|Accept)$', 'drop', 'other'],
  ['^\\d+\\-\\d+$', '1-2', '1'],
  ['^[[:alpha:]]+$', 'what JavaScript cannot express matches everything', undefined],
])('a Go pattern is read, %s', (pattern, right, wrong) => {
  const schema = { properties: { a: { type: 'string', pattern } } };
  expect(valuesAgainstSchema({ a: right }, schema)).toStrictEqual([]);
  if (wrong !== undefined) expect(valuesAgainstSchema({ a: wrong }, schema)).toHaveLength(1);
});

const withCatalog = testWithCatalog('schemas of the catalogue');

/** Charts whose own defaults do not pass their schema. */
const NEED_VALUES = new Map([['c7n-kube', ['policies.source']]]); // the source of policies must be chosen

withCatalog('the defaults of every chart pass its schema, but for values that it requires', () => {
  const failures = (catalog?.charts() ?? []).flatMap(({ name, values, schema }) => {
    const errors = schema ? valuesAgainstSchema(values, schema) : [];
    const excepted = NEED_VALUES.get(name) ?? [];
    return errors.filter((error) => !excepted.some((path) => error.startsWith(`${path}:`)));
  });
  expect(failures).toStrictEqual([]);
});
