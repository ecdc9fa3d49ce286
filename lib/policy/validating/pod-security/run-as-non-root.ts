import { podControl } from '../pod-control';

const POD = 'variables.podSpec.?securityContext.?runAsNonRoot';

/** Not as root. */
export const runAsNonRoot = podControl({
  id: 'pod-security-run-as-non-root',
  title: 'Not as root',
  description: 'Root within a container is root of the node once it gets out.',
  severity: 'high',
  level: 'restricted',
  defaults: {},
  offences: (_, cluster) => ({
    pod: `!${POD}.orValue(true)`,
    container: `!c.?securityContext.?runAsNonRoot.orValue(${POD}.orValue(false))`,
    rule: 'must set securityContext.runAsNonRoot to true',
    ...(cluster.atLeast('1.35') && { unless: 'variables.inUserNamespace' }),
  }),
});
