import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { IConstruct } from 'constructs';
import { Platform, Registry, type HostFile } from '../../kernel';
import { format } from './format';

/** A file as it is written. */
export interface WrittenFile {
  readonly text: string;
  /** Permissions, in octal: `0644`. */
  readonly mode: string;
}

/**
 * The files of machines below `root`, by path below the output folder: `<group or machine>/etc/…`,
 * and what is for the operator without a folder of its own. Where several platforms have machines,
 * each has a folder with its name.
 *
 * @throws Error where two of these platforms have one name
 */
export function hostFiles(root: IConstruct): ReadonlyMap<string, WrittenFile> {
  const platforms = root.node.findAll().filter((c) => Platform.isPlatform(c));
  // Components work outside of platforms too; their files are then known to the root of the tree.
  const clusters = [...new Set([root, ...platforms].map((c) => Registry.boundaryOf(c)))].filter(
    (cluster) => Registry.of(cluster).hostFiles.length > 0,
  );
  const names = clusters.flatMap((c) => (Platform.isPlatform(c) ? c.name : []));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new Error(
      `two platforms with machines are named '${twice}', and their files would mix; give one of them another \`name\``,
    );
  }
  const all = clusters.flatMap((cluster) =>
    Registry.of(cluster).hostFiles.flatMap((file): [string, WrittenFile][] => {
      const name = Platform.isPlatform(cluster) ? cluster.name : undefined;
      const written = write(file, name);
      const folder = names.length > 1 ? (name ?? '') : '';
      return written ? [[join(folder, file.writtenPath), written]] : [];
    }),
  );
  return new Map(all);
}

/** Writes the files of machines below `root` into a folder; nothing, where one of them cannot be made. */
export function writeHostFiles(root: IConstruct, folder: string): void {
  writeFiles(hostFiles(root), folder);
}

/** Writes files into a folder, with their permissions. */
export function writeFiles(files: ReadonlyMap<string, WrittenFile>, folder: string): void {
  for (const [path, { text, mode }] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    // What was written before may be for reading only.
    rmSync(file, { force: true });
    writeFileSync(file, text);
    chmodSync(file, parseInt(mode, 8));
  }
}

function write(file: HostFile, cluster: string | undefined): WrittenFile | undefined {
  const { content, mode } = file;
  if (content === undefined) return undefined;
  const whose = cluster === undefined ? '' : ` for '${cluster}'`;
  const origin = `Written by kubestrata${whose}: change the definition, not this file.`;
  return { text: format(file.path, content, origin), mode };
}
