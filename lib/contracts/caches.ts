import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef } from '../kernel';

/** A cache that a component asks for. */
export interface CacheRequest {
  /** Name of the cache's release and Service: `harbor-cache`. */
  readonly name: string;
  /** Namespace of the Pods that use it. */
  readonly namespace: string;
  /** Memory for the data, as a quantity. @default '256Mi' */
  readonly memory?: string;
  /** Whether data outlives a restart. @default true */
  readonly persistent?: boolean;
}

/** A cache that speaks the protocol of Redis, as its user needs to know it. */
export interface Cache {
  /** Host that takes writes: `harbor-cache.harbor.svc`. */
  readonly host: string;
  readonly port: number;
  /** In the requester's namespace. */
  readonly passwordSecret: SecretRef;
  /** Whether it speaks TLS. */
  readonly secure: boolean;
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
}

/** Runs caches that speak the protocol of Redis. */
export interface CacheServer {
  /**
   * Has a cache made for one component, with its password in the namespace; what is drawn stands
   * below `scope`.
   */
  cache(scope: Construct, request: CacheRequest): Cache;
}

export const Caches = new Capability<CacheServer>('caches', 'a cache server');
