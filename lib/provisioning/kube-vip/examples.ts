import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { KubeVip } from './kube-vip';

const controlPlanes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane', zone: 'rack-1' },
  { name: 'control-plane-2', address: '192.0.2.12', role: 'control-plane', zone: 'rack-2' },
  { name: 'control-plane-3', address: '192.0.2.13', role: 'control-plane', zone: 'rack-3' },
];

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'layer-2': {
    nodes: controlPlanes,
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
  },
  bgp: {
    nodes: controlPlanes,
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: 'api.k8s.example.com' },
    kubernetesVersion: '1.36',
  },
};

export const examples: Examples = {
  'layer-2': (scope) => {
    new KubeVip(scope, 'kube-vip');
  },

  bgp: (scope) => {
    new KubeVip(scope, 'kube-vip', {
      virtualAddress: '198.51.100.10',
      bgp: {
        asn: 64512,
        routers: [
          { address: '192.0.2.1', asn: 64513 },
          { address: '192.0.2.2', asn: 64513 },
        ],
      },
      leaseSeconds: 9,
    });
  },
};
