import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './lookup';

/**
 * Runs `work` while no other process of this machine runs it under the same lock file.
 * The lock of a process that has ended is taken over.
 */
export async function withLock<T>(file: string, log: Log, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  for (let announced = false; !take(file);) {
    const owner = ownerOf(file);
    if (owner !== undefined && !isAlive(owner)) {
      // Two waiters may both see a dead owner and then build at the same time.
      // That costs time but harms nothing, because each program is put in place by a rename.
      rmSync(file, { force: true });
      continue;
    }
    if (!announced) log(`waiting for the build of process ${owner ?? '(starting)'}`);
    announced = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    if (ownerOf(file) === process.pid) rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
