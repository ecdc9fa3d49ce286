import type { Construct } from 'constructs';
import type { PlatformNode } from '../../lib';
import { StandardPlatform, type StandardPlatformProps } from '../../lib/editions';

/** Three control planes, and three workers with a disk each. */
export const NODES: readonly PlatformNode[] = [
  ...[1, 2, 3].map((n): PlatformNode => ({
    name: `control-plane-${n}`,
    address: `10.20.0.1${n}`,
    role: 'control-plane',
  })),
  ...[1, 2, 3].map((n): PlatformNode => ({
    name: `worker-${n}`,
    address: `10.20.0.2${n}`,
    role: 'worker',
    zone: `rack-${n}`,
    devices: ['/dev/nvme1n1'],
  })),
];

/** The standard platform with no more said than has to be. */
export const standard = (scope: Construct, props: StandardPlatformProps = {}): StandardPlatform =>
  new StandardPlatform(scope, 'prod', {
    domain: 'k8s.example.com',
    nodes: NODES,
    apiServer: { host: '10.20.0.10' },
    ...props,
    network: {
      gateway: 'envoy-gateway',
      metallb: { pools: [{ name: 'public', addresses: ['203.0.113.0/28'] }] },
      certManager: { internalCas: [{ name: 'internal' }] },
      ...props.network,
    },
  });
