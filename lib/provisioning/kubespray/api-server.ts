import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import { unhandledPlugins, rateLimits, plugins } from './admission';
import { flagVariables, otherFlags } from './flags';
import { managerVariables } from './managers';
import type { Source, Variables } from './source';

/** What the API servers check, record and encrypt. */
export function apiServerVariables({ definition, remoteMetrics }: Source): Variables {
  const { auditLog, auditPolicy, authentication, encryption, featureGates, podSecurity } =
    definition;
  const { path } = auditLog;
  const { usernames = [], runtimeClasses = [], namespaces } = podSecurity.exemptions;
  const { anonymousPaths } = definition;
  return {
    ...authorization(definition),
    kube_profiling: false,
    ...managerVariables(definition, remoteMetrics ? '::' : '127.0.0.1'),
    remove_anonymous_access: anonymousPaths !== undefined,
    kube_feature_gates: Object.entries(featureGates).map(([gate, on]) => `${gate}=${on}`),
    ...flagVariables(definition.apiServerArguments),
    kube_kubeadm_apiserver_extra_args: otherFlags(definition.apiServerArguments),

    kubernetes_audit: true,
    audit_log_path: path,
    audit_log_hostpath: path.slice(0, path.lastIndexOf('/')),
    audit_log_maxage: auditLog.maxAgeDays,
    audit_log_maxbackups: auditLog.maxBackups,
    audit_log_maxsize: auditLog.maxSizeMegabytes,
    audit_policy_custom_rules: auditRules(auditPolicy),

    kube_apiserver_use_authentication_config_file: true,
    kube_apiserver_authentication_config_jwt: authentication?.jwt ?? [],
    kube_apiserver_authentication_config_anonymous: {
      enabled: true,
      ...(anonymousPaths && { conditions: anonymousPaths.map((open) => ({ path: open })) }),
    },

    kube_apiserver_admission_control_config_file: true,
    kube_apiserver_enable_admission_plugins: plugins(definition),
    kube_apiserver_admission_event_rate_limits: rateLimits(definition.admission),
    kube_pod_security_use_default: true,
    ...podSecurityDefaults(podSecurity.defaults),
    kube_pod_security_exemptions_namespaces: [...namespaces],
    kube_pod_security_exemptions_runtime_class_names: [...runtimeClasses],
    kube_pod_security_exemptions_usernames: [...usernames],

    kube_encrypt_secret_data: encryption !== undefined,
    ...(encryption && {
      kube_encryption_algorithm: encryption.provider,
      kube_encryption_resources: [...encryption.resources],
    }),
  };
}

/**
 * Who is asked whether a request is allowed. Servers need a file of their own, and a folder with
 * kubeconfigs that API servers see.
 */
function authorization({ authorizers }: ControlPlaneDefinition): Variables {
  const folders = authorizers.flatMap(({ webhook }) => {
    const file = webhook?.connectionInfo.kubeConfigFile;
    return file === undefined ? [] : file.slice(0, file.lastIndexOf('/'));
  });
  if (authorizers.every(({ webhook }) => webhook === undefined)) {
    return { authorization_modes: ['Node', 'RBAC'] };
  }
  return {
    kube_apiserver_use_authorization_config_file: true,
    kube_apiserver_authorization_config_authorizers: authorizers,
    apiserver_extra_volumes: [...new Set(folders)].map((folder, i) => ({
      name: `authorizers-${i + 1}`,
      hostPath: folder,
      mountPath: folder,
      readOnly: true,
    })),
  };
}

/** What the definition asks for and kubespray cannot give, in sentences. */
export function apiServerErrors({ definition }: Source): readonly string[] {
  const files = Object.entries(otherFlags(definition.apiServerArguments))
    .filter(([, value]) => value.startsWith('/'))
    .map(
      ([flag, path]) =>
        `the API servers' flag --${flag} names the file '${path}', which kubespray does not mount into them; leave the flag out`,
    );
  const kms =
    definition.encryption?.provider === 'kms'
      ? [
          "kubespray cannot encrypt with 'kms'; choose secretbox, aesgcm or aescbc, or install with kubeadm alone",
        ]
      : [];
  return [...files, ...kms];
}

/** What of the definition is lost with kubespray, in sentences. */
export const apiServerWarnings = ({ definition }: Source): readonly string[] => [
  ...unhandledPlugins(definition.admission).map(
    (name) => `kubespray has no configuration for the admission plugin '${name}'; it is left out`,
  ),
];

/**
 * A text that kubespray puts below `rules:`; JSON is YAML, too. It has no place for what holds for
 * all rules, so each of them says it.
 */
function auditRules(policy: ControlPlaneDefinition['auditPolicy']): string {
  const { omitStages, omitManagedFields, rules } = policy;
  const all = { omitStages, omitManagedFields };
  return rules.map((rule) => `- ${JSON.stringify({ ...all, ...rule })}\n`).join('');
}

/** `enforce-version` is `kube_pod_security_default_enforce_version`. */
const podSecurityDefaults = (defaults: Readonly<Record<string, string>>): Variables =>
  Object.fromEntries(
    Object.entries(defaults).map(([mode, level]) => [
      `kube_pod_security_default_${mode.replaceAll('-', '_')}`,
      level,
    ]),
  );
