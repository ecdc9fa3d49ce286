import { load } from 'js-yaml';
import { Platform, type PlatformProps } from '../../lib';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { hostFiles } from '../../lib/engines/hosts';
import type { Wiring } from '../../lib/kernel';
import { Kubespray, type KubesprayProps } from '../../lib/provisioning/kubespray';
import { freeRoot } from '../harness/sample';

/** A control plane of which every part says little. */
export const definition: ControlPlaneDefinition = {
  clusterName: 'production',
  version: '1.35.4',
  endpoint: { host: 'api.example.com', port: 6443 },
  certificateNames: ['api.example.com'],
  podNetworks: ['10.244.0.0/16'],
  serviceNetworks: ['10.96.0.0/16'],
  dnsDomain: 'cluster.local',
  nodeMask: 24,
  nodeMaskIpv6: 64,
  imageRepository: 'registry.k8s.io',
  auditPolicy: { rules: [{ level: 'Metadata' }] },
  auditLog: { path: '/var/log/audit/a.log', maxAgeDays: 7, maxBackups: 3, maxSizeMegabytes: 50 },
  authentication: undefined,
  anonymousPaths: ['/livez', '/readyz', '/healthz'],
  authorizers: [
    { type: 'Node', name: 'node' },
    { type: 'RBAC', name: 'rbac' },
  ],
  admission: { plugins: [] },
  podSecurity: { defaults: { enforce: 'baseline' }, exemptions: { namespaces: ['kube-system'] } },
  encryption: undefined,
  apiServerArguments: {},
  controllerManagerArguments: {},
  schedulerArguments: {},
  stackedEtcd: { dataDirectory: '/var/lib/etcd', arguments: {} },
  featureGates: {},
  kubelet: {},
  kubeProxyMode: 'iptables',
  installsDns: true,
};

export interface Setup {
  readonly props?: KubesprayProps;
  readonly controlPlane?: Partial<ControlPlaneDefinition>;
  readonly platform?: PlatformProps;
  readonly wiring?: readonly Wiring[];
}

/** A platform with kubespray: what it writes, and what it says is wrong. */
export function sprayed({ props = {}, controlPlane = {}, platform = {}, wiring = [] }: Setup = {}) {
  const root = freeRoot();
  const cluster = new Platform(root, 'platform', {
    kubernetesVersion: '1.35',
    nodes: [
      { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' },
      { name: 'worker-1', address: '192.0.2.21', role: 'worker' },
    ],
    ...platform,
  });
  new Kubespray(cluster, 'kubespray', {
    ...props,
    wiring: [ControlPlane.with({ ...definition, ...controlPlane }), ...wiring],
  });
  const text = (file: string): string | undefined => hostFiles(root).get(file)?.text;
  return {
    platform: cluster,
    text,
    errors: (): string[] => root.node.findAll().flatMap((c) => c.node.validate()),
    yaml: (file: string) => load(text(`kubespray/${file}`) ?? '{}') as Record<string, unknown>,
    /** All variables of all groups. */
    variables: (): Record<string, unknown> =>
      Object.assign(
        {},
        ...[...hostFiles(root)]
          .filter(([file]) => file.startsWith('kubespray/group_vars/'))
          .map(([, written]) => load(written.text)),
      ) as Record<string, unknown>,
  };
}
