import { Capability } from '../kernel';

/** What stands in front of the API servers and knows which of them work. */
export interface ApiEndpoint {
  /** Name or address that kubelets, kubeconfigs and certificates know. */
  readonly host: string;
  readonly port: number;
  /** The address that moves to a machine that works; equals `host` where that is an address. */
  readonly virtualAddress: string;
}

export const ApiLoadBalancer = new Capability<ApiEndpoint>(
  'api-load-balancer',
  'a load balancer in front of the API servers',
);
