import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { highlyAvailable, spread, type Values } from '../../index';
import { servers } from './servers';
import type { DnsOptions } from './words';

export interface CoreDnsValuesOptions extends DnsOptions {
  /** Whether the number of copies follows that of nodes and cores. @default true, false on a single node */
  readonly autoscale?: boolean;
}

/** Chart values of CoreDNS in the place of kubeadm's. */
export function coreDnsValues(
  scope: IConstruct,
  options: CoreDnsValuesOptions,
  clusterIps: readonly string[],
): Values {
  const metrics = Metrics.find(scope);
  const ha = highlyAvailable(scope);
  const imports = options.imports ?? [];
  return {
    isClusterService: true,
    // Network policies, and tools, look for the DNS of a cluster by this label.
    k8sAppLabelOverride: 'kube-dns',
    service: {
      name: 'kube-dns',
      clusterIP: clusterIps[0],
      ...(clusterIps.length > 1 && { clusterIPs: clusterIps, ipFamilyPolicy: 'RequireDualStack' }),
    },
    serviceAccount: { create: true },
    replicaCount: ha ? 2 : 1,
    autoscaler: {
      enabled: options.autoscale ?? ha,
      min: ha ? 2 : 1,
      preventSinglePointFailure: ha,
      priorityClassName: 'system-cluster-critical',
      tolerations: TOLERATIONS,
    },
    podDisruptionBudget: ha ? { maxUnavailable: 1 } : {},
    topologySpreadConstraints: ha ? spread({ 'app.kubernetes.io/name': 'coredns' }) : [],
    priorityClassName: 'system-cluster-critical',
    tolerations: TOLERATIONS,
    podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    // The chart limits the CPU to a tenth of a core, which makes every name slow under load.
    resources: {
      requests: { cpu: '100m', memory: '70Mi' },
      limits: { cpu: null, memory: '256Mi' },
    },
    servers: servers(options).map((server) => ({
      ...server,
      plugins: server.plugins.map((plugin) => ({ ...plugin })),
    })),
    ...(imports.length > 0 && {
      extraConfig: Object.fromEntries(imports.map((path) => [`import ${path}`, {}])),
    }),
    prometheus: {
      service: { enabled: metrics !== undefined },
      monitor: { enabled: metrics !== undefined, additionalLabels: metrics?.monitorLabels },
    },
  };
}

const TOLERATIONS = [
  { key: 'CriticalAddonsOnly', operator: 'Exists' },
  { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
];
