import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Platform } from '../../lib';
import { hostFiles, writeHostFiles } from '../../lib/engines/hosts';
import { Calico } from '../../lib/network/calico';
import { Longhorn } from '../../lib/storage/longhorn';
import { examples, platforms } from '../../lib/provisioning/node-prerequisites/examples';
import { freeRoot } from '../harness/sample';
import type { FakeMachine, Outcome } from './fake-machine';

/** Names of the examples of NodePrerequisites. */
export const NAMES = Object.keys(examples);

/** Runs a program. */
export const run = (command: string, args: readonly string[], env = {}): Outcome => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, output: `${stdout}${stderr}` };
};

/** The example on its machines, with what brings ports and needs. */
export function platformOf(name: string): Platform {
  const platform = new Platform(freeRoot(), 'platform', platforms[name]);
  new Calico(platform, 'calico', { encapsulation: 'IPIP', bgp: {} });
  new Longhorn(platform, 'longhorn', { expose: false });
  examples[name]?.(platform);
  return platform;
}

/** Files that end like this, by path. */
export const texts = (name: string, ending: string): [string, string][] =>
  [...hostFiles(platformOf(name))].flatMap(([path, { text }]) =>
    path.endsWith(ending) ? [[path, text]] : [],
  );

/** The first worker of an example, with its files. */
export function worker(example = 'every-group'): FakeMachine {
  const files = [...hostFiles(platformOf(example))].flatMap(([path, { text }]) =>
    path.startsWith('worker/') ? [[path.slice('worker'.length), text] as const] : [],
  );
  return { name: 'w-1', address: '192.0.2.21', files: new Map(files) };
}

/** Runs `use` with the files of a platform in a folder. */
export function withFiles<T>(platform: Platform, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-hosts-'));
  try {
    writeHostFiles(platform, folder);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
