import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

const SAFE = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
];
const SAFE_SINCE_1_32 = ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'];

/** Safe sysctls only. */
export const sysctls = podControl({
  id: 'pod-security-sysctls',
  title: 'Safe sysctls only',
  description: 'Kernel parameters that reach beyond the Pod are for the administrator of the node.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: (_, cluster) => {
    const safe = cluster.atLeast('1.32') ? [...SAFE, ...SAFE_SINCE_1_32] : SAFE;
    return {
      others: `variables.podSpec.?securityContext.?sysctls.orValue([]).filter(s,\n  !(s.name in ${celLiteral(safe)})\n).map(s, 'sysctl "' + s.name + '"')`,
      rule: 'must not be set; only sysctls that stay within the Pod may',
    };
  },
});
