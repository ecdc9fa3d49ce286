import type { ValidateFunction } from 'ajv';
import type { Catalog } from './catalog';
import { compileSchema, sentence } from './schema-validator';
import { strictSchema } from './structural-schema';
import { isMap, type JsonObject } from './system-facts';

/** A Kubernetes object, as it stands in a manifest. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: unknown;
}

export interface ObjectFindings {
  /** Whether a schema was found. `false` for the API server's own kinds: nothing was checked then. */
  readonly known: boolean;
  /** One sentence a failure, such as `spec.addresses[0]: has the wrong type, with '5'; give string`. */
  readonly errors: readonly string[];
}

/** By schema text: objects of one form share a validator. */
const validators = new Map<string, ValidateFunction>();

/**
 * Checks a custom resource against its pinned CRD as the API server does under strict field validation: unknown fields,
 * types, limits, patterns, the version being served, and a namespace where the scope asks for one. CEL rules and formats
 * are not evaluated.
 *
 * @param prefer ids of systems whose CRDs come first where several carry the kind. @default - the system that owns it
 */
export function objectErrors(
  object: ManifestObject,
  catalog: Catalog,
  prefer: readonly string[] = [],
): ObjectFindings {
  const { apiVersion, kind } = object;
  const [group = ''] = apiVersion.split('/');
  const crd = catalog.crd(apiVersion, kind, prefer);
  if (!crd) {
    const isMisspelt = catalog.hasGroup(group);
    const error = `kind: ${group} has no such kind, with '${kind}'; name one whose CRD is in the catalogue`;
    return { known: false, errors: isMisspelt ? [error] : [] };
  }
  if (!crd.served.includes(apiVersion.slice(group.length + 1))) {
    const served = crd.served.join(', ') || 'none';
    const error = `apiVersion: ${kind} is not served in this version, with '${apiVersion}'; use ${served}`;
    return { known: true, errors: [error] };
  }
  const scope = scopeErrors(object, crd.namespaced);
  if (!crd.schema) return { known: false, errors: scope };
  return { known: true, errors: [...scope, ...schemaErrors(object, crd.schema)] };
}

function scopeErrors({ kind, metadata }: ManifestObject, isNamespaced: boolean): string[] {
  const { namespace } = (isMap(metadata) ? metadata : {}) as { readonly namespace?: string };
  if (isNamespaced && namespace === undefined) {
    return [`metadata.namespace: ${kind} lives in a namespace; name one`];
  }
  if (!isNamespaced && namespace !== undefined) {
    return [
      `metadata.namespace: ${kind} lives outside namespaces, with '${namespace}'; leave it out`,
    ];
  }
  return [];
}

function schemaErrors(object: ManifestObject, crd: JsonObject): string[] {
  // As it arrives at the API server: without fields that are undefined.
  const plain = JSON.parse(JSON.stringify(object)) as JsonObject;
  const schema = strictSchema(crd, plain);
  const text = JSON.stringify(schema);
  const validate = validators.get(text) ?? compileSchema(schema);
  validators.set(text, validate);
  validate(plain);
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
  return [...new Set(errors.map((error) => sentence(error)))];
}
