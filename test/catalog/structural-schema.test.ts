import { compileSchema, sentence } from './schema-validator';
import { strictSchema } from './structural-schema';
import type { JsonObject } from './system-facts';

const text = { type: 'string' };

/** What is wrong with an object whose spec is this value. */
function errors(spec: JsonObject, value: unknown): string[] {
  const object = {
    apiVersion: 'example.org/v1',
    kind: 'Pool',
    metadata: { name: 'a' },
    spec: value,
  };
  const crd = { type: 'object', properties: { metadata: { type: 'object' }, spec } };
  const validate = compileSchema(strictSchema(crd, object));
  validate(object);
  const failures = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return failures.map((error) => sentence(error).split(';')[0] ?? '');
}

const open = { 'x-kubernetes-preserve-unknown-fields': true };
const port = { type: 'object', properties: { name: text, port: { type: 'integer' } } };
const ports = {
  type: 'array',
  items: port,
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
};

test.each<[string, JsonObject, unknown]>([
  ['a number for int-or-string', { 'x-kubernetes-int-or-string': true }, 5],
  ['a string for int-or-string', { 'x-kubernetes-int-or-string': true }, '50%'],
  [
    'null where it is nullable',
    { type: 'object', nullable: true, required: ['a'], properties: { a: text } },
    null,
  ],
  ['any field of an open object', { type: 'object', ...open }, { a: { b: 1 } }],
  ['any value without a type', open, [1, 'a']],
  ['any key of a map', { type: 'object', additionalProperties: text }, { a: 'b' }],
  [
    'a missing field that has a default',
    { type: 'object', required: ['a'], properties: { a: { ...text, default: 'x' } } },
    {},
  ],
  [
    'an embedded object',
    { type: 'object', ...open, 'x-kubernetes-embedded-resource': true },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: {} },
  ],
  ['list elements with keys of their own', ports, [{ name: 'a' }, { name: 'b' }]],
  [
    'one of the alternatives',
    {
      type: 'object',
      properties: { a: text, b: text },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    { b: 'x' },
  ],
  ['the bound itself', { type: 'integer', minimum: 1, exclusiveMinimum: false }, 1],
])('%s passes', (_, spec, value) => {
  expect(errors(spec, value)).toStrictEqual([]);
});

test.each<[string, JsonObject, unknown, string]>([
  [
    'a list for int-or-string',
    { 'x-kubernetes-int-or-string': true },
    [],
    "spec: has the wrong type, with '[]'",
  ],
  ['null where it is not nullable', text, null, "spec: has the wrong type, with 'null'"],
  [
    'a wrong value where it may be null',
    { ...text, nullable: true },
    1,
    "spec: has the wrong type, with '1'",
  ],
  [
    'a wrong value in a map',
    { type: 'object', additionalProperties: text },
    { a: 1 },
    "spec.a: has the wrong type, with '1'",
  ],
  [
    'an unknown field below a declared one of an open object',
    { type: 'object', ...open, properties: { a: port } },
    { a: { b: 1 }, c: 1 },
    'spec.a.b: there is no such field',
  ],
  [
    'a field of an object without any',
    { type: 'object' },
    { a: 1 },
    'spec.a: there is no such field',
  ],
  [
    'metadata of an embedded object',
    { type: 'object', ...open, 'x-kubernetes-embedded-resource': true },
    { apiVersion: 'v1', kind: 'Secret', metadata: { nmae: 'a' } },
    'spec.metadata.nmae: there is no such field',
  ],
  [
    'two list elements with one key',
    ports,
    [{ name: 'a' }, { name: 'a', port: 1 }],
    'spec: has two elements with the same key, with \'[{"name":"a"},{"name":"a","port":1}]\'',
  ],
  [
    'a list element twice in a set',
    { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    ['a', 'a'],
    'spec: must NOT have duplicate items (items ## 1 and 0 are identical), with \'["a","a"]\'',
  ],
  [
    'an excluded bound',
    { type: 'integer', minimum: 1, exclusiveMinimum: true },
    1,
    "spec: must be > 1, with '1'",
  ],
])('fails for %s', (_, spec, value, sentenceStart) => {
  expect(errors(spec, value)).toStrictEqual([sentenceStart]);
});
