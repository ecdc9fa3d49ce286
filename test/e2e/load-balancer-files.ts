import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Platform, type PlatformProps } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { freeRoot } from '../harness/sample';
import { runCommand, type CommandResult } from './rig/command';

// Files of balancers, as they can be used on a machine that is none.

/** The interface that keepalived may be told of: it takes none that is loopback. */
export const realInterface = (): string | undefined =>
  Object.entries(networkInterfaces()).find(([, all]) => all?.some((a) => !a.internal))?.[0];

/** The files of machines that a definition gives, by path below `hosts/`. */
export function filesOf(
  define: (scope: never) => void,
  props: PlatformProps,
): ReadonlyMap<string, string> {
  const platform = new Platform(freeRoot(), 'platform', props);
  define(platform as never);
  return new Map([...hostFiles(platform)].map(([path, { text }]) => [path, text]));
}

/** HAProxy's file without its chroot and account, and with its socket in a folder of the test. */
export const rootedHaproxy = (text: string, folder: string): string =>
  text
    .replace(/^ {2}(chroot|user|group) .*\n/gm, '')
    .replace('/var/lib/haproxy/admin.sock', join(folder, 'admin.sock'));

/**
 * keepalived's file with the account of the test, an interface that this machine has, and checks that are there.
 * Some versions end themselves by SIGTERM when they test a file with another account.
 */
export const rootedKeepalived = (text: string): string =>
  text
    .replace(/script_user .*/, `script_user ${userInfo().username}`)
    .replace(/script "[^"]*"/g, 'script "/bin/true"')
    .replace(/(interface|dev) \S+/g, `$1 ${realInterface()}`);

/** What HAProxy says of a file, without starting. */
export const askHaproxy = (program: string, text: string): Promise<CommandResult> =>
  withFile('haproxy.cfg', text, (file, folder) => {
    writeFileSync(file, rootedHaproxy(text, folder));
    return runCommand(program, ['-c', '-f', file]);
  });

/** What keepalived says of a file, without starting. */
export const askKeepalived = (program: string, text: string): Promise<CommandResult> =>
  withFile('keepalived.conf', rootedKeepalived(text), (file) =>
    runCommand(program, ['--config-test', '--use-file', file]),
  );

async function withFile<T>(
  name: string,
  text: string,
  use: (file: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-balancer-'));
  try {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return await use(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
