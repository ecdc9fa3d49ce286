import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { go, goVersion } from './go';
import { withLock } from './lock';
import { isExecutable, lookup, type Log } from './lookup';
import {
  FAMILIES,
  TOOLS,
  TOOL_NAMES,
  familyFolder,
  linkerFlags,
  pinnedVersion,
  type ToolName,
} from './tools';

const toStderr: Log = (line) => void process.stderr.write(`control-plane: ${line}\n`);

/**
 * Gives the paths of programs: from `KUBEBUILDER_ASSETS`, else from `PATH`, else from the cache, where missing ones
 * are built first. Only what is named is looked for and built.
 * @param names what is needed, for example `['etcd', 'kube-apiserver']`.
 * @param log takes progress lines. @default - standard error
 * @throws when Go is missing or a build fails, with the end of its output.
 */
export async function tools<N extends ToolName>(
  names: readonly N[],
  log: Log = toStderr,
): Promise<Record<N, string>> {
  const found = await Promise.all(
    names.map(async (name) => [name, await lookup(name, log)] as const),
  );
  const absent = found.flatMap(([name, path]) => (path === undefined ? [name] : []));
  const bin = absent.length > 0 ? await build(absent, log) : '';
  return Object.fromEntries(found.map(([name, path]) => [name, path ?? join(bin, name)])) as Record<
    N,
    string
  >;
}

/**
 * Builds what the cache lacks of the named programs.
 * @returns the cache's folder of programs.
 * @throws when Go is missing or a build fails, with the end of its output.
 */
export async function build(names: readonly ToolName[], log: Log = toStderr): Promise<string> {
  const bin = binFolder();
  const missing = () => names.filter((name) => !isExecutable(join(bin, name)));
  if (missing().length === 0) return bin;
  await withLock(join(bin, '.lock'), log, async () => {
    // Asked again: another process may have built them while this one waited.
    const wanted = missing();
    for (const family of FAMILIES) {
      const members = wanted.filter((name) => TOOLS[name].family === family);
      if (members.length > 0) await buildFamily(family, members, bin, log);
    }
  });
  return bin;
}

/**
 * The cache's folder of programs: `KUBESTRATA_TOOLS`, else one whose name changes with the pinned versions and Go's.
 * @throws when `KUBESTRATA_TOOLS` is unset and there is no Go.
 */
export function binFolder(): string {
  const named = process.env['KUBESTRATA_TOOLS'];
  if (named) return named;
  const hash = createHash('sha256').update(goVersion());
  for (const family of FAMILIES) {
    const folder = familyFolder(family);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/^go\.(mod|sum)$|\.go$/.test(file)) hash.update(readFileSync(join(folder, file)));
    }
  }
  const caches = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const version = hash.digest('hex').slice(0, 16);
  return join(caches, 'kubestrata', 'control-plane', version, 'bin');
}

async function buildFamily(
  family: string,
  names: readonly ToolName[],
  bin: string,
  log: Log,
): Promise<void> {
  const started = Date.now();
  const first = TOOLS[names[0] as ToolName];
  log(`building ${names.join(', ')} ${pinnedVersion(first)} (minutes, when Go's cache is cold)`);
  mkdirSync(bin, { recursive: true });
  // On the same file system as the target, so that the rename is atomic.
  const temporary = mkdtempSync(join(bin, '.build-'));
  try {
    const packages = names.map((name) => TOOLS[name].package);
    const flags = ['-mod=readonly', '-buildvcs=false', `-ldflags=${linkerFlags(first)}`];
    if (first.tags) flags.push(`-tags=${first.tags.join()}`);
    await go(['build', ...flags, '-o', `${temporary}/`, ...packages], familyFolder(family));
    for (const name of names) {
      renameSync(join(temporary, outputName(TOOLS[name].package)), join(bin, name));
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  log(`built ${names.join(', ')} in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The file name that `go build` gives a program: the last part of its path that is not a major version. */
function outputName(path: string): string {
  return basename(path.replace(/\/v\d+$/, ''));
}

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.find((name) => !(name in TOOLS));
  if (unknown !== undefined) {
    throw new Error(`no tool is called '${unknown}'; choose from ${TOOL_NAMES.join(', ')}`);
  }
  const names = args.length > 0 ? (args as readonly ToolName[]) : TOOL_NAMES;
  process.stdout.write(`${await build(names)}\n`);
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    toStderr(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
