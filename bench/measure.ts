/** Milliseconds that `work` takes. */
export function timed(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

export const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** Medians of two pieces of work that take turns, so that both see the same machine. */
export function inTurns(rounds: number, a: () => unknown, b: () => unknown): [number, number] {
  const [times, others]: [number[], number[]] = [[], []];
  // The first round compiles and fills caches.
  for (let round = 0; round <= rounds; round++) {
    const [first, second] = [timed(a), timed(b)];
    if (round === 0) continue;
    times.push(first);
    others.push(second);
  }
  return [median(times), median(others)];
}

/** One line of a report: what, against what, and how many times as much. */
export function report(what: string, ms: number, against: string, baseMs: number): number {
  const ratio = ms / baseMs;
  const [a, b] = [ms, baseMs].map((n) => `${n.toFixed(1)} ms`);
  console.log(`${what}: ${a}; ${against}: ${b}; ratio ${ratio.toFixed(2)}`);
  return ratio;
}
