import type { Examples, PlatformProps } from '../../index';
import { Installation } from './installation';

export const platforms: Readonly<Record<string, PlatformProps>> = {
  default: {
    nodes: [
      { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane', zone: 'rack-1' },
      { name: 'worker-1', address: '192.0.2.21', role: 'worker', zone: 'rack-2' },
    ],
    machines: [{ name: 'balancer-1', address: '192.0.2.5', role: 'load-balancer' }],
  },
};

export const examples: Examples = {
  default: (scope) => {
    new Installation(scope, 'installation', { sshUser: 'ops' });
  },
};
