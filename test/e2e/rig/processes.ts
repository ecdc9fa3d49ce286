import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Watchdog } from './watchdog';

/** The processes of one cluster, each with a log file; they never outlive the process that started them. */
export class Processes {
  private readonly children = new Map<string, ChildProcess>();
  private readonly watchdog: Watchdog;
  private stopping = false;

  /** @param folder where the log files are; it is removed when this process ends without `stop()`. */
  constructor(private readonly folder: string) {
    this.watchdog = new Watchdog(folder);
  }

  /** Starts a program with its output in `<name>.log`. */
  start(name: string, program: string, args: readonly string[]): void {
    const log = openSync(this.logFile(name), 'a');
    const child = spawn(program, [...args], { cwd: this.folder, stdio: ['ignore', log, log] });
    closeSync(log);
    this.children.set(name, child);
    // Without a listener a program that cannot be started would end the whole test run.
    child.on('error', () => undefined);
    const { pid } = child;
    if (pid === undefined) return;
    this.watchdog.watch(pid);
    child.once('exit', () => this.watchdog.forget(pid));
    // A test that forgets to stop its cluster must not keep its runner alive.
    child.unref();
  }

  /** The process ids of what was started and of the watchdog, by name. */
  get pids(): ReadonlyMap<string, number> {
    const all = [...this.children, ['watchdog', this.watchdog] as const];
    return new Map(all.flatMap(([name, { pid }]) => (pid === undefined ? [] : [[name, pid]])));
  }

  /** The end of a process's log, the last 40 lines by default. */
  tail(name: string, lines = 40): string {
    if (!existsSync(this.logFile(name))) return '';
    return readFileSync(this.logFile(name), 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  }

  /**
   * Waits until `probe` gives something else than undefined or false; an error of it counts as "not yet".
   * @param name the process that is waited for.
   * @throws when a process ends meanwhile or the time is over, with the end of the log concerned.
   */
  async until<T>(
    name: string,
    what: string,
    probe: () => Promise<T | undefined | false>,
    timeoutMs: number,
  ): Promise<T> {
    const end = Date.now() + timeoutMs;
    let last: unknown = '';
    for (;;) {
      const found = await probe().catch((error: unknown) => {
        last = error;
        return undefined;
      });
      if (found !== undefined && found !== false) return found;
      this.assertRunning();
      if (Date.now() > end) {
        const reason = last instanceof Error ? ` (${last.message})` : '';
        const seconds = Math.round(timeoutMs / 1000);
        throw new Error(`${what} not so after ${seconds} s${reason}; ${this.logOf(name)}`);
      }
      await sleep(50);
    }
  }

  /** @throws when a process has ended by itself, with the end of its log. */
  assertRunning(): void {
    if (this.stopping) throw new Error('the cluster is stopped; start another');
    for (const [name, { pid, exitCode, signalCode }] of this.children) {
      if (pid === undefined) throw new Error(`${name} could not be started; check its program`);
      if (exitCode === null && signalCode === null) continue;
      throw new Error(`${name} ended with '${exitCode ?? signalCode}'; ${this.logOf(name)}`);
    }
  }

  /** Ends all that was started, nothing else, and waits until it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.children.values()].map(kill));
    await this.watchdog.dismiss();
  }

  private logOf(name: string): string {
    return `the end of its log:\n${this.tail(name)}`;
  }

  private logFile(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}

/** Ends a process at once: the store is thrown away, so nothing is gained by a graceful end. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.ref();
  child.kill('SIGKILL');
  await gone;
}
