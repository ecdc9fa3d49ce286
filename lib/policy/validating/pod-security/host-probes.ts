import { podControl } from '../pod-control';

const PROBES = 'c.?livenessProbe, c.?readinessProbe, c.?startupProbe';
const HOOKS = 'c.?lifecycle.?postStart, c.?lifecycle.?preStop';

/** No probes or hooks of other hosts. */
export const hostProbes = podControl({
  id: 'pod-security-host-probes',
  title: 'No probes or hooks of other hosts',
  description:
    'The kubelet carries probes and lifecycle hooks out; with a host of its own a Pod has the node call any address.',
  severity: 'medium',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    container: `[${PROBES}, ${HOOKS}].exists(p, p.?httpGet.?host.orValue('') != '' || p.?tcpSocket.?host.orValue('') != '')`,
    rule: 'must not set the host of a probe or lifecycle hook',
  }),
});
