import { add, PATCH_CONDITIONS, PATCH_VARIABLES, POD_AND_TEMPLATE_RULES } from '../pod-patches';
import type { MutationTemplate } from '../words';

const LISTS = ['containers', 'initContainers'];
/** The API server takes no `false` beside what needs more rights. */
const NEEDS_MORE = `c.securityContext.?privileged.orValue(false) ||
  c.securityContext.?capabilities.?add.orValue([]).exists(a, a in ['SYS_ADMIN', 'CAP_SYS_ADMIN'])`;

/** No privilege escalation. */
export const privilegeEscalation: MutationTemplate = {
  id: 'default-privilege-escalation',
  title: 'No privilege escalation',
  description:
    'Containers that say nothing about it may not gain more rights than they start with, as by setuid binaries.',
  defaults: {},
  rules: () => ({
    match: { rules: POD_AND_TEMPLATE_RULES },
    matchConditions: PATCH_CONDITIONS,
    variables: PATCH_VARIABLES,
    mutations: [{ patch: `variables.isWindows ? [] :\n${LISTS.flatMap(patches).join(' +\n')}` }],
  }),
};

function patches(list: string): string[] {
  const context = `'/${list}/' + string(i) + '/securityContext`;
  const each = (condition: string, patch: string): string =>
    `variables.podSpec.?${list}.orValue([]).transformList(i, c,\n  ${condition},\n  ${patch})`;
  return [
    each('!has(c.securityContext)', add(`${context}'`, `{'allowPrivilegeEscalation': false}`)),
    each(
      `has(c.securityContext) && !has(c.securityContext.allowPrivilegeEscalation) && !(${NEEDS_MORE})`,
      add(`${context}/allowPrivilegeEscalation'`, 'false'),
    ),
  ];
}
