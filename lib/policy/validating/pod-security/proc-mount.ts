import { podControl } from '../pod-control';

/** Also for the restricted level, which knows no exception. */
export const UNMASKED_PROC = `c.?securityContext.?procMount.orValue('Default') != 'Default'`;

/** Masked /proc. */
export const procMount = podControl({
  id: 'pod-security-proc-mount',
  title: 'Masked /proc',
  description: 'Runtimes hide parts of /proc that tell about the node or change it.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: (_, cluster) => ({
    container: UNMASKED_PROC,
    rule: 'must not set securityContext.procMount',
    ...(cluster.atLeast('1.35') && { unless: 'variables.inUserNamespace' }),
  }),
});
