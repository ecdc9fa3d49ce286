import { spawn } from 'node:child_process';

/** How a command is run. */
export interface CommandOptions {
  /** Text given on standard input. @default - nothing */
  readonly input?: string;
  /** @default - the current folder */
  readonly cwd?: string;
  /** Environment variables added to the inherited ones. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Longest run in milliseconds; then it is killed. @default 300000 */
  readonly timeoutMs?: number;
}

/** How a command ended. */
export interface CommandResult {
  /** True when the exit code is 0. */
  readonly ok: boolean;
  /** Exit code; -1 when it was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. A failure is a result, because tests also look at those.
 * @throws when the program cannot be started.
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { input = '', cwd, env, timeoutMs = 300_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, code: code ?? -1, stdout, stderr }));
    // A program that does not read its input closes it early, which is no failure.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
