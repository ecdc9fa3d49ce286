import { podControl } from '../pod-control';

/** No Windows host processes. */
export const hostProcess = podControl({
  id: 'pod-security-host-process',
  title: 'No Windows host processes',
  description: 'A HostProcess container has all rights of the Windows node that it runs on.',
  severity: 'critical',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    context: (context) => `${context}.?windowsOptions.?hostProcess.orValue(false)`,
    rule: 'must not set securityContext.windowsOptions.hostProcess',
  }),
});
