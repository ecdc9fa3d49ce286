import { podControl } from '../pod-control';

/** No privilege escalation. */
export const privilegeEscalation = podControl({
  id: 'pod-security-privilege-escalation',
  title: 'No privilege escalation',
  description: 'A process may not gain more rights than its parent, as by setuid binaries.',
  severity: 'medium',
  level: 'restricted',
  defaults: {},
  offences: () => ({
    container: 'c.?securityContext.?allowPrivilegeEscalation.orValue(true)',
    rule: 'must set securityContext.allowPrivilegeEscalation to false',
    unless: 'variables.isWindows',
  }),
});
