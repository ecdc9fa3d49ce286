import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './api';
import { inParallel } from './in-parallel';
import type { KubeObject } from './kube-object';

interface Spec {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean }[];
  readonly conversion?: { readonly strategy?: string };
}

/**
 * Loads every CustomResourceDefinition that is a `*.json` file in the folders, and waits until all are served.
 * Of several with the same name the last holds. Conversion webhooks are left out, because nothing serves them here:
 * versions are then taken as equal in shape. Takes about 50 ms a definition, so load only the folders that a test needs.
 * @returns the names of the definitions.
 * @throws when one is refused or not served, naming all that are; see {@link established}.
 */
export async function loadCrds(
  api: Api,
  folders: readonly string[],
  concurrency = 8,
): Promise<string[]> {
  const crds = new Map(folders.flatMap(readFolder).map((crd) => [crd.metadata.name ?? '', crd]));
  const refusals: string[] = [];
  await inParallel([...crds], concurrency, async ([name, crd]) => {
    // Nearly all are new, and a create has no merge to compute.
    const created = await api.create(crd, { fieldManager: 'kubestrata-crds' });
    const result = created.status === 409 ? await api.apply(crd, { force: true }) : created;
    if (!result.ok) refusals.push(`'${name}': ${result.message}`);
  });
  if (refusals.length > 0) throw new Error(`definitions refused:\n${refusals.join('\n')}`);
  await established(api, [...crds.values()]);
  return [...crds.keys()];
}

/**
 * Waits until the API server serves every version of the definitions.
 * @throws when for 30 s none more is served, naming the kinds that are not and their conditions.
 */
export async function established(api: Api, crds: readonly KubeObject[]): Promise<void> {
  const isServed = (crd: KubeObject) => servedVersions(crd).every((v) => isListed(api, crd, v));
  let missing = crds;
  for (let end = Date.now() + 30_000; Date.now() < end;) {
    await api.mapper.refresh();
    const left = missing.filter((crd) => !isServed(crd));
    if (left.length === 0) return;
    // The time for many depends on the machine, so that only a standstill counts as failure.
    if (left.length < missing.length) end = Date.now() + 30_000;
    missing = left;
    await sleep(100);
  }
  const reasons = await inParallel(missing, 8, async (crd) => {
    const { object } = await api.get(crd);
    return `'${crd.metadata.name}' ${JSON.stringify(object?.['status'] ?? 'absent')}`;
  });
  throw new Error(
    `definitions not served after 30 s; see their conditions:\n${reasons.join('\n')}`,
  );
}

function readFolder(folder: string): KubeObject[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KubeObject)
    .map(withoutWebhook);
}

function servedVersions(crd: KubeObject): string[] {
  return specOf(crd)
    .versions.filter(({ served }) => served)
    .map(({ name }) => name);
}

function isListed(api: Api, crd: KubeObject, version: string): boolean {
  const { group, names } = specOf(crd);
  return api.mapper.lists(`${group}/${version}`, names.kind);
}

function withoutWebhook(crd: KubeObject): KubeObject {
  const spec = specOf(crd);
  if (spec.conversion?.strategy !== 'Webhook') return crd;
  return { ...crd, spec: { ...spec, conversion: { strategy: 'None' } } };
}

function specOf(crd: KubeObject): Spec {
  return crd['spec'] as Spec;
}
