import type { IConstruct } from 'constructs';
import { Capability } from '../kernel';

/** What a Service of type LoadBalancer asks for. */
export interface AddressRequest {
  /** Pool to draw from. @default - any that gives addresses out by itself */
  readonly pool?: string;
  /** Fixed addresses, at most one of each family. @default - the next free one */
  readonly addresses?: readonly string[];
}

/** Gives Services of type LoadBalancer an address. */
export interface LoadBalancer {
  /** Class that a Service must name; `undefined` where it serves all that name none. */
  readonly loadBalancerClass: string | undefined;
  /** What must be deployed before a Service gets its address. */
  readonly ready: IConstruct;
  /** Annotations by which a Service asks for its address. */
  serviceAnnotations(request: AddressRequest): Readonly<Record<string, string>>;
  /**
   * Labels by which a Service asks for its address.
   * @throws when it cannot ask for that pool
   */
  serviceLabels(request: AddressRequest): Readonly<Record<string, string>>;
}

export const LoadBalancing = new Capability<LoadBalancer>('load-balancing', 'a load balancer');
