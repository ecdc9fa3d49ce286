import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ChartFacts } from './chart-facts';
import { readJson } from './read-json';
import type { CrdEntry, CrdFacts, CrdFile, SystemFacts } from './system-facts';

interface CrdPlace {
  readonly system: string;
  readonly entry: CrdEntry;
}

/**
 * The facts of the systems that the platform models: default values and schemas of the pinned charts, CRDs, examples.
 *
 * Files are read when they are asked for, and once.
 */
export class Catalog {
  /** The catalogue that `KUBESTRATA_CATALOG` names. `undefined` when the variable is not set. */
  static open(): Catalog | undefined {
    const folder = process.env['KUBESTRATA_CATALOG'];
    return folder ? new Catalog(folder) : undefined;
  }

  private readonly folders: readonly string[];
  private readonly facts = new Map<string, SystemFacts>();
  private readonly crdFiles = new Map<string, CrdFile | undefined>();
  private chartIndex?: readonly ChartFacts[];
  private crdIndex?: ReadonlyMap<string, readonly CrdPlace[]>;
  private groupIndex?: ReadonlySet<string>;

  /** @throws when the folder holds no system */
  constructor(private readonly folder: string) {
    const entries = existsSync(folder) ? readdirSync(folder).sort() : [];
    this.folders = entries.filter((id) => existsSync(join(folder, id, 'system.json')));
    if (this.folders.length === 0) {
      throw new Error(
        `the catalogue is empty, with '${folder}'; set KUBESTRATA_CATALOG to its folder`,
      );
    }
  }

  /** Every system, sorted by id. */
  systems(): readonly SystemFacts[] {
    return this.folders.map((id) => this.system(id)).filter((facts) => facts !== undefined);
  }

  /** One system by the name of its folder. */
  system(id: string): SystemFacts | undefined {
    if (!this.facts.has(id) && this.folders.includes(id)) {
      this.facts.set(id, readJson<SystemFacts>(join(this.folder, id, 'system.json')));
    }
    return this.facts.get(id);
  }

  /** Every chart of every system. */
  charts(): readonly ChartFacts[] {
    return (this.chartIndex ??= this.systems().flatMap((system) =>
      Object.entries(system.charts ?? {}).map(
        ([file, entry]) => new ChartFacts(this, join(this.folder, system.id), file, system, entry),
      ),
    ));
  }

  /**
   * A chart by its name, and by its repository where several have the name.
   * An OCI repository may be given with or without the chart's name at its end.
   */
  chart(name: string, repository?: string): ChartFacts | undefined {
    const named = this.charts().filter((chart) => chart.name === name);
    if (repository === undefined) return named.length === 1 ? named[0] : undefined;
    const wanted = bareRepository(repository, name);
    return named.find((chart) => bareRepository(chart.repository ?? '', name) === wanted);
  }

  /** Whether any system of the catalogue has custom resources in the API group. */
  hasGroup(group: string): boolean {
    this.groupIndex ??= new Set(
      this.systems().flatMap(({ crds = [] }) => crds.map((entry) => entry.group)),
    );
    return this.groupIndex.has(group);
  }

  /**
   * The CRD of a kind; `served` is empty when its version is not known.
   *
   * Several systems may carry the same CRD in different releases: a system that owns it comes before one that carries
   * a copy, one that serves the version before one that does not.
   *
   * @param prefer ids of systems whose CRDs come first, such as the one of the experimental channel
   * @returns `undefined` for a kind without a CRD in the catalogue
   */
  crd(apiVersion: string, kind: string, prefer: readonly string[] = []): CrdFacts | undefined {
    const [group = '', version = ''] = apiVersion.split('/');
    const rank = (id: string): number => (prefer.includes(id) ? prefer.indexOf(id) : prefer.length);
    const all = [...(this.crdsByKind().get(`${kind}.${group}`) ?? [])]
      .sort((a, b) => rank(a.system) - rank(b.system))
      .map(({ system, entry }) => this.crdFacts(system, entry, version));
    return all.find((facts) => facts.served.includes(version)) ?? all[0];
  }

  private crdFacts(system: string, entry: CrdEntry, version: string): CrdFacts {
    const file = this.crdFile(
      join(this.folder, system, 'crds', `${entry.plural}.${entry.group}.json`),
    );
    const served = file?.spec.versions.filter((v) => v.served);
    const schema = served?.find((v) => v.name === version)?.schema?.openAPIV3Schema;
    return {
      system,
      namespaced: entry.scope === 'Namespaced',
      served: served?.map((v) => v.name) ?? entry.versions,
      ...(schema && { schema }),
    };
  }

  private crdFile(path: string): CrdFile | undefined {
    if (!this.crdFiles.has(path)) {
      this.crdFiles.set(path, existsSync(path) ? readJson<CrdFile>(path) : undefined);
    }
    return this.crdFiles.get(path);
  }

  private crdsByKind(): ReadonlyMap<string, readonly CrdPlace[]> {
    if (this.crdIndex) return this.crdIndex;
    const index = new Map<string, CrdPlace[]>();
    for (const place of this.ownersFirst()) {
      const id = `${place.entry.kind}.${place.entry.group}`;
      index.set(id, [...(index.get(id) ?? []), place]);
    }
    return (this.crdIndex = index);
  }

  private ownersFirst(): readonly CrdPlace[] {
    const all = this.systems().flatMap(({ id, crds = [], crdsNotOwn = [] }) =>
      crds.map((entry) => ({ system: id, entry, isCopy: crdsNotOwn.includes(entry.group) })),
    );
    return [...all.filter(({ isCopy }) => !isCopy), ...all.filter(({ isCopy }) => isCopy)];
  }
}

function bareRepository(repository: string, chart: string): string {
  const trimmed = repository.replace(/\/+$/, '');
  const isOci = trimmed.startsWith('oci://') && trimmed.endsWith(`/${chart}`);
  return isOci ? trimmed.slice(0, -chart.length - 1) : trimmed;
}
