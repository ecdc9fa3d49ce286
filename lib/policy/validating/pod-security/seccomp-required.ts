import { podControl } from '../pod-control';

const PROFILE = '?seccompProfile.?type';
const POD = `variables.podSpec.?securityContext.${PROFILE}`;
const ALLOWED = `['RuntimeDefault', 'Localhost']`;

/** A seccomp profile. */
export const seccompRequired = podControl({
  id: 'pod-security-seccomp-required',
  title: 'A seccomp profile',
  description: 'System calls that containers do not need are closed to them.',
  severity: 'medium',
  level: 'restricted',
  defaults: {},
  offences: () => ({
    pod: `!(${POD}.orValue('RuntimeDefault') in ${ALLOWED})`,
    container: `!(c.?securityContext.${PROFILE}.orValue(${POD}.orValue('')) in ${ALLOWED})`,
    rule: 'must set securityContext.seccompProfile.type to RuntimeDefault or Localhost',
    unless: 'variables.isWindows',
  }),
});
