import { memoryMebibytes } from '../quantity';
import type { CacheOptions } from './words';

/** How large a cache's parts are, in mebibytes. */
export interface CacheSizes {
  /** For the data. */
  readonly data: number;
  readonly request: number;
  readonly limit: number;
}

/**
 * Memory of the server. What it writes to disk it writes from a fork, whose pages are copied as
 * they change: in the worst case all of them.
 */
export function cacheSizes({
  memory = '256Mi',
  persistent = true,
  readReplicas = 0,
}: CacheOptions): CacheSizes {
  const data = memoryMebibytes(memory) ?? 256;
  const forks = persistent || readReplicas > 0;
  return {
    data,
    request: Math.ceil(data * 1.25) + 32,
    limit: Math.ceil(data * (forks ? 2 : 1.5)) + 64,
  };
}

/** Volume for the append-only file, which is there twice while it is rewritten. */
export function volumeSize({ size, memory = '256Mi' }: CacheOptions): string {
  const data = memoryMebibytes(memory) ?? 256;
  return size ?? `${Math.max(1, Math.ceil((data * 4) / 1024))}Gi`;
}
