import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from './rig/kube-object';

/** The CRDs of a system of the catalogue, as objects. */
export function catalogObjects(system: string): KubeObject[] {
  const folder = crdFolder(system);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KubeObject,
  );
}

/** The folder with the CRDs of a system. */
export const crdFolder = (system: string): string =>
  join(process.env['KUBESTRATA_CATALOG'] ?? '', system, 'crds');
