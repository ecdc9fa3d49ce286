import type { Examples, PlatformNode, PlatformProps } from '../../index';
import { NodePrerequisites } from './node-prerequisites';

export const examples: Examples = {
  'every-group': (scope) => {
    new NodePrerequisites(scope, 'node-prerequisites', {
      ntpServers: ['ntp1.example.com', 'ntp2.example.com'],
      sshFrom: ['198.51.100.0/24'],
      operators: ['198.51.100.0/24'],
      logDrops: true,
      hostsFile: true,
    });
  },
  'dual-stack': (scope) => {
    new NodePrerequisites(scope, 'node-prerequisites', {
      sysctls: { 'vm.max_map_count': '262144' },
      openPorts: [
        { port: 5666, purpose: 'monitoring of the data centre', from: ['203.0.113.0/24'] },
      ],
    });
  },
  'firewall-by-others': (scope) => {
    new NodePrerequisites(scope, 'node-prerequisites', {
      firewall: 'none',
      timeSync: 'none',
      swap: 'limited',
    });
  },
};

const node = (role: PlatformNode['role'], name: string, last: number): PlatformNode => ({
  ...{ role, name, address: `192.0.2.${last}` },
});

const nodes: readonly PlatformNode[] = [
  node('control-plane', 'cp-1', 11),
  node('control-plane', 'cp-2', 12),
  node('control-plane', 'cp-3', 13),
  node('worker', 'w-1', 21),
  node('worker', 'w-2', 22),
];

/** The machines of each example. */
export const platforms: Readonly<Record<string, PlatformProps>> = {
  'every-group': {
    nodes,
    machines: [
      { role: 'load-balancer', name: 'lb-1', address: '192.0.2.5' },
      { role: 'load-balancer', name: 'lb-2', address: '192.0.2.6' },
      { role: 'etcd', name: 'etcd-1', address: '192.0.2.31' },
      { role: 'etcd', name: 'etcd-2', address: '192.0.2.32' },
      { role: 'etcd', name: 'etcd-3', address: '192.0.2.33' },
      { role: 'build', name: 'build-1', address: '192.0.2.41' },
    ],
    networks: { nodes: ['192.0.2.0/24'] },
    apiServer: { host: 'api.k8s.example.com' },
    kubernetesVersion: '1.36',
  },
  'dual-stack': {
    nodes,
    networks: {
      pods: ['10.244.0.0/16', 'fd00:10:244::/56'],
      services: ['10.96.0.0/16', 'fd00:10:96::/112'],
      nodes: ['192.0.2.0/24', '2001:db8:1::/64'],
    },
    apiServer: { host: '192.0.2.10' },
    kubernetesVersion: '1.36',
  },
  'firewall-by-others': {
    nodes: [node('control-plane', 'edge-1', 11)],
    profile: 'single-node',
    apiServer: { host: '192.0.2.11' },
    kubernetesVersion: '1.36',
  },
};
