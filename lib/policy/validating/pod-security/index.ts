import { appArmor } from './apparmor';
import { capabilities } from './capabilities';
import { dropCapabilities } from './drop-capabilities';
import { hostNamespaces } from './host-namespaces';
import { hostPath } from './host-path';
import { hostPorts } from './host-ports';
import { hostProbes } from './host-probes';
import { hostProcess } from './host-process';
import { privilegeEscalation } from './privilege-escalation';
import { privileged } from './privileged';
import { procMount } from './proc-mount';
import { procMountRestricted } from './proc-mount-restricted';
import { runAsNonRoot } from './run-as-non-root';
import { runAsUser } from './run-as-user';
import { seLinux } from './selinux';
import { seccomp } from './seccomp';
import { seccompRequired } from './seccomp-required';
import { sysctls } from './sysctls';
import { volumeTypes } from './volume-types';

/**
 * The Pod Security Standards, one policy a control, so that a namespace can be exempt from one of
 * them and keep all others. Exemptions may also name the groups `pod-security-baseline` and
 * `pod-security-restricted`.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podSecurity = {
  'pod-security-apparmor': appArmor,
  'pod-security-capabilities': capabilities,
  'pod-security-host-namespaces': hostNamespaces,
  'pod-security-host-path': hostPath,
  'pod-security-host-ports': hostPorts,
  'pod-security-host-probes': hostProbes,
  'pod-security-host-process': hostProcess,
  'pod-security-privileged': privileged,
  'pod-security-proc-mount': procMount,
  'pod-security-seccomp': seccomp,
  'pod-security-selinux': seLinux,
  'pod-security-sysctls': sysctls,
  'pod-security-drop-capabilities': dropCapabilities,
  'pod-security-privilege-escalation': privilegeEscalation,
  'pod-security-proc-mount-restricted': procMountRestricted,
  'pod-security-run-as-non-root': runAsNonRoot,
  'pod-security-run-as-user': runAsUser,
  'pod-security-seccomp-required': seccompRequired,
  'pod-security-volume-types': volumeTypes,
};
