import type { Examples } from '../../index';
import { IngressNginx } from './ingress-nginx';

export const examples: Examples = {
  standard: (scope) => {
    const ingress = new IngressNginx(scope, 'ingress-nginx');
    ingress.expose(scope, {
      name: 'app',
      host: 'app.k8s.example.com',
      namespace: 'default',
      service: 'app',
      port: 80,
    });
    ingress.expose(scope, {
      name: 'vault',
      host: 'vault.example.org',
      namespace: 'default',
      service: 'vault',
      port: 8200,
      protocol: 'https',
    });
  },

  'behind-a-proxy': (scope) => {
    new IngressNginx(scope, 'ingress-nginx', {
      className: 'internal',
      certificateSecret: 'example-com',
      serviceType: 'NodePort',
      proxyProtocol: true,
      trustedProxies: ['192.0.2.0/24'],
      replicas: 3,
      maxReplicas: 9,
      maxBodySize: '100m',
      hsts: false,
    });
  },
};
