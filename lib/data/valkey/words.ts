import type { CacheRequest } from '../../contracts/caches';

/** What happens to a write when the memory is full, in Valkey's words. */
export type EvictionPolicy =
  'noeviction' | 'allkeys-lru' | 'allkeys-lfu' | 'volatile-lru' | 'volatile-lfu' | 'volatile-ttl';

/** A cache beyond what is asked through the capability. */
export interface CacheOptions extends CacheRequest {
  /** What happens to a write when the memory is full. @default - 'noeviction' where data is persistent, else 'allkeys-lru' */
  readonly eviction?: EvictionPolicy;
  /** Volume, as a quantity. @default - four times the memory, at least 1Gi */
  readonly size?: string;
  /** @default - the platform's block storage */
  readonly storageClass?: string;
  /** CPU that the server asks for. @default '50m' */
  readonly cpu?: string;
  /** More settings of the server, as in valkey.conf: `{ 'io-threads': '2' }`. @default {} */
  readonly parameters?: Readonly<Record<string, string>>;
  /**
   * Copies that answer reads at `<name>-read`. None of them takes over when the first one fails.
   * @default 0
   */
  readonly readReplicas?: number;
  /** Copies that must have a write before it counts as done; fewer refuse it. @default 0 */
  readonly minReplicasToWrite?: number;
  /**
   * TLS only, by a certificate of the platform. Clients verify it by `ca.crt` of Secret
   * `<name>-tls`, so the issuer must be a CA of the organization, not a public one.
   * @default false
   */
  readonly tls?: boolean | { readonly issuer: string };
}
