import type { IngressSpec } from 'kubernetes-types/networking/v1';
import type { Kind } from '../../index';

/** Hosts and paths of Services, as the API server knows them by itself. */
export const Ingress: Kind<{ spec: IngressSpec }> = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
};
