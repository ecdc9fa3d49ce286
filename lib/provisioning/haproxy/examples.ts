import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { HaProxy } from './haproxy';

const controlPlanes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane', zone: 'rack-1' },
  { name: 'control-plane-2', address: '192.0.2.12', role: 'control-plane', zone: 'rack-2' },
  { name: 'control-plane-3', address: '192.0.2.13', role: 'control-plane', zone: 'rack-3' },
];

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'own-machines': {
    nodes: [...controlPlanes, { name: 'worker-1', address: '192.0.2.21', role: 'worker' }],
    machines: [
      { name: 'balancer-1', address: '192.0.2.5', role: 'load-balancer' },
      { name: 'balancer-2', address: '192.0.2.6', role: 'load-balancer', interface: 'ens192' },
    ],
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
  },
  'on-control-planes': {
    nodes: controlPlanes,
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: 'api.k8s.example.com', port: 8443 },
    kubernetesVersion: '1.36',
  },
  single: {
    profile: 'single-node',
    nodes: controlPlanes.slice(0, 1),
    machines: [{ name: 'balancer-1', address: '192.0.2.5', role: 'load-balancer' }],
    apiServer: { host: '192.0.2.5' },
    kubernetesVersion: '1.36',
  },
};

export const examples: Examples = {
  'own-machines': (scope) => {
    new HaProxy(scope, 'haproxy');
  },

  'on-control-planes': (scope) => {
    new HaProxy(scope, 'haproxy', {
      virtualAddress: '192.0.2.10',
      virtualRouterId: 61,
      preempt: false,
      listenOn: 'virtual-address',
      balance: 'roundrobin',
      allowedNetworks: ['198.51.100.0/24'],
      proxyProtocolFrom: ['203.0.113.8/29'],
      limits: { open: 500, newPerTenSeconds: 200 },
    });
  },

  single: (scope) => {
    new HaProxy(scope, 'haproxy');
  },
};
