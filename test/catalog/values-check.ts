import { coreFields } from './core-fields';
import { nearest } from './nearest';
import { isMap, type JsonObject } from './system-facts';

export interface ValuesCheckOptions {
  /** Top-level keys of sub-charts: open where the defaults do not have them. @default - none */
  readonly subCharts?: readonly string[];
  /**
   * Key paths that the chart reads although its defaults do not show them (they stand there as comments, or are a
   * sub-chart's). Each opens everything below it; a dot within a key is written `\.`. @default - none
   */
  readonly known?: readonly string[];
}

/**
 * Finds what a chart would silently ignore: keys that its default values do not have, and maps, lists and scalars given
 * in each other's place. Maps that are empty or null by default are open, and so are the elements of lists, `global`,
 * labels and annotations; security contexts, resources and probes also take the fields that Kubernetes gives them.
 *
 * @returns one sentence a finding, such as `prometheus.serviceMonitors: the chart has no such key; …`
 */
export function unknownKeys(
  values: JsonObject,
  defaults: JsonObject,
  { subCharts = [], known = [] }: ValuesCheckOptions = {},
): string[] {
  const absent = subCharts.filter((key) => !(key in defaults));
  const globals = ['global', ...subCharts.map((key) => `${escape(key)}.global`)];
  const open = new Set([...known, ...globals, ...absent.map(escape)]);
  return findings(values, defaults, '', open);
}

function findings(
  values: JsonObject,
  defaults: JsonObject,
  prefix: string,
  open: ReadonlySet<string>,
): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix + escape(key);
    if (value === undefined || open.has(path)) return [];
    if (key in defaults) return mismatch(key, value, defaults[key], path, open);
    // A known key may stand below one that the defaults do not have at all.
    const leadsToKnown = [...open].some((known) => known.startsWith(`${path}.`));
    if (leadsToKnown && isMap(value)) return findings(value, {}, `${path}.`, open);
    return [`${path}: the chart has no such key; ${advice(key, defaults)}`];
  });
}

function mismatch(
  key: string,
  value: unknown,
  byDefault: unknown,
  path: string,
  open: ReadonlySet<string>,
): string[] {
  if (value === null || byDefault === null) return [];
  const [given, expected] = [form(value), form(byDefault)];
  if (given !== expected) {
    return [`${path}: ${given} is given where the chart has ${expected}; give ${expected}`];
  }
  if (!isMap(value) || !isMap(byDefault)) return [];
  const fields = coreFields(key);
  if (fields === 'open' || Object.keys(byDefault).length === 0) return [];
  const core = Object.fromEntries(fields.map((field) => [field, null]));
  return findings(value, { ...core, ...byDefault }, `${path}.`, open);
}

function form(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isMap(value) ? 'a map' : 'a scalar';
}

function advice(key: string, defaults: JsonObject): string {
  const similar = nearest(key, Object.keys(defaults));
  return similar ? `did you mean '${similar}'?` : 'correct it, or state it as known with a reason';
}

function escape(key: string): string {
  return key.replaceAll('.', '\\.');
}
