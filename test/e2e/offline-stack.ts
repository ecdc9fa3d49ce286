import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../catalog/with-catalog';
import { crdFolder } from './catalog-objects';

export interface OfflineOptions {
  /** Folder of packaged charts, `<name>-<version>.tgz`. */
  readonly charts: string | undefined;
  /** Address of a server that answers `/?of=<address>` with the bundle that is published there. */
  readonly bundles: string;
}

/** What was left out of a stack. */
export interface LeftOut {
  readonly missingCharts: readonly string[];
  /** Folders with the CRDs of their systems. */
  readonly systems: readonly string[];
}

type Attributes = Record<string, unknown>;

interface StackJson {
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly data?: { readonly http?: Record<string, { url: string }> };
}

/** Rewrites a synthesized stack so that it needs nothing from outside this machine. */
export function offlineStack(folder: string, { charts, bundles }: OfflineOptions): LeftOut {
  const file = join(folder, 'cdk.tf.json');
  const json = JSON.parse(readFileSync(file, 'utf8')) as StackJson;
  const releases = json.resource['helm_release'] ?? {};
  const gone = new Set<string>();
  const missing: { chart: string; repository: string }[] = [];
  for (const [id, release] of Object.entries(releases)) {
    const chart = String(release['chart']);
    if (chart.startsWith('${path.module}/')) continue;
    const packaged = join(charts ?? '', `${chart}-${String(release['version'])}.tgz`);
    if (charts !== undefined && existsSync(packaged)) {
      release['chart'] = packaged;
      delete release['repository'];
      continue;
    }
    missing.push({ chart, repository: String(release['repository']) });
    gone.add(`\${helm_release.${id}}`).add(`helm_release.${id}`);
    delete releases[id];
  }
  for (const all of Object.values(json.resource)) {
    for (const attributes of Object.values(all)) withoutGone(attributes, gone);
  }
  for (const data of Object.values(json.data?.http ?? {}))
    data.url = `${bundles}/?${new URLSearchParams({ of: data.url }).toString()}`;
  writeFileSync(file, JSON.stringify(json, undefined, 2));
  const systems = missing.flatMap(
    ({ chart, repository }) => catalog?.chart(chart, repository)?.system ?? [],
  );
  return {
    missingCharts: missing.map(({ chart }) => chart),
    systems: [...new Set(systems)].map(crdFolder).filter((path) => existsSync(path)),
  };
}

function withoutGone(attributes: Attributes, gone: ReadonlySet<string>): void {
  const after = attributes['depends_on'];
  if (!Array.isArray(after)) return;
  attributes['depends_on'] = after.filter((address) => !gone.has(String(address)));
}
