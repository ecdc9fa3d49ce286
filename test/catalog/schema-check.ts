import type { ValidateFunction } from 'ajv';
import { compileSchema, sentence } from './schema-validator';
import { isMap, type JsonObject } from './system-facts';

const validators = new WeakMap<JsonObject, ValidateFunction>();

/**
 * Checks values against the schema that their chart ships, in the draft that it states. Helm checks the merged values:
 * pass `mergeValues(chart.values, given)`.
 *
 * Formats are not checked, and references to other documents are open.
 *
 * @returns one sentence a failure; none when the values fit
 */
export function valuesAgainstSchema(values: JsonObject, schema: JsonObject): string[] {
  const validate = validators.get(schema) ?? compileSchema(local(schema) as JsonObject);
  validators.set(schema, validate);
  validate(plain(values));
  return [...new Set((validate.errors ?? []).map((error) => sentence(error)))];
}

/** The schema without references that would need the network, and without ids, which some schemas repeat. */
function local(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(local);
  if (!isMap(schema)) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => {
    const isRemote = key === '$ref' && typeof value === 'string' && !value.startsWith('#');
    return !isRemote && !(key === '$id' && typeof value === 'string');
  });
  return Object.fromEntries(kept.map(([key, value]) => [key, local(value)]));
}

/** As it arrives at Helm: without keys that are undefined. */
function plain(values: JsonObject): unknown {
  return JSON.parse(JSON.stringify(values));
}
