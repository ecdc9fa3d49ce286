import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `no-interactive-exec`. */
export interface NoInteractiveExecParameters {
  /** Groups whose members may open a shell. */
  readonly groups: readonly string[];
  /** What counts as one, beside `exec` and `attach`. */
  readonly portForward: boolean;
}

/** No shells in Pods. */
export const noInteractiveExec: PolicyTemplate<NoInteractiveExecParameters> = {
  id: 'no-interactive-exec',
  title: 'No shells in Pods',
  description:
    'A shell in a Pod reads its secrets and changes what no repository knows. For incidents, name the groups that may.',
  severity: 'medium',
  defaults: { groups: ['system:masters'], portForward: false },
  rules: ({ groups, portForward }) => ({
    match: {
      rules: [
        {
          apiVersion: 'v1',
          resources: ['pods/attach', 'pods/exec', ...(portForward ? ['pods/portforward'] : [])],
          operations: ['CONNECT'],
          scope: 'Namespaced',
        },
      ],
    },
    validations: [
      {
        expression: `request.userInfo.groups.exists(g, g in ${celLiteral(groups)})`,
        message: `shells in Pods are for members of ${groups.join(', ')} only`,
        reason: 'Forbidden',
      },
    ],
  }),
};
