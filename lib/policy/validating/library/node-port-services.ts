import { serviceTypePolicy } from './service-type-policy';

/** No NodePort Services. */
export const nodePortServices = serviceTypePolicy({
  id: 'node-port-services',
  title: 'No NodePort Services',
  description: 'Each opens a port on every node, around the gateway and its TLS.',
  type: 'NodePort',
  instead: 'use a ClusterIP behind the gateway, or a LoadBalancer',
});
