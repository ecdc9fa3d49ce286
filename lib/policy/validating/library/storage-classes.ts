import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `storage-classes`. */
export interface StorageClassesParameters {
  /** Names of StorageClasses; claims for existing volumes (`''`) are not among them. */
  readonly allowed: readonly string[];
}

/** Allowed StorageClasses. */
export const storageClasses: PolicyTemplate<StorageClassesParameters> = {
  id: 'storage-classes',
  title: 'Allowed StorageClasses',
  description: 'Keeps the fast and the replicated storage for those that it was bought for.',
  severity: 'low',
  defaults: { allowed: [] },
  problem: ({ allowed }) =>
    allowed.length === 0 ? 'allows no StorageClass; name them in `allowed`' : undefined,
  rules: ({ allowed }) => ({
    match: {
      rules: [
        {
          apiVersion: 'v1',
          resources: ['persistentvolumeclaims'],
          // It cannot change later, and a claim must stay resizable.
          operations: ['CREATE'],
          scope: 'Namespaced',
        },
      ],
    },
    validations: [
      {
        expression: `object.spec.?storageClassName.orValue('') in ${celLiteral(allowed)}`,
        message: `spec.storageClassName must be one of ${allowed.join(', ')}`,
        reason: 'Forbidden',
      },
    ],
  }),
};
