import type { LabelMatch } from '../../match';
import type { PolicyTemplate } from '../words';

/** Parameters of `replicas`. */
export interface ReplicasParameters {
  /** From 2; none at all is allowed too. */
  readonly minimum: number;
  /** Labels of the workloads that it is about. */
  readonly labels: LabelMatch;
}

/** More than one replica. */
export const replicas: PolicyTemplate<ReplicasParameters> = {
  id: 'replicas',
  title: 'More than one replica',
  description: 'A single replica is gone for as long as its node is drained or lost.',
  severity: 'medium',
  defaults: { minimum: 2, labels: { stage: 'production' } },
  problem: ({ minimum }) =>
    Number.isInteger(minimum) && minimum > 1
      ? undefined
      : `demands '${minimum}' replicas; give \`minimum\` a whole number from 2`,
  rules: ({ minimum, labels }) => ({
    match: {
      rules: [
        { apiVersion: 'apps/v1', resources: ['deployments', 'statefulsets'], scope: 'Namespaced' },
      ],
      objects: labels,
    },
    validations: [
      {
        // None at all is switched off on purpose, or by an autoscaler.
        expression: `object.spec.replicas == 0 || object.spec.replicas >= ${minimum}`,
        message: `spec.replicas must be ${minimum} or more`,
        messageExpression: `'spec.replicas must be ${minimum} or more, and is ' + string(object.spec.replicas)`,
      },
    ],
  }),
};
