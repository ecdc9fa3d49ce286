import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { Examples, PlatformProps } from '../../index';
import { ClusterApi } from './cluster-api';

/** A control plane as `Kubeadm` defines it. */
const CONTROL_PLANE: ControlPlaneDefinition = {
  clusterName: 'shop',
  version: '1.36.3',
  endpoint: { host: '198.51.100.10', port: 6443 },
  certificateNames: ['api.shop.example.com'],
  podNetworks: ['10.244.0.0/16'],
  serviceNetworks: ['10.96.0.0/16'],
  dnsDomain: 'cluster.local',
  nodeMask: 24,
  nodeMaskIpv6: 64,
  imageRepository: 'registry.k8s.io',
  auditPolicy: { rules: [{ level: 'Metadata' }] },
  auditLog: {
    path: '/var/log/kubernetes/audit/audit.log',
    maxAgeDays: 30,
    maxBackups: 10,
    maxSizeMegabytes: 100,
  },
  authentication: undefined,
  anonymousPaths: ['/livez', '/readyz', '/healthz'],
  authorizers: [
    { type: 'Node', name: 'node' },
    { type: 'RBAC', name: 'rbac' },
  ],
  admission: {
    plugins: [
      {
        name: 'PodSecurity',
        configuration: {
          apiVersion: 'pod-security.admission.config.k8s.io/v1',
          kind: 'PodSecurityConfiguration',
          defaults: { enforce: 'baseline', 'enforce-version': 'latest' },
          exemptions: { namespaces: ['kube-system'] },
        },
      },
    ],
  },
  podSecurity: {
    defaults: { enforce: 'baseline', 'enforce-version': 'latest' },
    exemptions: { namespaces: ['kube-system'] },
  },
  encryption: { provider: 'secretbox', resources: ['secrets'] },
  apiServerArguments: { profiling: 'false', 'request-timeout': '1m0s' },
  controllerManagerArguments: {},
  schedulerArguments: {},
  stackedEtcd: { dataDirectory: '/var/lib/etcd', arguments: {} },
  featureGates: {},
  kubelet: {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    seccompDefault: true,
    maxPods: 110,
  },
  kubeProxyMode: undefined,
  installsDns: true,
};

/** The management cluster has Cluster API and a provider already. */
const MANAGEMENT: PlatformProps = {
  name: 'management',
  existingKinds: [
    '*.cluster.x-k8s.io',
    '*.controlplane.cluster.x-k8s.io',
    '*.bootstrap.cluster.x-k8s.io',
  ],
};

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'bare-metal': MANAGEMENT,
  'from-a-class': MANAGEMENT,
};

const METAL = 'infrastructure.cluster.x-k8s.io';

export const examples: Examples = {
  'bare-metal': (scope) => {
    const cluster = new ClusterApi(scope, 'shop', {
      clusterName: 'shop',
      namespace: 'clusters',
      controlPlane: CONTROL_PLANE,
      encryptionSecret: { name: 'shop-encryption', key: 'encryption.yaml' },
      infrastructure: {
        cluster: { apiGroup: METAL, kind: 'Metal3Cluster', name: 'shop' },
        controlPlane: {
          apiGroup: METAL,
          kind: 'Metal3MachineTemplate',
          name: 'shop-control-plane-1',
        },
      },
    });
    cluster.addWorkers({
      name: 'general',
      replicas: 3,
      machines: { apiGroup: METAL, kind: 'Metal3MachineTemplate', name: 'shop-general-1' },
    });
    cluster.addWorkers({
      name: 'gpu',
      replicas: 1,
      failureDomain: 'rack-2',
      machines: { apiGroup: METAL, kind: 'Metal3MachineTemplate', name: 'shop-gpu-1' },
      labels: { 'node.example.com/gpu': 'present' },
      taints: ['nvidia.com/gpu=present:NoSchedule'],
    });
  },

  'from-a-class': (scope) => {
    new ClusterApi(scope, 'lab', {
      clusterName: 'lab',
      controlPlane: { ...CONTROL_PLANE, clusterName: 'lab', encryption: undefined },
      topology: { class: 'standard', variables: { imageRepository: 'registry.k8s.io' } },
      controlPlaneReplicas: 1,
      workers: [{ name: 'general', class: 'default-worker', replicas: 2 }],
    });
  },
};
