import { add, PATCH_CONDITIONS, PATCH_VARIABLES, POD_AND_TEMPLATE_RULES } from '../pod-patches';
import type { MutationTemplate } from '../words';

const PROFILE = `{'type': 'RuntimeDefault'}`;

/** Seccomp profile of the container runtime. */
export const seccompProfile: MutationTemplate = {
  id: 'default-seccomp-profile',
  title: 'Seccomp profile of the container runtime',
  description:
    'Pods that say nothing about seccomp get the profile of the container runtime, which closes system calls that they do not need.',
  defaults: {},
  rules: () => ({
    match: { rules: POD_AND_TEMPLATE_RULES },
    matchConditions: PATCH_CONDITIONS,
    variables: PATCH_VARIABLES,
    mutations: [
      {
        patch: [
          'variables.isWindows ? [] :',
          `!has(variables.podSpec.securityContext) ?\n  [${add(`'/securityContext'`, `{'seccompProfile': ${PROFILE}}`)}] :`,
          `!has(variables.podSpec.securityContext.seccompProfile) ?\n  [${add(`'/securityContext/seccompProfile'`, PROFILE)}] : []`,
        ].join('\n'),
      },
    ],
  }),
};
