import Ajv, {
  type ErrorObject,
  type FuncKeywordDefinition,
  type Options,
  type ValidateFunction,
} from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import { nearest } from './nearest';
import { isMap, type JsonObject } from './system-facts';

const OPTIONS: Options = {
  allErrors: true,
  strict: false,
  verbose: true,
  validateFormats: false,
  validateSchema: false,
  addUsedSchema: false,
  logger: false,
  inlineRefs: false,
  code: { regExp: Object.assign(regExp, { code: 'regExp' }) },
};

/** Compiles a schema in the draft that it states. @default - draft 7, as Helm has it */
export function compileSchema(schema: JsonObject): ValidateFunction {
  // Ajv would look for the draft's own schema by this address.
  const { $schema, ...rest } = schema;
  const draft = typeof $schema === 'string' ? $schema : '';
  if (draft.includes('2020-12')) return new Ajv2020(OPTIONS).compile(rest);
  if (draft.includes('2019-09')) return new Ajv2019(OPTIONS).compile(rest);
  return new Ajv(OPTIONS).addKeyword(LIST_MAP_KEYS).compile(rest);
}

/** The keys by which a list's elements are told apart: no two elements may agree in all of them. */
const LIST_MAP_KEYS: FuncKeywordDefinition = {
  keyword: 'listMapKeys',
  type: 'array',
  schemaType: 'array',
  error: { message: 'has two elements with the same key' },
  validate: (keys: readonly string[], elements: readonly unknown[]) => {
    const ids = elements.map((e) => JSON.stringify(keys.map((key) => (isMap(e) ? e[key] : null))));
    return new Set(ids).size === ids.length;
  },
};

/** What JavaScript cannot compile, or reads in another way than Go. */
const GO_ONLY = /\[\[:|\\[AzQEC]|\(\?P<|\\p[A-Z]/;

/** A Go pattern as JavaScript has it; one that it cannot express matches everything. */
function regExp(pattern: string): RegExp {
  const flags = pattern.includes('(?i)') ? 'i' : '';
  const source = pattern.replaceAll('(?i)', '');
  for (const mode of ['u', '']) {
    if (mode === '' && GO_ONLY.test(source)) break;
    try {
      return new RegExp(source, flags + mode);
    } catch {
      // Not valid in this mode: the next one allows more.
    }
  }
  return /(?:)/;
}

/** A failure in words: `spec.addresses[0]: what is wrong, with 'value'; what to do`. */
export function sentence(error: ErrorObject, location = pathOf(error.instancePath)): string {
  const at = (name: string): string => (location === '' ? name : `${location}${step(name)}`);
  const value = `'${text(error.data)}'`;
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      return `${at(name)}: there is no such field; ${advice(name, error)}`;
    }
    case 'required':
      return `${at(String(params['missingProperty']))}: is required; give it a value`;
    case 'type':
      return `${location}: has the wrong type, with ${value}; give ${list(params['type'], ' or ')}`;
    case 'enum':
      return `${location}: is not a known choice, with ${value}; give one of ${list(error.schema)}`;
    case 'pattern':
      return `${location}: has the wrong form, with ${value}; match ${String(error.schema)}`;
    default:
      return `${location}: ${error.message ?? error.keyword}, with ${value}; correct it`;
  }
}

function advice(name: string, { parentSchema }: ErrorObject): string {
  const names = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
  const similar = nearest(name, names);
  if (similar) return `did you mean '${similar}'?`;
  return names.length > 0 ? `use one of ${names.sort().join(', ')}` : 'leave it out';
}

function list(values: unknown, separator = ', '): string {
  return (Array.isArray(values) ? values : [values]).map((value) => String(value)).join(separator);
}

function text(value: unknown): string {
  const json = typeof value === 'string' ? value : JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

/** `/spec/addresses/0` as `spec.addresses[0]`. */
export function pathOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const names = steps.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.map(step).join('').replace(/^\./, '');
}

function step(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return /^[\w$-]+$/.test(name) ? `.${name}` : `['${name}']`;
}
