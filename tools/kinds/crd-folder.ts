import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from './json-schema';
import type { KindRequest } from './request';

/** A kind with the schema that its type is made from. */
export interface KindSchema {
  readonly request: KindRequest;
  readonly apiVersion: string;
  readonly namespaced: boolean;
  readonly schema: JsonSchema;
}

/** What the generator reads of one system in the catalogue. */
export interface CrdFolder {
  readonly system: string;
  readonly release: string;
  /** All kinds of the system, as `Kind.group`, sorted. */
  readonly brings: readonly string[];
  /** @throws when the system has no such kind or version, or several groups have the kind */
  kind(request: KindRequest): KindSchema;
}

interface CrdEntry {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: string;
  readonly storage: string;
}

interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly deprecated?: boolean;
  readonly schema?: { readonly openAPIV3Schema: JsonSchema };
}

interface SystemFile {
  readonly version?: string;
  readonly mainChart?: string;
  readonly charts?: Readonly<Record<string, { readonly version: string }>>;
  readonly crds?: readonly CrdEntry[];
}

/**
 * Opens the folder of one system.
 *
 * @throws when the catalogue has no such system
 */
export function openCrdFolder(catalog: string, system: string): CrdFolder {
  const file = join(catalog, system, 'system.json');
  if (!existsSync(file)) {
    throw new Error(`the catalogue has no system '${system}'; use the name of one of its folders`);
  }
  const facts = readJson<SystemFile>(file);
  const entries = facts.crds ?? [];
  return {
    system,
    release: release(system, facts),
    brings: entries.map(({ kind, group }) => `${kind}.${group}`).sort(),
    kind(request) {
      const entry = select(system, entries, request);
      const path = join(catalog, system, 'crds', `${entry.plural}.${entry.group}.json`);
      // Some CRDs cannot be read from a repository: the object is then open.
      const versions = existsSync(path)
        ? readJson<{ spec: { versions: CrdVersion[] } }>(path).spec.versions
        : [{ name: entry.storage, served: true }];
      const { name, schema } = chooseVersion(versions, request);
      return {
        request,
        apiVersion: `${entry.group}/${name}`,
        namespaced: entry.scope === 'Namespaced',
        schema: schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true },
      };
    },
  };
}

function select(system: string, entries: readonly CrdEntry[], request: KindRequest): CrdEntry {
  const { kind, group } = request;
  const found = entries.filter((e) => e.kind === kind && (!group || e.group === group));
  const [entry, ...others] = found;
  if (!entry) {
    const known = [...new Set(entries.map((e) => `${e.kind}.${e.group}`))].sort().join(', ');
    const name = group ? `${kind}.${group}` : kind;
    throw new Error(`${system} has no kind '${name}'; it has ${known || 'none'}`);
  }
  if (others.length > 0) {
    const choices = found.map((e) => `${kind}.${e.group}`).join(' or ');
    throw new Error(`several groups of ${system} have the kind '${kind}'; write ${choices}`);
  }
  return entry;
}

/**
 * The version asked for, else the newest one that is served and not deprecated, in the order of the
 * Kubernetes API: `v2`, `v1`, `v2beta1`, `v1beta1`, `v1alpha1`.
 *
 * @throws when no version fits
 */
export function chooseVersion<V extends Pick<CrdVersion, 'name' | 'served' | 'deprecated'>>(
  versions: readonly V[],
  { kind, version }: KindRequest,
): V {
  const served = versions.filter((v) => v.served);
  const current = served.filter((v) => !v.deprecated);
  const choice = version
    ? served.find((v) => v.name === version)
    : [...(current.length > 0 ? current : served)].sort(byAge)[0];
  if (!choice) {
    const names = served.map((v) => v.name).join(', ') || 'none';
    throw new Error(`${kind} is not served as '${version ?? 'any version'}'; choose of: ${names}`);
  }
  return choice;
}

function byAge(a: { readonly name: string }, b: { readonly name: string }): number {
  const [x, y] = [age(a.name), age(b.name)];
  return y.stability - x.stability || y.major - x.major || y.minor - x.minor;
}

function age(version: string): { stability: number; major: number; minor: number } {
  const [, major = '0', level = '', minor = '0'] = /^v(\d+)(alpha|beta)?(\d*)$/.exec(version) ?? [];
  return {
    stability: { alpha: 0, beta: 1 }[level] ?? 2,
    major: Number(major),
    minor: Number(minor),
  };
}

function release(system: string, { version, mainChart, charts = {} }: SystemFile): string {
  const names = Object.keys(charts);
  const main = [mainChart, system, names[0]].find((name) => name && charts[name]);
  const pin = main && charts[main];
  if (!pin) return version ? `version ${version}` : '';
  return names.length === 1 ? `chart ${pin.version}` : `chart ${main} ${pin.version}`;
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
