import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { TOOLS, type ToolName } from './tools';

const run = promisify(execFile);

/** Takes one progress line. */
export type Log = (line: string) => void;

/** True when the path is a file that may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Looks for a tool in the folder that `KUBEBUILDER_ASSETS` names, then in each folder of `PATH`.
 * One that is too old, or whose version cannot be read, is passed over and the reason is logged.
 * @returns the program's path, or undefined when it has to come from the cache.
 */
export async function lookup(name: ToolName, log: Log): Promise<string | undefined> {
  const seen = new Set<string>();
  for (const { folder, source } of folders()) {
    const path = join(folder, name);
    if (!isExecutable(path) || seen.has(realpathSync(path))) continue;
    seen.add(realpathSync(path));
    const objection = await objectionTo(name, path);
    if (!objection) return path;
    log(`${name}: '${path}' (${source}) passed over: ${objection}`);
  }
  return undefined;
}

function folders(): { folder: string; source: string }[] {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [
    ...(assets ? [{ folder: assets, source: 'KUBEBUILDER_ASSETS' }] : []),
    ...path.map((folder) => ({ folder, source: 'PATH' })),
  ];
}

async function objectionTo(name: ToolName, path: string): Promise<string | undefined> {
  const { oldest, version } = TOOLS[name];
  if (!oldest) return undefined;
  const output = await run(path, [...version], { timeout: 20_000 }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const found = /\bv?(\d+\.\d+(?:\.\d+)?)/.exec(output)?.[1];
  if (!found) return `its version cannot be read from '${version.join(' ')}'`;
  return isOlder(found, oldest) ? `version ${found} is older than ${oldest}` : undefined;
}

/** True when `version` comes before `oldest`; only major and minor count. */
export function isOlder(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  return major !== oldestMajor ? major < oldestMajor : minor < oldestMinor;
}
