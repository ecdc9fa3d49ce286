import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Those that container runtimes give by default, NET_RAW aside. */
const DEFAULT_CAPABILITIES = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD'],
  ...['NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

/** No added capabilities. */
export const capabilities = podControl({
  id: 'pod-security-capabilities',
  title: 'No added capabilities',
  description: 'Only the capabilities that container runtimes give anyway may be added.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    container: `c.?securityContext.?capabilities.?add.orValue([]).exists(a, !(a in ${celLiteral(DEFAULT_CAPABILITIES)}))`,
    rule: 'must not add capabilities beyond the default set in securityContext.capabilities.add',
  }),
});
