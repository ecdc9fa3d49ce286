import { Registry, targetsOf, type Platform } from '../../index';

/** A file of one machine, and where it lies below the output folder. */
export interface PlacedFile {
  /** `control-plane/etc/kubernetes/apiserver/audit-policy.yaml`. */
  readonly source: string;
  /** `/etc/kubernetes/apiserver/audit-policy.yaml`. */
  readonly path: string;
  readonly mode: string;
  readonly restarts: readonly string[];
  readonly reloads: readonly string[];
}

/** The files of each machine, by its name, in order of their paths. Call it at synthesis. */
export function placedFiles(platform: Platform): ReadonlyMap<string, readonly PlacedFile[]> {
  const { nodes, machines } = platform;
  const placed = new Map<string, PlacedFile[]>(
    [...nodes, ...machines].map(({ name }) => [name, []]),
  );
  for (const file of Registry.of(platform).hostFiles) {
    const { on, writtenPath: source, path, mode, restarts, reloads } = file;
    if (on === 'operator' || file.content === undefined) continue;
    for (const name of targetsOf(platform, on)) {
      placed.get(name)?.push({ source, path, mode, restarts, reloads });
    }
  }
  for (const files of placed.values()) files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return placed;
}
