import type { Api } from './api';
import type { ApplyOptions } from './api-options';
import { established } from './crds';
import { inParallel } from './in-parallel';
import { describeObject, type KubeObject } from './kube-object';
import type { Result } from './result';

/** Options of {@link applyAll}. */
export interface ApplyAllOptions extends ApplyOptions {
  /** How many objects are applied at the same time. @default 8 */
  readonly concurrency?: number;
}

/**
 * Applies objects in the order that the API server needs: namespaces, then CustomResourceDefinitions (until they are
 * served), then all else.
 * @returns one result per object, in the order of `objects`; see {@link refusals}.
 * @throws when a definition is not served within 30 s.
 */
export async function applyAll(
  api: Api,
  objects: readonly KubeObject[],
  options: ApplyAllOptions = {},
): Promise<Result[]> {
  const { concurrency = 8, ...apply } = options;
  const results = new Map<KubeObject, Result>();
  for (const phase of phases(objects)) {
    await inParallel(phase, concurrency, async (object) => {
      results.set(object, await api.apply(object, apply));
    });
    const crds = phase.filter((object) => isCrd(object) && results.get(object)?.ok);
    if (crds.length > 0 && !apply.dryRun) await established(api, crds);
  }
  return objects.map((object) => results.get(object) as Result);
}

/** The refused ones of {@link applyAll}'s results as readable lines; empty when all was accepted. */
export function refusals(objects: readonly KubeObject[], results: readonly Result[]): string[] {
  return objects.flatMap((object, i) => {
    const result = results[i];
    return result && !result.ok ? [`${describeObject(object)}: ${result.message}`] : [];
  });
}

function phases(objects: readonly KubeObject[]): KubeObject[][] {
  const isNamespace = ({ apiVersion, kind }: KubeObject) =>
    apiVersion === 'v1' && kind === 'Namespace';
  return [
    objects.filter(isNamespace),
    objects.filter(isCrd),
    objects.filter((object) => !isNamespace(object) && !isCrd(object)),
  ];
}

function isCrd({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion.startsWith('apiextensions.k8s.io/') && kind === 'CustomResourceDefinition';
}
