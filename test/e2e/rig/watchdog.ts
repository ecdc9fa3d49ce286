import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Reads `+ <pid>` and `- <pid>` lines. At the end of its input, which comes also when the writer is killed,
 * it ends the processes that are left and removes the folder `$1`. `done` makes it leave without doing so.
 */
const SCRIPT = `
live=' '
while read -r sign pid; do
  case "$sign" in
    +) live="$live$pid " ;;
    -) case "$live" in *" $pid "*) live="\${live%% $pid *} \${live#* $pid }" ;; esac ;;
    done) exit 0 ;;
  esac
done
for pid in $live; do kill -9 "$pid"; done
sleep 0.2
rm -rf "$1"
`;

/**
 * A small process that outlives this one and cleans up after it, however this one ends: exit, a signal, even SIGKILL.
 * (Handlers of `process.on('exit')` do not run for a SIGKILL, nor for a test inside jest's sandbox.)
 */
export class Watchdog {
  private readonly shell: ChildProcess;

  /** @param folder what is removed when this process ends. */
  constructor(folder: string) {
    this.shell = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', folder], {
      stdio: ['pipe', 'ignore', 'ignore'],
      // In a session of its own, so that Ctrl-C in the terminal does not end it before its work.
      detached: true,
    });
    this.shell.unref();
    const { stdin } = this.shell;
    // When the shell is gone there is nothing left to tell it.
    stdin?.on('error', () => undefined);
    (stdin as unknown as { unref(): void } | null)?.unref();
  }

  /** The process id of the watchdog. */
  get pid(): number | undefined {
    return this.shell.pid;
  }

  /** Has the process ended when this one ends. */
  watch(pid: number): void {
    this.shell.stdin?.write(`+ ${pid}\n`);
  }

  /** Forgets a process that has ended, because its id may be given to another. */
  forget(pid: number): void {
    this.shell.stdin?.write(`- ${pid}\n`);
  }

  /** Ends the watchdog without any other effect; resolves when it is gone. */
  async dismiss(): Promise<void> {
    if (this.shell.exitCode !== null) return;
    const gone = new Promise((done) => this.shell.once('exit', done));
    // Otherwise this process could end while it waits.
    this.shell.ref();
    this.shell.stdin?.end('done\n');
    await gone;
  }
}
