import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
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
 */
export function hostFiles(root: IConstruct): ReadonlyMap<string, WrittenFile> {
  const platforms = root.node
    .findAll()
    .filter((c) => Platform.isPlatform(c))
    .filter((platform) => Registry.of(platform).hostFiles.length > 0);
  const all = platforms.flatMap((platform) =>
    Registry.of(platform).hostFiles.flatMap((file): [string, WrittenFile][] => {
      const written = write(file, platform);
      const folder = platforms.length > 1 ? platform.name : '';
      return written ? [[join(folder, pathOf(file)), written]] : [];
    }),
  );
  return new Map(all);
}

/** Writes them below `folder`. */
export function writeHostFiles(root: IConstruct, folder: string): void {
  for (const [path, { text, mode }] of hostFiles(root)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, parseInt(mode, 8));
  }
}

function write(file: HostFile, { name }: Platform): WrittenFile | undefined {
  const { content, mode } = file;
  if (content === undefined) return undefined;
  const origin = `Written by kubestrata for '${name}': change the definition, not this file.`;
  return { text: format(file.path, content, origin), mode };
}

function pathOf({ on, path }: HostFile): string {
  if (on === 'operator') return path;
  return join(typeof on === 'string' ? on : on.host, path);
}
