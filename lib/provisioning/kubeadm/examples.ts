import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { ClusterAccess } from '../../contracts/cluster-access';
import { ClusterDns } from '../../contracts/cluster-dns';
import { Network } from '../../contracts/cluster-network';
import { EtcdCluster } from '../../contracts/etcd-cluster';
import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { Kubeadm } from './kubeadm';

const machines = (
  role: PlatformNode['role'],
  count: number,
  first: number,
  own: Partial<PlatformNode> = {},
): PlatformNode[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${role}-${i + 1}`,
    address: `192.0.2.${first + i}`,
    role,
    zone: `rack-${(i % 3) + 1}`,
    ...own,
  }));

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'single-machine': {
    name: 'lab',
    profile: 'single-node',
    kubernetesVersion: '1.35',
    nodes: machines('control-plane', 1, 11),
  },
  'stacked-etcd': {
    name: 'prod',
    kubernetesVersion: '1.36',
    nodes: [
      ...machines('control-plane', 3, 11),
      ...machines('worker', 3, 21, {
        labels: { 'node-role.kubernetes.io/worker': '', 'example.com/disk': 'nvme' },
      }),
      {
        name: 'gpu-1',
        address: '192.0.2.31',
        role: 'worker',
        zone: 'rack-1',
        taints: ['nvidia.com/gpu=present:NoSchedule'],
      },
    ],
    machines: [
      { name: 'balancer-1', address: '192.0.2.5', role: 'load-balancer' },
      { name: 'balancer-2', address: '192.0.2.6', role: 'load-balancer' },
    ],
    networks: { pods: ['10.244.0.0/16'], services: ['10.96.0.0/16'], nodes: ['192.0.2.0/24'] },
    apiServer: { host: 'api.k8s.example.com' },
  },
  'dual-stack': {
    name: 'edge',
    kubernetesVersion: '1.36',
    nodes: [...machines('control-plane', 3, 11), ...machines('worker', 2, 21)],
    networks: {
      pods: ['10.244.0.0/16', '2001:db8:244::/48'],
      services: ['10.96.0.0/16', '2001:db8:96::/108'],
    },
    apiServer: { host: '192.0.2.10' },
    imageMirror: { registry: 'registry.example.com/mirror' },
  },
  'guarded-api-servers': {
    name: 'vault',
    kubernetesVersion: '1.36',
    nodes: [...machines('control-plane', 3, 11), ...machines('worker', 1, 21)],
    apiServer: { host: 'api.vault.example.com' },
  },
};

export const examples: Examples = {
  'single-machine': (scope) => {
    new Kubeadm(scope, 'kubeadm', { kubelet: { shutdownGracePeriod: '30s' } });
  },

  'stacked-etcd': (scope) => {
    new Kubeadm(scope, 'kubeadm', {
      wiring: [
        ApiLoadBalancer.with({
          host: 'api.k8s.example.com',
          port: 6443,
          virtualAddress: '192.0.2.10',
        }),
        Network.with({
          replacesKubeProxy: false,
          kubeProxyMode: 'nftables',
          encrypted: false,
          enforcesPolicies: true,
        }),
        ClusterAccess.with({
          groupOf: (group) => `oidc:${group}`,
          authenticationConfiguration: LOGIN,
        }),
      ],
      sshUser: 'ops',
      encryptionAlgorithm: 'ECDSA-P256',
      etcd: { heartbeatMilliseconds: 200, electionMilliseconds: 2000 },
      kubelets: { 'gpu-1': { maxPods: 40, topologyManagerPolicy: 'single-numa-node' } },
      kubeletVersions: { 'worker-3': '1.35.7' },
      featureGates: { ImageVolume: true },
    });
  },

  'dual-stack': (scope) => {
    new Kubeadm(scope, 'kubeadm', {
      wiring: [
        Network.with({
          replacesKubeProxy: true,
          kubeProxyMode: 'iptables',
          encrypted: true,
          enforcesPolicies: true,
        }),
        ClusterDns.with({ addresses: ['10.96.0.10', '2001:db8:96::a'], domain: 'cluster.local' }),
        EtcdCluster.with({
          version: '3.6.8',
          endpoints: [
            'https://192.0.2.41:2379',
            'https://192.0.2.42:2379',
            'https://192.0.2.43:2379',
          ],
          metricsEndpoints: ['http://192.0.2.41:2381/metrics'],
          caFile: '/etc/kubernetes/pki/etcd/ca.crt',
          certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
          keyFile: '/etc/kubernetes/pki/apiserver-etcd-client.key',
        }),
      ],
      secondAddresses: Object.fromEntries(
        ['control-plane-1', 'control-plane-2', 'control-plane-3', 'worker-1', 'worker-2'].map(
          (name, i) => [name, `2001:db8::${11 + i}`],
        ),
      ),
      nodeMask: 25,
      kubelet: { maxPods: 60, servingCertificates: 'self-signed' },
      certificateNames: ['api.edge.example.com'],
    });
  },

  'guarded-api-servers': (scope) => {
    new Kubeadm(scope, 'kubeadm', {
      apiServer: {
        encryption: {
          kms: { endpoint: 'unix:///run/kms/plugin.sock', name: 'hsm' },
          resources: ['secrets', 'configmaps', 'widgets.example.com'],
        },
        audit: {
          rules: [{ level: 'None', users: ['system:serviceaccount:monitoring:probe'] }],
          webhook: { kubeConfigFile: '/etc/kubernetes/apiserver/audit-webhook.conf' },
        },
        authorization: {
          webhooks: [
            {
              name: 'opa',
              kubeConfigFile: '/etc/kubernetes/apiserver/opa.conf',
              failurePolicy: 'Deny',
              order: 'first',
            },
          ],
        },
        eventRateLimit: [
          { type: 'Server', qps: 500, burst: 1000 },
          { type: 'Namespace', qps: 50, burst: 100, cacheSize: 2000 },
        ],
        podSecurity: { enforce: 'restricted', exemptNamespaces: ['storage'] },
        admission: { enable: ['AlwaysPullImages'] },
        tlsMinVersion: 'VersionTLS13',
        arguments: { 'service-node-port-range': '31000-31999' },
      },
      nodePortsFrom: ['192.0.2.0/24'],
    });
  },
};

/** What a login by the company's identity provider comes to. */
const LOGIN = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  jwt: [
    {
      issuer: {
        url: 'https://sso.example.com/realms/company',
        audiences: ['kubernetes'],
        audienceMatchPolicy: 'MatchAny',
      },
      claimMappings: {
        username: { claim: 'preferred_username', prefix: 'oidc:' },
        groups: { claim: 'groups', prefix: 'oidc:' },
      },
      userValidationRules: [],
    },
  ],
} as const;
