import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';
import { PROTECTED, PROTECTED_LABEL } from './protected-label';

/** Parameters of `protected-namespaces`. */
export interface ProtectedNamespacesParameters {
  /** Names of namespaces that are protected though they do not have the label. */
  readonly namespaces: readonly string[];
}

/** Namespaces that cannot be deleted by accident. */
export const protectedNamespaces: PolicyTemplate<ProtectedNamespacesParameters> = {
  id: 'protected-namespaces',
  title: 'Namespaces that cannot be deleted by accident',
  description: `Deleting a namespace deletes everything in it. One with the label ${PROTECTED_LABEL}=true stays until somebody takes the label away.`,
  severity: 'high',
  platformNamespaces: 'included',
  defaults: { namespaces: [] },
  rules: ({ namespaces }) => ({
    match: {
      rules: [
        { apiVersion: 'v1', resources: ['namespaces'], operations: ['DELETE'], scope: 'Cluster' },
      ],
    },
    validations: [
      {
        expression: `!(${PROTECTED}) && !(request.name in ${celLiteral(namespaces)})`,
        message: `this namespace is protected; take its label ${PROTECTED_LABEL} away, or its name out of the policy, before deleting it`,
        reason: 'Forbidden',
      },
    ],
  }),
};
