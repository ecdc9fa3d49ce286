import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LayeredApp } from 'kubestrata/engines/cdk8s';
import { definePlatform } from '../apps/standard/platform';
import { timed } from './measure';

const COUNTS = [1, 10, 100, 1000];

/** What one platform costs when 1, 10, 100 or 1,000 of them are made in one process. */
export function clustersBench(): Record<string, number> {
  const outdir = mkdtempSync(join(tmpdir(), 'kubestrata-bench-'));
  try {
    synth(outdir, 1);
    let peak = 0;
    const each = COUNTS.map((count) => {
      const ms = timed(() => synth(outdir, count));
      peak = Math.max(peak, process.memoryUsage.rss());
      const one = ms / count;
      console.log(
        `${count} clusters: ${one.toFixed(1)} ms each, memory ${(peak / 2 ** 20).toFixed(0)} MiB`,
      );
      return one;
    });
    return { 'clusters-1000-to-10': (each[3] ?? Number.NaN) / (each[1] ?? Number.NaN) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Each cluster is an app of its own, as in a pipeline that makes one after the other. */
function synth(outdir: string, clusters: number): void {
  for (let i = 0; i < clusters; i++) {
    const app = new LayeredApp({ outdir: join(outdir, `cluster-${i % 10}`) });
    definePlatform(app);
    app.synth();
  }
}
