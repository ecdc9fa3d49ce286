import { podControl } from '../pod-control';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/** AppArmor stays on. */
export const appArmor = podControl({
  id: 'pod-security-apparmor',
  title: 'AppArmor stays on',
  description:
    'The AppArmor profile of the container runtime may be replaced by one of the node, not switched off.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    context: (context) =>
      `!(${context}.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'])`,
    // How it was said before Kubernetes 1.30; still read by the API server.
    others: `variables.podAnnotations.filter(k,
  k.startsWith('${PREFIX}') &&
  !(variables.podAnnotations[k] in ['', 'runtime/default'] || variables.podAnnotations[k].startsWith('localhost/'))
).map(k, 'annotation "' + k + '"')`,
    rule: 'must not set an AppArmor profile other than RuntimeDefault or Localhost',
  }),
});
