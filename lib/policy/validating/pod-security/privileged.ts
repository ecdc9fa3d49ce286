import { podControl } from '../pod-control';

/** No privileged containers. */
export const privileged = podControl({
  id: 'pod-security-privileged',
  title: 'No privileged containers',
  description: 'A privileged container has all devices and rights of the node.',
  severity: 'critical',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    container: 'c.?securityContext.?privileged.orValue(false)',
    rule: 'must not set securityContext.privileged',
  }),
});
