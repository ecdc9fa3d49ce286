import { add, PATCH_CONDITIONS, PATCH_VARIABLES, TEMPLATE_RULES } from '../pod-patches';
import type { MutationTemplate } from '../words';

/** No token of the default ServiceAccount. */
export const serviceAccountToken: MutationTemplate = {
  id: 'default-service-account-token',
  title: 'No token of the default ServiceAccount',
  description:
    'Templates of Pods without a ServiceAccount of their own get no token for the API server. Pods themselves have theirs mounted before policies see them.',
  defaults: {},
  rules: () => ({
    match: { rules: TEMPLATE_RULES },
    matchConditions: PATCH_CONDITIONS,
    variables: PATCH_VARIABLES,
    mutations: [
      {
        patch: `variables.podSpec.?serviceAccountName.orValue('') in ['', 'default'] &&
!has(variables.podSpec.automountServiceAccountToken) ?
  [${add(`'/automountServiceAccountToken'`, 'false')}] : []`,
      },
    ],
  }),
};
