import type { PolicyTemplate } from '../words';

/** Disruption budgets that let nodes be drained. */
export const disruptionBudget: PolicyTemplate = {
  id: 'disruption-budget',
  title: 'Disruption budgets that let nodes be drained',
  description:
    'A PodDisruptionBudget that allows no disruption at all stops every drain, and so every upgrade of a node.',
  severity: 'medium',
  defaults: {},
  rules: () => ({
    match: {
      rules: [
        { apiVersion: 'policy/v1', resources: ['poddisruptionbudgets'], scope: 'Namespaced' },
      ],
    },
    validations: [
      {
        expression: `!has(object.spec.maxUnavailable) || !(string(object.spec.maxUnavailable) in ['0', '0%'])`,
        message: 'spec.maxUnavailable must allow one disruption or more',
      },
      {
        expression: `!has(object.spec.minAvailable) || string(object.spec.minAvailable) != '100%'`,
        message: 'spec.minAvailable must be less than 100%',
      },
    ],
  }),
};
