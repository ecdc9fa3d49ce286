/**
 * Structures of the core API that many CRDs contain, by their sorted field names. They lend a shape its
 * name only: its fields are always those of the CRD, and a second, different shape keeps its own path.
 */
const NAMES: Readonly<Record<string, string>> = {
  'matchExpressions matchLabels': 'LabelSelector',
  'key operator values': 'LabelSelectorRequirement',
  'matchExpressions matchFields': 'NodeSelectorTerm',
  nodeSelectorTerms: 'NodeSelector',
  'nodeAffinity podAffinity podAntiAffinity': 'Affinity',
  'preference weight': 'PreferredSchedulingTerm',
  'podAffinityTerm weight': 'WeightedPodAffinityTerm',
  'labelSelector matchLabelKeys mismatchLabelKeys namespaceSelector namespaces topologyKey':
    'PodAffinityTerm',
  'effect key operator tolerationSeconds value': 'Toleration',
  'claims limits requests': 'ResourceRequirements',
  'limits requests': 'ResourceLimits',
  'key name optional': 'KeySelector',
  'name value valueFrom': 'EnvVar',
  'configMapRef prefix secretRef': 'EnvFromSource',
  'mountPath mountPropagation name readOnly recursiveReadOnly subPath subPathExpr': 'VolumeMount',
  'level role type user': 'SELinuxOptions',
  'localhostProfile type': 'SecurityProfile',
  'apiGroup kind name': 'TypedReference',
};

/** Name of the core structure that has these fields. `undefined` for all others. */
export function wellKnownName(fields: readonly string[]): string | undefined {
  return NAMES[[...fields].sort().join(' ')];
}
