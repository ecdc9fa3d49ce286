import { podControl } from '../pod-control';
import { UNMASKED_PROC } from './proc-mount';

/** Masked /proc, in user namespaces too. */
export const procMountRestricted = podControl({
  id: 'pod-security-proc-mount-restricted',
  title: 'Masked /proc, in user namespaces too',
  description:
    'The baseline level lets Pods in a user namespace see all of /proc; this one does not.',
  severity: 'medium',
  level: 'restricted',
  defaults: {},
  offences: () => ({ container: UNMASKED_PROC, rule: 'must not set securityContext.procMount' }),
});
