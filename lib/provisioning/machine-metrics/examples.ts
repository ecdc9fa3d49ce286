import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { MachineMetrics } from './machine-metrics';

const controlPlanes: readonly PlatformNode[] = [1, 2, 3].map((n) => ({
  name: `control-plane-${n}`,
  address: `192.0.2.1${n}`,
  role: 'control-plane',
}));

export const platforms: Readonly<Record<string, PlatformProps>> = {
  'outside-the-cluster': {
    nodes: [...controlPlanes, { name: 'worker-1', address: '192.0.2.21', role: 'worker' }],
    machines: [
      { name: 'balancer-1', address: '192.0.2.5', role: 'load-balancer' },
      { name: 'balancer-2', address: '192.0.2.6', role: 'load-balancer' },
      { name: 'etcd-1', address: '192.0.2.31', role: 'etcd' },
      { name: 'builder-1', address: '2001:db8::41', role: 'build' },
    ],
    networks: { nodes: ['192.0.2.0/24', '2001:db8::/64'] },
    kubernetesVersion: '1.36',
  },
  'one-machine': {
    profile: 'single-node',
    nodes: controlPlanes.slice(0, 1),
    kubernetesVersion: '1.36',
  },
};

export const examples: Examples = {
  'outside-the-cluster': (scope) => {
    new MachineMetrics(scope, 'machine-metrics', {
      certificates: [{ on: 'load-balancer', path: '/etc/haproxy/ca.crt' }],
      downloads: 'https://mirror.example.com/github',
      readers: ['198.51.100.0/24'],
    });
  },

  'one-machine': (scope) => {
    new MachineMetrics(scope, 'machine-metrics', { readers: ['198.51.100.9/32'] });
  },
};
