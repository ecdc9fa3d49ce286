import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { Variables } from './source';

/** Flags that kubespray has variables of its own for, or sets from what is said elsewhere. */
const CONTROLLER_MANAGER: Readonly<Record<string, string>> = {
  'bind-address': 'kube_controller_manager_bind_address',
  'node-monitor-grace-period': 'kube_controller_node_monitor_grace_period',
  'node-monitor-period': 'kube_controller_node_monitor_period',
  'terminated-pod-gc-threshold': 'kube_controller_terminated_pod_gc_threshold',
};

const SCHEDULER: Readonly<Record<string, string>> = {
  'bind-address': 'kube_scheduler_bind_address',
};

const MADE_OTHERWISE: ReadonlySet<string> = new Set([
  'feature-gates',
  'node-cidr-mask-size-ipv4',
  'node-cidr-mask-size-ipv6',
  'profiling',
  'tls-cipher-suites',
  'tls-min-version',
]);

/** Flags of etcd beside API servers. */
const ETCD: Readonly<Record<string, string>> = {
  'auto-compaction-retention': 'etcd_compaction_retention',
  'election-timeout': 'etcd_election_timeout',
  'heartbeat-interval': 'etcd_heartbeat_interval',
  'listen-metrics-urls': 'etcd_listen_metrics_urls',
  'log-level': 'etcd_log_level',
  'max-request-bytes': 'etcd_max_request_bytes',
  metrics: 'etcd_metrics',
  'quota-backend-bytes': 'etcd_quota_backend_bytes',
  'snapshot-count': 'etcd_snapshot_count',
};

/**
 * What the controller manager and the scheduler are told.
 *
 * @param address where they listen unless the definition says it
 */
export function managerVariables(definition: ControlPlaneDefinition, address: string): Variables {
  const [controllers, others] = split(definition.controllerManagerArguments, CONTROLLER_MANAGER);
  const [scheduler, rest] = split(definition.schedulerArguments, SCHEDULER);
  return {
    kube_controller_manager_bind_address: address,
    ...controllers,
    kube_kubeadm_controller_extra_args: others,
    kube_scheduler_bind_address: address,
    ...scheduler,
    kube_kubeadm_scheduler_extra_args: rest,
  };
}

/** What the etcd beside each API server is told; kubespray's own choices are for slow disks, and others than kubeadm's. */
export function stackedEtcdVariables(
  { stackedEtcd }: ControlPlaneDefinition,
  deployment: 'host' | 'kubeadm',
): Variables {
  if (!stackedEtcd) return {};
  const [known, flags] = split(stackedEtcd.arguments, ETCD);
  // systemd's etcd reads an environment.
  const others = deployment === 'kubeadm' ? flags : environment(flags);
  return {
    etcd_data_dir: stackedEtcd.dataDirectory,
    etcd_compaction_retention: '0',
    etcd_election_timeout: '1000',
    etcd_heartbeat_interval: '100',
    ...known,
    etcd_extra_vars: others,
  };
}

/** `auto-compaction-mode` is `ETCD_AUTO_COMPACTION_MODE`. */
const environment = (flags: Variables): Variables =>
  Object.fromEntries(
    Object.entries(flags).map(([flag, value]) => [
      `ETCD_${flag.toUpperCase().replaceAll('-', '_')}`,
      value,
    ]),
  );

/** Variables for the flags that there are some for, and the flags that there are none for. */
function split(
  flags: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): readonly [Variables, Variables] {
  const all = Object.entries(flags).filter(([flag]) => !MADE_OTHERWISE.has(flag));
  return [
    Object.fromEntries(all.flatMap(([f, value]) => (variables[f] ? [[variables[f], value]] : []))),
    Object.fromEntries(all.filter(([flag]) => variables[flag] === undefined)),
  ];
}
