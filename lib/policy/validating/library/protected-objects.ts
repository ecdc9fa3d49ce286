import type { MatchRule } from '../../match';
import type { PolicyTemplate } from '../words';
import { PROTECTED, PROTECTED_LABEL } from './protected-label';

/** Parameters of `protected-objects`. */
export interface ProtectedObjectsParameters {
  /** What can be protected; their operations are not read. */
  readonly rules: readonly MatchRule[];
}

/** Objects that cannot be deleted by accident. */
export const protectedObjects: PolicyTemplate<ProtectedObjectsParameters> = {
  id: 'protected-objects',
  title: 'Objects that cannot be deleted by accident',
  description: `An object with the label ${PROTECTED_LABEL}=true stays until somebody takes the label away; so does the namespace that it is in.`,
  severity: 'high',
  platformNamespaces: 'included',
  defaults: {
    rules: [
      {
        apiVersion: 'v1',
        resources: ['configmaps', 'persistentvolumeclaims', 'secrets', 'services'],
        scope: 'Namespaced',
      },
      { apiVersion: 'v1', resources: ['persistentvolumes'], scope: 'Cluster' },
      { apiVersion: 'apps/v1', resources: ['deployments', 'statefulsets'], scope: 'Namespaced' },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        resources: ['customresourcedefinitions'],
        scope: 'Cluster',
      },
    ],
  },
  rules: ({ rules }) => ({
    match: {
      rules: rules.map((rule) => ({ ...rule, operations: ['DELETE'] })),
      objects: { [PROTECTED_LABEL]: 'true' },
    },
    validations: [
      {
        expression: `!(${PROTECTED})`,
        message: `this object is protected; take its label ${PROTECTED_LABEL} away before deleting it`,
        reason: 'Forbidden',
      },
    ],
  }),
};
