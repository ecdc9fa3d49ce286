import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `load-balancer-services` and `node-port-services`. */
export interface ServiceTypeParameters {
  /** Namespaces that may have such Services. */
  readonly namespaces: readonly string[];
}

/** A policy that keeps Services of a type to some namespaces. */
export function serviceTypePolicy(policy: {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly type: 'LoadBalancer' | 'NodePort';
  /** What to do instead, as read in the message. */
  readonly instead: string;
}): PolicyTemplate<ServiceTypeParameters> {
  const { type, instead, ...info } = policy;
  return {
    ...info,
    severity: 'medium',
    defaults: { namespaces: [] },
    rules: ({ namespaces }) => ({
      match: { rules: [{ apiVersion: 'v1', resources: ['services'], scope: 'Namespaced' }] },
      validations: [
        {
          expression: `object.spec.?type.orValue('ClusterIP') != '${type}'${namespaces.length > 0 ? ` || request.namespace in ${celLiteral(namespaces)}` : ''}`,
          message: `spec.type must not be ${type} in this namespace; ${instead}`,
          reason: 'Forbidden',
        },
      ],
    }),
  };
}
