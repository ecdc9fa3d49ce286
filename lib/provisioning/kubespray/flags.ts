import type { Variables } from './source';

/** Variable for a flag of the API server, and how its text is read. */
export type FlagVariable = readonly [variable: string, as?: 'list' | 'boolean'];

/** Flags of the API server that kubespray has a variable for. */
export const FLAGS: Readonly<Record<string, FlagVariable>> = {
  'authorization-mode': ['authorization_modes', 'list'],
  'bind-address': ['kube_apiserver_bind_address'],
  'default-not-ready-toleration-seconds': ['kube_apiserver_pod_eviction_not_ready_timeout_seconds'],
  'default-unreachable-toleration-seconds': [
    'kube_apiserver_pod_eviction_unreachable_timeout_seconds',
  ],
  'disable-admission-plugins': ['kube_apiserver_disable_admission_plugins', 'list'],
  'enable-aggregator-routing': ['kube_api_aggregator_routing', 'boolean'],
  'etcd-compaction-interval': ['kube_apiserver_etcd_compaction_interval'],
  'event-ttl': ['event_ttl_duration'],
  'kubelet-preferred-address-types': ['kubelet_preferred_address_types'],
  profiling: ['kube_profiling', 'boolean'],
  'request-timeout': ['kube_apiserver_request_timeout'],
  'runtime-config': ['kube_api_runtime_config', 'list'],
  'service-account-lookup': ['kube_apiserver_service_account_lookup', 'boolean'],
  'service-node-port-range': ['kube_apiserver_node_port_range'],
  'tls-cipher-suites': ['tls_cipher_suites', 'list'],
  'tls-min-version': ['tls_min_version'],
};

/** Flags that kubespray sets from other variables, or always. */
const MADE_OTHERWISE: ReadonlySet<string> = new Set([
  'admission-control-config-file',
  'allow-privileged',
  'anonymous-auth',
  'audit-log-maxage',
  'audit-log-maxbackup',
  'audit-log-maxsize',
  'audit-log-path',
  'audit-policy-file',
  'authentication-config',
  'authorization-config',
  'enable-admission-plugins',
  'encryption-provider-config',
  'feature-gates',
  'kubelet-certificate-authority',
  'service-cluster-ip-range',
]);

/** Variables for the flags that kubespray knows. */
export function flagVariables(flags: Readonly<Record<string, string>>): Variables {
  const found = Object.entries(flags).flatMap(([flag, text]): [string, unknown][] => {
    const known = FLAGS[flag];
    if (known === undefined) return [];
    const [variable, as] = known;
    const read = { list: () => text.split(','), boolean: () => text === 'true' };
    return [[variable, as ? read[as]() : text]];
  });
  return Object.fromEntries(found);
}

/** Flags that kubespray hands on as they are. */
export function otherFlags(
  flags: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(flags).filter(([flag]) => !(flag in FLAGS) && !MADE_OTHERWISE.has(flag)),
  );
}
