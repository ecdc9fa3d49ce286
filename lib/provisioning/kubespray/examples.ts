import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { ClusterDns } from '../../contracts/cluster-dns';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { ControlPlane, type ControlPlaneDefinition } from '../../contracts/control-plane';
import { ExternalRegistry } from '../../external';
import type { Examples, PlatformProps } from '../../index';
import { Kubespray } from './kubespray';

/** A control plane as `Kubeadm` defines it, with what differs between the examples. */
const controlPlane = (own: Partial<ControlPlaneDefinition>) =>
  ControlPlane.with({
    clusterName: 'production',
    version: '1.35.4',
    endpoint: { host: 'api.k8s.example.com', port: 6443 },
    certificateNames: ['api.k8s.example.com', '192.0.2.10'],
    podNetworks: ['10.244.0.0/16'],
    serviceNetworks: ['10.96.0.0/16'],
    dnsDomain: 'cluster.local',
    nodeMask: 24,
    nodeMaskIpv6: 64,
    imageRepository: 'registry.k8s.io',
    auditPolicy: {
      rules: [
        { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*'] },
        { level: 'Metadata' },
      ],
    },
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
    admission: { plugins: [{ name: 'PodSecurity' }] },
    podSecurity: {
      defaults: { enforce: 'baseline', 'enforce-version': 'latest', warn: 'restricted' },
      exemptions: { namespaces: ['kube-system'] },
    },
    encryption: { provider: 'secretbox', resources: ['secrets'] },
    apiServerArguments: { profiling: 'false', 'request-timeout': '120s' },
    controllerManagerArguments: {},
    schedulerArguments: {},
    stackedEtcd: { dataDirectory: '/var/lib/etcd', arguments: {} },
    featureGates: {},
    kubelet: { seccompDefault: true, protectKernelDefaults: true, maxPods: 110 },
    kubeProxyMode: 'nftables',
    installsDns: true,
    ...own,
  });

const NODES: PlatformProps['nodes'] = [
  ...[1, 2, 3].map((n) => ({
    name: `control-plane-${n}`,
    address: `192.0.2.1${n}`,
    role: 'control-plane' as const,
    zone: `rack-${n}`,
  })),
  ...[1, 2, 3].map((n) => ({
    name: `worker-${n}`,
    address: `192.0.2.2${n}`,
    role: 'worker' as const,
    zone: `rack-${n}`,
    labels: { 'node.example.com/disks': 'fast' },
    ...(n === 3 && { taints: ['nvidia.com/gpu=present:NoSchedule'] }),
  })),
];

const SETTINGS: PlatformProps = {
  name: 'production',
  kubernetesVersion: '1.35',
  networks: { pods: ['10.244.0.0/16'], services: ['10.96.0.0/16'], nodes: ['192.0.2.0/24'] },
  apiServer: { host: 'api.k8s.example.com' },
  nodes: NODES,
};

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'etcd-machines-and-mirror': {
    ...SETTINGS,
    machines: [1, 2, 3].map((n) => ({
      name: `etcd-${n}`,
      address: `192.0.2.3${n}`,
      role: 'etcd',
    })),
    imageMirror: { registry: 'registry.example.com/mirror' },
  },
  'stacked-etcd': SETTINGS,
  'single-machine': {
    name: 'lab',
    kubernetesVersion: '1.34',
    profile: 'single-node',
    apiServer: { host: '192.0.2.11' },
    nodes: [{ name: 'lab-1', address: '192.0.2.11', role: 'control-plane', taints: [] }],
  },
};

export const examples: Examples = {
  'etcd-machines-and-mirror': (scope) => {
    new ExternalRegistry(scope, 'registry', {
      host: 'registry.example.com',
      mirrors: [{ upstream: 'docker.io', mirror: 'registry.example.com/mirror/docker.io' }],
      caCertificates: '-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n',
    });
    new Kubespray(scope, 'kubespray', {
      sshUser: 'ops',
      timeServers: ['ntp-1.example.com', 'ntp-2.example.com'],
      filesRepository: 'https://files.example.com/kubespray',
      wiring: [
        controlPlane({
          kubeProxyMode: undefined,
          installsDns: false,
          authentication: LOGIN,
          stackedEtcd: undefined,
        }),
        ContainerRuntime.with({
          name: 'containerd',
          version: '2.2.3',
          socket: 'unix:///run/containerd/containerd.sock',
          service: 'containerd',
          handlers: ['nvidia'],
        }),
        ApiLoadBalancer.with({
          host: 'api.k8s.example.com',
          port: 6443,
          virtualAddress: '192.0.2.10',
        }),
        ClusterDns.with({ addresses: ['10.96.0.10'], domain: 'cluster.local' }),
      ],
    });
  },

  'stacked-etcd': (scope) => {
    new Kubespray(scope, 'kubespray', {
      kubeVip: { virtualAddress: '192.0.2.10' },
      wiring: [
        controlPlane({}),
        ContainerRuntime.with({
          name: 'cri-o',
          version: '1.35.0',
          socket: 'unix:///run/crio/crio.sock',
          service: 'crio',
          handlers: [],
        }),
      ],
    });
  },

  'single-machine': (scope) => {
    new Kubespray(scope, 'kubespray', {
      kubeVersion: '1.34.7',
      variables: { kubelet_max_pods: 200, etcd_quota_backend_bytes: '8589934592' },
      wiring: [
        controlPlane({
          clusterName: 'lab',
          endpoint: { host: '192.0.2.11', port: 6443 },
          certificateNames: ['192.0.2.11'],
          podNetworks: ['10.244.0.0/16', '2001:db8:1::/56'],
          serviceNetworks: ['10.96.0.0/16', '2001:db8:2::/112'],
          encryption: undefined,
        }),
      ],
    });
  },
};

const LOGIN: ControlPlaneDefinition['authentication'] = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt: [
    {
      issuer: {
        url: 'https://login.example.com/realms/platform',
        audiences: ['kubernetes'],
        audienceMatchPolicy: 'MatchAny',
      },
      claimMappings: {
        username: { claim: 'preferred_username', prefix: 'oidc:' },
        groups: { claim: 'groups', prefix: 'oidc:' },
      },
      userValidationRules: [
        {
          expression: "!user.username.startsWith('system:')",
          message: 'names of the system are taken',
        },
      ],
    },
  ],
};
