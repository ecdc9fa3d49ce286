import { createHash } from 'node:crypto';
import type { JsonSchema } from './json-schema';
import type { Prunes } from './prunes';

/** An object type that gets a name. Its text names other shapes by their mark. */
export interface Shape {
  readonly mark: string;
  readonly fields: string;
  readonly fieldNames: readonly string[];
  /** Where it occurs: the kind's name, then the fields that lead to it. */
  readonly places: (readonly string[])[];
}

export const OPEN_MAP = 'Readonly<Record<string, unknown>>';
const OPEN_LIST = 'readonly unknown[]';
const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
};

/**
 * Turns schemas into type texts and collects the object types in them.
 *
 * Two sub-schemas whose fields have the same types are one shape, whatever their patterns and limits say.
 */
export class TypeShapes {
  private readonly shapes = new Map<string, Shape & { readonly order: number }>();
  private order = 0;

  /** The shapes so far, outer ones before those that they contain. */
  all(): readonly Shape[] {
    return [...this.shapes.values()].sort((a, b) => a.order - b.order);
  }

  /**
   * Type text of a schema.
   *
   * @param place the kind's name, then the fields that lead here
   * @param prunes paths below the kind that stay open
   */
  type(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    return withNull(schema, this.bare(schema, place, prunes));
  }

  /** The fields of an object type, one a line. */
  fields(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    const required = new Set(schema.required);
    const lines = Object.entries(schema.properties ?? {}).map(([name, child]) => {
      const type = this.field(child, [...place, name], prunes);
      return `readonly ${key(name)}${required.has(name) ? '' : '?'}: ${type};`;
    });
    if (schema['x-kubernetes-preserve-unknown-fields']) {
      lines.push('readonly [key: string]: unknown;');
    }
    return lines.join('\n');
  }

  private field(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    const isOpen = prunes.takes(place.slice(1)) && ['array', 'object'].includes(schema.type ?? '');
    if (!isOpen) return this.type(schema, place, prunes);
    return withNull(schema, schema.type === 'array' ? OPEN_LIST : OPEN_MAP);
  }

  private bare(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    const literals = choices(schema);
    if (literals) return literals.map(literal).join(' | ');
    if (schema['x-kubernetes-int-or-string']) return 'number | string';
    if (schema.type === 'array') {
      if (!schema.items) return OPEN_LIST;
      const element = this.type(schema.items, place, prunes);
      return `readonly ${element.includes('|') || element.startsWith('readonly ') ? `(${element})` : element}[]`;
    }
    if (schema.type === 'object' || (!schema.type && schema.properties)) {
      return this.object(schema, place, prunes);
    }
    return SCALARS[schema.type ?? ''] ?? 'unknown';
  }

  private object(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    const { properties = {}, additionalProperties } = schema;
    if (Object.keys(properties).length > 0) return this.shape(schema, place, prunes);
    if (typeof additionalProperties === 'object') {
      return `Readonly<Record<string, ${this.type(additionalProperties, place, prunes)}>>`;
    }
    if (additionalProperties || schema['x-kubernetes-preserve-unknown-fields']) return OPEN_MAP;
    // The API server drops every field of an object without declared ones, so only `{}` is right.
    return 'Readonly<Record<string, never>>';
  }

  private shape(schema: JsonSchema, place: readonly string[], prunes: Prunes): string {
    const order = this.order++;
    const fields = this.fields(schema, place, prunes);
    const mark = `#${createHash('sha256').update(fields).digest('hex').slice(0, 16)}#`;
    const known = this.shapes.get(mark);
    if (known) {
      known.places.push(place);
    } else {
      const fieldNames = Object.keys(schema.properties ?? {});
      this.shapes.set(mark, { mark, fields, fieldNames, places: [place], order });
    }
    return mark;
  }
}

/** Values of an enumeration. Several of them (`allOf`) leave what all allow. */
function choices({ enum: own, allOf = [] }: JsonSchema): readonly unknown[] | undefined {
  const lists = [own, ...allOf.map((part) => part.enum)].filter((list) => list !== undefined);
  if (lists.length === 0) return undefined;
  return lists.reduce((left, right) => left.filter((value) => right.includes(value)));
}

function literal(value: unknown): string {
  return typeof value === 'string' ? quote(value) : String(value);
}

function withNull({ nullable }: JsonSchema, type: string): string {
  const hasNull = type === 'unknown' || /(^| )null$/.test(type);
  return nullable && !hasNull ? `${type} | null` : type;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}
