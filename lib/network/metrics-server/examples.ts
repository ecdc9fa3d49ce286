import type { Examples } from '../../index';
import { MetricsServer } from './metrics-server';

export const examples: Examples = {
  production: (scope) => {
    new MetricsServer(scope, 'metrics-server', { resolutionSeconds: 30 });
  },

  'test-cluster': (scope) => {
    new MetricsServer(scope, 'metrics-server', { kubeletInsecureTls: true, hostNetwork: true });
  },
};
