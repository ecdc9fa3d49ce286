import { Registry, targetsOf, type Inventory, type Platform } from '../../index';

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

/** The files of one machine, by path. Call it at synthesis. */
export function filesOf(platform: Platform, machine: string): readonly PlacedFile[] {
  return Registry.of(platform)
    .hostFiles.filter(({ on }) => on !== 'operator')
    .filter(({ on }) => targetsOf(platform, on).includes(machine))
    .filter(({ content }) => content !== undefined)
    .map(({ writtenPath: source, path, mode, restarts, reloads }) => ({
      source,
      path,
      mode,
      restarts,
      reloads,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names of all machines: nodes, then the others. */
export const machineNames = ({ nodes, machines }: Inventory): readonly string[] =>
  [...nodes, ...machines].map(({ name }) => name);
