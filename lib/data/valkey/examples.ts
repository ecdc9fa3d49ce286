import type { Examples } from '../../index';
import { Valkey } from './valkey';

export const examples: Examples = {
  default: (scope) => {
    new Valkey(scope, 'valkey').addCache({ name: 'shop-cache', namespace: 'valkey' });
  },

  'large-with-read-replicas-and-tls': (scope) => {
    new Valkey(scope, 'valkey', {
      caches: [
        {
          name: 'sessions',
          namespace: 'valkey',
          memory: '4Gi',
          size: '32Gi',
          storageClass: 'fast',
          cpu: '500m',
          readReplicas: 2,
          minReplicasToWrite: 1,
          tls: true,
          parameters: { 'io-threads': '2', timeout: '300' },
        },
        { name: 'pages', namespace: 'valkey', memory: '1Gi', persistent: false },
      ],
    });
  },
};
