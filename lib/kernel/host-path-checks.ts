import type { HostFile } from './host-file';
import { targetsOf, type Inventory } from './hosts';
import type { Registry } from './registry';

/** A file that is in the way of another. */
interface Clash {
  readonly first: HostFile;
  readonly second: HostFile;
  /** Where they meet: names of machines, or the output folder. */
  readonly where: string[];
}

/** Two files with one path, or one where another has a folder, on a machine or in what is written. */
export function pathErrors(inventory: Inventory, { hostFiles }: Registry): string[] {
  const clashes = new Map<string, Clash>();
  const meet = (first: HostFile, second: HostFile, where: string): void => {
    // A late file may turn out to be none.
    if (first.content === undefined || second.content === undefined) return;
    const key = `${first.writtenPath}\n${second.writtenPath}`;
    const clash = clashes.get(key);
    if (clash === undefined) clashes.set(key, { first, second, where: [where] });
    else if (where !== OUTPUT) clash.where.push(where);
  };
  for (const [where, files] of placesOf(inventory, hostFiles)) {
    const taken = new Map<string, HostFile>();
    for (const [path, file] of files) {
      const owner = taken.get(path);
      if (owner === undefined) taken.set(path, file);
      else meet(owner, file, where);
    }
    for (const [path, file] of taken) {
      for (const folder of foldersOf(path)) {
        const owner = taken.get(folder);
        if (owner) meet(owner, file, where);
      }
    }
  }
  return [...clashes.values()].map(sentence);
}

const OUTPUT = 'the output folder';

/** What is put where, by path: on each machine, and in the folder that is written. */
function placesOf(
  inventory: Inventory,
  hostFiles: readonly HostFile[],
): ReadonlyMap<string, readonly (readonly [string, HostFile])[]> {
  const places = new Map<string, (readonly [string, HostFile])[]>();
  const put = (where: string, path: string, file: HostFile): void => {
    places.set(where, [...(places.get(where) ?? []), [path, file]]);
  };
  for (const file of hostFiles) {
    for (const name of targetsOf(inventory, file.on)) put(`'${name}'`, file.path, file);
  }
  for (const file of hostFiles) put(OUTPUT, file.writtenPath, file);
  return places;
}

/** `/etc/a/b` → `/etc/a`, `/etc`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function sentence({ first, second, where }: Clash): string {
  const both = `'${first.by.node.path}' and '${second.by.node.path}' both write '${first.path}'`;
  const below = `'${first.by.node.path}' writes '${first.path}' as a file, and '${second.by.node.path}' puts '${second.path}' below it,`;
  const sameFile = first.path === second.path || first.writtenPath === second.writtenPath;
  return `${sameFile ? both : below} on ${where.join(', ').replace(OUTPUT, `\`dist/hosts/${first.writtenPath}\``)}; keep one of them, or move it`;
}
