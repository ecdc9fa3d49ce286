import { serviceTypePolicy } from './service-type-policy';

/** LoadBalancer Services where they are meant to be. */
export const loadBalancerServices = serviceTypePolicy({
  id: 'load-balancer-services',
  title: 'LoadBalancer Services where they are meant to be',
  description: 'Each takes an address of the network and opens a way around the gateway.',
  type: 'LoadBalancer',
  instead: 'expose it through the gateway',
});
