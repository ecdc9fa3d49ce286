import { podControl } from '../pod-control';

/** No user 0. */
export const runAsUser = podControl({
  id: 'pod-security-run-as-user',
  title: 'No user 0',
  description: 'The user id 0 is root, whatever else is said.',
  severity: 'high',
  level: 'restricted',
  defaults: {},
  offences: (_, cluster) => ({
    context: (context) => `${context}.?runAsUser.orValue(1) == 0`,
    rule: 'must not set securityContext.runAsUser to 0',
    ...(cluster.atLeast('1.35') && { unless: 'variables.inUserNamespace' }),
  }),
});
