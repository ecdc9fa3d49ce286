import type { Construct } from 'constructs';
import { Component, ON_MACHINES, Platform, type HostNeeds, type HostPort } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import type { PlatformProps } from '../../lib';
import { freeRoot } from '../harness/sample';

/** A component that needs what a test says. */
export class Agent extends Component {
  constructor(scope: Construct, id: string, ports: readonly HostPort[], needs: HostNeeds = {}) {
    super(scope, id, {}, ON_MACHINES);
    this.hostPorts(() => ports);
    this.hostNeeds(() => needs);
  }
}

/** Three nodes and two load balancers. */
export const MACHINES: PlatformProps = {
  nodes: [
    { role: 'control-plane', name: 'cp-1', address: '192.0.2.11' },
    { role: 'worker', name: 'w-1', address: '192.0.2.21' },
    { role: 'worker', name: 'w-2', address: '192.0.2.22' },
  ],
  machines: [
    { role: 'load-balancer', name: 'lb-1', address: '192.0.2.5' },
    { role: 'load-balancer', name: 'lb-2', address: '192.0.2.6' },
  ],
  networks: { nodes: ['192.0.2.0/24'] },
  apiServer: { host: 'api.k8s.example.com' },
  kubernetesVersion: '1.36',
};

/** A platform with machines, and what a test puts on it. */
export function platformWith(
  define: (platform: Platform) => void,
  props: PlatformProps = {},
): Platform {
  const platform = new Platform(freeRoot(), 'prod', { ...MACHINES, ...props });
  define(platform);
  return platform;
}

/** Text of a file, by its path below the output folder. */
export const textOf = (platform: Platform, path: string): string | undefined =>
  hostFiles(platform).get(path)?.text;
