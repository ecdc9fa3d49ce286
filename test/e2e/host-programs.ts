import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The path of a program that a distribution or PyPI gives, which is looked for in the folder that
 * `KUBESTRATA_ANSIBLE` names (Ansible's programs), in `PATH`, and where daemons are.
 */
export function hostProgram(name: string): string | undefined {
  const named = name.startsWith('ansible') ? [process.env['KUBESTRATA_ANSIBLE'] ?? ''] : [];
  const folders = [...named, ...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Why a test that needs these programs cannot run, if it cannot. */
export function missingPrograms(...names: readonly string[]): string | undefined {
  const missing = names.filter((name) => hostProgram(name) === undefined);
  return missing.length > 0 ? `no ${missing.join(', ')} on PATH; install it` : undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
