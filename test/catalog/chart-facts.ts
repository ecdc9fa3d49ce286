import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';
import type { Catalog } from './catalog';
import { mergeValues } from './merge-values';
import { readJson } from './read-json';
import {
  isMap,
  type ChartDependency,
  type ChartEntry,
  type JsonObject,
  type PodSecurityLevel,
  type SystemFacts,
} from './system-facts';

/** A pinned chart: what it may be given, and what it brings. */
export class ChartFacts {
  /** Id of the system that it belongs to. */
  readonly system: string;
  /** @default - it is in no public repository */
  readonly repository?: string;
  readonly name: string;
  readonly version: string;
  /** Namespace that the project installs it into. */
  readonly namespace?: string;
  /** Versions of Kubernetes that it allows. @default - any */
  readonly kubeVersion?: string;
  readonly dependencies: readonly ChartDependency[];
  /** Images of a render with default values. */
  readonly images: readonly string[];
  /** Pod Security level that the system's namespace needs. @default - the catalogue states none */
  readonly podSecurity?: PodSecurityLevel;

  private ownValues?: JsonObject;
  private allDefaults?: JsonObject;
  private valuesSchema: JsonObject | undefined;

  constructor(
    private readonly catalog: Catalog,
    private readonly folder: string,
    private readonly file: string,
    { id, podSecurity }: SystemFacts,
    entry: ChartEntry,
  ) {
    this.system = id;
    this.name = entry.name;
    this.version = entry.version;
    this.dependencies = entry.dependencies ?? [];
    this.images = entry.images ?? [];
    if (entry.repository) this.repository = entry.repository;
    if (entry.namespace) this.namespace = entry.namespace;
    if (entry.kubeVersion) this.kubeVersion = entry.kubeVersion;
    if (podSecurity && podSecurity !== 'unknown') this.podSecurity = podSecurity;
  }

  /** Default values, as the chart's own file has them. */
  get values(): JsonObject {
    return (this.ownValues ??= this.read('values') ?? {});
  }

  /** Default values with those of the sub-charts that the catalogue has in the version needed, under their names. */
  get defaults(): JsonObject {
    return (this.allDefaults ??= mergeValues(this.subChartValues(), this.values, 'keep'));
  }

  /** JSON schema of the values. `undefined` when the chart has none. */
  get schema(): JsonObject | undefined {
    return (this.valuesSchema ??= this.read('values.schema'));
  }

  /** Top-level keys under which a sub-chart may read its values. */
  get subChartKeys(): readonly string[] {
    return [...new Set(this.dependencies.flatMap(keysOf))].sort();
  }

  private subChartValues(): JsonObject {
    const bundled = Object.entries(this.read('subcharts.values') ?? {});
    const known = this.dependencies.flatMap((dependency) => {
      const chart = this.catalog.chart(dependency.name, dependency.repository);
      const fits = chart && satisfies(chart.version, dependency.version, { loose: true });
      return fits ? [[this.keyOf(dependency), chart.defaults] as const] : [];
    });
    return Object.fromEntries([...bundled, ...known]);
  }

  private keyOf(dependency: ChartDependency): string {
    const keys = keysOf(dependency);
    return keys.find((key) => isMap(this.values[key])) ?? dependency.alias ?? dependency.name;
  }

  private read(kind: string): JsonObject | undefined {
    const path = join(this.folder, `${this.file}.${kind}.json`);
    return existsSync(path) ? readJson<JsonObject>(path) : undefined;
  }
}

function keysOf({ name, alias, condition = '' }: ChartDependency): readonly string[] {
  // The index keeps no aliases for most charts, but their condition is `<alias>.enabled`.
  const switches = condition.split(',').map((path) => path.split('.'));
  const aliases = switches.filter((steps) => steps.length === 2).map(([first = '']) => first);
  return [...(alias ? [alias] : []), name, ...aliases].filter((key) => key !== 'global');
}
