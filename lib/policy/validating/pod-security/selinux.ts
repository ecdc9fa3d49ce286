import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** SELinux types of containers only. */
export const seLinux = podControl({
  id: 'pod-security-selinux',
  title: 'SELinux types of containers only',
  description:
    'SELinux types other than those of containers, users and roles lift the confinement.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: (_, cluster) => {
    const engine = cluster.atLeast('1.31') ? ['container_engine_t'] : [];
    const types = ['', 'container_t', 'container_init_t', 'container_kvm_t', ...engine];
    return {
      context: (context) =>
        [
          `!(${context}.?seLinuxOptions.?type.orValue('') in ${celLiteral(types)})`,
          `${context}.?seLinuxOptions.?user.orValue('') != ''`,
          `${context}.?seLinuxOptions.?role.orValue('') != ''`,
        ].join(' ||\n  '),
      rule: 'must not set seLinuxOptions.user or .role, nor a .type that is not for containers',
    };
  },
});
