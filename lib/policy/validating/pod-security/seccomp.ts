import { podControl } from '../pod-control';

/** Seccomp stays on. */
export const seccomp = podControl({
  id: 'pod-security-seccomp',
  title: 'Seccomp stays on',
  description: 'A Pod may not ask for all system calls of the kernel.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    context: (context) =>
      `!(${context}.?seccompProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'])`,
    rule: 'must not set seccompProfile.type to anything but RuntimeDefault or Localhost',
  }),
});
