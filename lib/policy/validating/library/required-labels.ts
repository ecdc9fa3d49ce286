import { celLiteral } from '../../cel-literal';
import type { MatchRule } from '../../match';
import type { PolicyTemplate } from '../words';

/** Parameters of `required-labels`. */
export interface RequiredLabelsParameters {
  /** Keys, each with the regular expression (RE2) that its whole value must match. */
  readonly labels: Readonly<Record<string, string>>;
  /** What must have them. */
  readonly rules: readonly MatchRule[];
}

/** Labels that tell what and whose. */
export const requiredLabels: PolicyTemplate<RequiredLabelsParameters> = {
  id: 'required-labels',
  title: 'Labels that tell what and whose',
  description: 'Costs, alerts and dashboards find the owner of a workload by its labels.',
  severity: 'low',
  defaults: {
    labels: { 'app.kubernetes.io/name': '.+' },
    rules: [
      {
        apiVersion: 'apps/v1',
        resources: ['daemonsets', 'deployments', 'statefulsets'],
        scope: 'Namespaced',
      },
      { apiVersion: 'batch/v1', resources: ['cronjobs'], scope: 'Namespaced' },
    ],
  },
  problem: ({ labels }) =>
    Object.keys(labels).length === 0 ? 'demands no label; name one or more' : undefined,
  rules: ({ labels, rules }) => ({
    match: { rules },
    variables: {
      required: celLiteral(labels),
      missing: `variables.required.map(k, k).filter(k,\n  !object.metadata.?labels[?k].orValue('').matches('^(' + variables.required[k] + ')$')\n)`,
    },
    validations: [
      {
        expression: 'size(variables.missing) == 0',
        message: `the labels ${Object.keys(labels).join(', ')} must be there`,
        messageExpression: `'labels that are missing or have another form: ' + variables.missing.map(k, k + ' (' + variables.required[k] + ')').join(', ')`,
      },
    ],
  }),
};
