import { NAMED_META, OBJECT_META } from './object-meta';
import { isMap, type JsonObject } from './system-facts';

/** Keywords that mean the same in a CRD and in JSON schema. */
const SAME = [
  'type',
  'enum',
  'pattern',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'required',
] as const;

const OBJECT_FIELDS = { apiVersion: { type: 'string' }, kind: { type: 'string' } };

/**
 * Turns the schema of a CRD into a JSON schema that refuses unknown fields, as the API server does under strict field
 * validation: `nullable`, int-or-string, embedded resources, list keys and preserved unknown fields are put in the words
 * of JSON schema. CEL rules and formats are left out.
 *
 * @param object the object to be checked: only what it has is described, for some CRDs take seconds to compile
 */
export function strictSchema(crd: JsonObject, object: JsonObject): JsonObject {
  const own = isMap(crd['properties']) ? crd['properties']['metadata'] : undefined;
  const metadata = { allOf: [NAMED_META, isMap(own) ? assertions(own) : {}] };
  const root = node(crd, [object]);
  return {
    ...root,
    required: [...new Set([...strings(root['required']), 'metadata'])],
    properties: { ...mapOf(root['properties']), ...OBJECT_FIELDS, metadata },
  };
}

/** @param values all that stands at this place in the object: in a list, there may be many */
function node(schema: JsonObject, values: readonly unknown[]): JsonObject {
  const strict = { ...limitations(schema), ...structure(schema, values) };
  return schema['nullable'] ? { if: { type: 'null' }, else: strict } : strict;
}

/** What describes fields and elements: unknown ones are refused here, and only here. */
function structure(schema: JsonObject, values: readonly unknown[]): JsonObject {
  const { type, items, additionalProperties: extra } = schema;
  const properties = mapOf(schema['properties']);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isClosed = type === 'object' && !extra && !schema['x-kubernetes-preserve-unknown-fields'];
  const maps = values.filter(isMap);
  const at = (name: string): unknown[] => maps.filter((map) => name in map).map((map) => map[name]);
  const field = (property: unknown, name: string): unknown =>
    isMap(property) && at(name).length > 0 ? node(property, at(name)) : {};
  const isDefaulted = (name: string): boolean => 'default' in mapOf(properties[name]);
  return {
    ...(schema['x-kubernetes-int-or-string'] === true && { type: ['integer', 'string'] }),
    // The API server fills in defaults before it looks for what is missing.
    required: [
      ...strings(schema['required']).filter((name) => !isDefaulted(name)),
      ...(isEmbedded ? Object.keys(OBJECT_FIELDS) : []),
    ],
    properties: {
      ...mapValues(properties, field),
      ...(isEmbedded && { ...OBJECT_FIELDS, metadata: OBJECT_META }),
    },
    ...(isMap(items) && { items: node(items, values.filter(Array.isArray).flat()) }),
    ...(isMap(extra) && { additionalProperties: node(extra, maps.flatMap(Object.values)) }),
    ...(isClosed && { additionalProperties: false }),
    ...(schema['x-kubernetes-list-type'] === 'set' && { uniqueItems: true }),
    ...(schema['x-kubernetes-list-type'] === 'map' && {
      listMapKeys: schema['x-kubernetes-list-map-keys'],
    }),
  };
}

/** Limits at this place and, in the parts of `allOf` and the like, below it. */
function limitations(schema: JsonObject): JsonObject {
  const kept = SAME.filter((keyword) => keyword in schema).map((key) => [key, schema[key]]);
  const combined = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((keyword) => {
    const parts = schema[keyword];
    return Array.isArray(parts) ? [[keyword, parts.filter(isMap).map(assertions)]] : [];
  });
  return {
    ...(Object.fromEntries([...kept, ...combined]) as JsonObject),
    ...limit(schema, 'minimum', 'exclusiveMinimum'),
    ...limit(schema, 'maximum', 'exclusiveMaximum'),
    ...(isMap(schema['not']) && { not: assertions(schema['not']) }),
  };
}

/** A part of `allOf` and the like: it limits values at any depth and says nothing on unknown fields. */
function assertions(schema: JsonObject): JsonObject {
  const { items, properties, additionalProperties: extra } = schema;
  const below = (part: unknown): unknown => (isMap(part) ? assertions(part) : part);
  return {
    ...limitations(schema),
    ...(isMap(items) && { items: assertions(items) }),
    ...(isMap(properties) && { properties: mapValues(properties, below) }),
    ...(isMap(extra) && { additionalProperties: assertions(extra) }),
  };
}

/** OpenAPI 3.0 says `exclusiveMinimum: true` where JSON schema has the number itself. */
function limit(schema: JsonObject, name: string, exclusive: string): JsonObject {
  if (!(name in schema)) return {};
  return { [schema[exclusive] === true ? exclusive : name]: schema[name] };
}

function mapValues(map: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function mapOf(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
