import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '../catalog/with-catalog';
import type { KubeObject } from './rig/kube-object';

/** The CRDs that a system of the catalogue owns, as objects; copies of others' are left out. */
export function catalogObjects(system: string): KubeObject[] {
  const folder = crdFolder(system);
  if (!existsSync(folder)) return [];
  const copied = catalog?.system(system)?.crdsNotOwn ?? [];
  return readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KubeObject)
    .filter((crd) => !copied.includes(groupOf(crd)));
}

/** The API group of a CRD. */
export const groupOf = (crd: KubeObject): string =>
  String((crd['spec'] as { group?: string }).group);

/** The folder with the CRDs of a system. */
export const crdFolder = (system: string): string =>
  join(process.env['KUBESTRATA_CATALOG'] ?? '', system, 'crds');
