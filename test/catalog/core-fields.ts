const PROBE = [
  'exec',
  'failureThreshold',
  'grpc',
  'httpGet',
  'initialDelaySeconds',
  'periodSeconds',
  'successThreshold',
  'tcpSocket',
  'terminationGracePeriodSeconds',
  'timeoutSeconds',
];

/** Fields of pods and of containers: charts name both `securityContext`. */
const SECURITY_CONTEXT = [
  'allowPrivilegeEscalation',
  'appArmorProfile',
  'capabilities',
  'fsGroup',
  'fsGroupChangePolicy',
  'privileged',
  'procMount',
  'readOnlyRootFilesystem',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'seLinuxOptions',
  'seccompProfile',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'sysctls',
  'windowsOptions',
];

const FIELDS: readonly (readonly [RegExp, readonly string[] | 'open'])[] = [
  [/(labels|annotations|nodeSelector)$/i, 'open'],
  [/securityContext$/i, SECURITY_CONTEXT],
  [/resources$/i, ['claims', 'limits', 'requests']],
  [/^(limits|requests)$/, 'open'],
  [/affinity$/i, ['nodeAffinity', 'podAffinity', 'podAntiAffinity']],
  [/(liveness|readiness|startup)Probe$/i, PROBE],
  [/strategy$/i, ['rollingUpdate', 'type']],
  [/^rollingUpdate$/, ['maxSurge', 'maxUnavailable', 'partition']],
];

/**
 * Fields that a values key takes because charts copy it into a Kubernetes object as it is, whatever part of it the
 * defaults show.
 */
export function coreFields(key: string): readonly string[] | 'open' {
  return FIELDS.find(([pattern]) => pattern.test(key))?.[1] ?? [];
}
