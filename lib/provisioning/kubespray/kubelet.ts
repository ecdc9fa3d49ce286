import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { Source, Variables } from './source';

/** Fields of the KubeletConfiguration that kubespray has a variable for. */
export const FIELDS: Readonly<Record<string, string>> = {
  cgroupDriver: 'kubelet_cgroup_driver',
  containerLogMaxFiles: 'kubelet_logfiles_max_nr',
  containerLogMaxSize: 'kubelet_logfiles_max_size',
  cpuManagerPolicy: 'kubelet_cpu_manager_policy',
  cpuManagerPolicyOptions: 'kubelet_cpu_manager_policy_options',
  eventRecordQPS: 'kubelet_event_record_qps',
  evictionHard: 'eviction_hard',
  failCgroupV1: 'kubelet_fail_cgroup_v1',
  failSwapOn: 'kubelet_fail_swap_on',
  healthzBindAddress: 'kubelet_healthz_bind_address',
  healthzPort: 'kubelet_healthz_port',
  imageGCHighThresholdPercent: 'kubelet_image_gc_high_threshold',
  imageGCLowThresholdPercent: 'kubelet_image_gc_low_threshold',
  makeIPTablesUtilChains: 'kubelet_make_iptables_util_chains',
  maxParallelImagePulls: 'kubelet_max_parallel_image_pulls',
  maxPods: 'kubelet_max_pods',
  nodeStatusUpdateFrequency: 'kubelet_status_update_frequency',
  podPidsLimit: 'kubelet_pod_pids_limit',
  protectKernelDefaults: 'kubelet_protect_kernel_defaults',
  readOnlyPort: 'kube_read_only_port',
  resolvConf: 'kube_resolv_conf',
  rotateCertificates: 'kubelet_rotate_certificates',
  seccompDefault: 'kubelet_seccomp_default',
  serverTLSBootstrap: 'kubelet_rotate_server_certificates',
  shutdownGracePeriod: 'kubelet_shutdown_grace_period',
  shutdownGracePeriodCriticalPods: 'kubelet_shutdown_grace_period_critical_pods',
  streamingConnectionIdleTimeout: 'kubelet_streaming_connection_idle_timeout',
  topologyManagerPolicy: 'kubelet_topology_manager_policy',
  topologyManagerScope: 'kubelet_topology_manager_scope',
};

/** Fields that kubespray writes from other variables. */
const MADE_OTHERWISE: ReadonlySet<string> = new Set([
  'address',
  'apiVersion',
  'authentication',
  'authorization',
  'clusterDNS',
  'clusterDomain',
  'containerRuntimeEndpoint',
  'enforceNodeAllocatable',
  'featureGates',
  'kind',
  'kubeReserved',
  'kubeletCgroups',
  'memorySwap',
  'staticPodPath',
  'systemReserved',
  'tlsCipherSuites',
  'tlsMinVersion',
]);

/** What every kubelet is told. */
export function kubeletVariables({ definition, options }: Source): Variables {
  const { kubelet } = definition;
  const named = Object.entries(FIELDS).map(([field, variable]) => [variable, kubelet[field]]);
  const rest = Object.entries(kubelet).filter(
    ([field]) => !(field in FIELDS) && !MADE_OTHERWISE.has(field),
  );
  return {
    kubelet_authentication_token_webhook: true,
    kubelet_authorization_mode_webhook: true,
    kubelet_csr_approver_enabled: options.kubeletCsrApprover ?? false,
    ...(Object.fromEntries(named) as Variables),
    ...reserved('kube', kubelet['kubeReserved']),
    ...reserved('system', kubelet['systemReserved']),
    kubelet_swap_behavior: (kubelet['memorySwap'] as { swapBehavior?: string } | undefined)
      ?.swapBehavior,
    ...tls(definition),
    kubelet_feature_gates: featureGates(definition),
    kubelet_config_extra_args: Object.fromEntries(rest),
  };
}

/** kubespray has one setting for kubelets and API servers; the API servers' comes first. */
function tls({ apiServerArguments, kubelet }: ControlPlaneDefinition): Variables {
  return {
    ...(!('tls-min-version' in apiServerArguments) && {
      tls_min_version: kubelet['tlsMinVersion'],
    }),
    ...(!('tls-cipher-suites' in apiServerArguments) && {
      tls_cipher_suites: kubelet['tlsCipherSuites'],
    }),
  };
}

/** The kubelets' list replaces that of all parts, so it has both. */
function featureGates({ featureGates: all, kubelet }: ControlPlaneDefinition) {
  const own = kubelet['featureGates'] as Readonly<Record<string, boolean>> | undefined;
  return own && Object.entries({ ...all, ...own }).map(([gate, on]) => `${gate}=${on}`);
}

/** `{ 'ephemeral-storage': '1Gi' }` is `kube_ephemeral_storage_reserved: 1Gi`. */
function reserved(part: 'kube' | 'system', amounts: unknown): Variables {
  const entries = Object.entries((amounts ?? {}) as Readonly<Record<string, string>>);
  return Object.fromEntries(
    entries.map(([what, amount]) => [`${part}_${what.replaceAll('-', '_')}_reserved`, amount]),
  );
}
