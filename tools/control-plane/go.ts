import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
// The machine's own Go, no C compiler, and no workspace of a folder above.
const settings = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' };

/**
 * Runs the `go` command in a module's folder.
 * @throws when it fails, with the end of its output.
 */
export async function go(args: readonly string[], folder: string): Promise<void> {
  const env = { ...process.env, ...settings };
  await run('go', [...args], { cwd: folder, env, maxBuffer: 64 << 20 }).catch((error: unknown) => {
    const { stderr = String(error) } = error as { stderr?: string };
    const end = stderr.trim().split('\n').slice(-20).join('\n');
    throw new Error(`go ${args[0]} failed in '${folder}'; see the end of its output:\n${end}`);
  });
}

/**
 * Go's version, for example `go1.26.8`.
 * @throws when there is no Go.
 */
export function goVersion(): string {
  try {
    const env = { ...process.env, ...settings };
    return execFileSync('go', ['env', 'GOVERSION'], { env, encoding: 'utf8' }).trim();
  } catch {
    throw new Error(
      `no 'go' on PATH to build the control plane with; install Go 1.26 or newer, or put the programs ` +
        `into a folder that KUBEBUILDER_ASSETS or KUBESTRATA_TOOLS names`,
    );
  }
}
