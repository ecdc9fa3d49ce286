import type { Examples } from '../../index';
import { ExternalDns } from './external-dns';

export const examples: Examples = {
  rfc2136: (scope) => {
    const externalDns = new ExternalDns(scope, 'external-dns', {
      provider: {
        name: 'rfc2136',
        host: '192.0.2.53',
        tsig: { keyName: 'external-dns', secret: { name: 'external-dns-tsig', key: 'secret' } },
      },
      domainFilters: ['k8s.example.com', 'example.org'],
      policy: 'sync',
    });
    externalDns.addRecord({
      name: 'legacy',
      host: 'legacy.example.org',
      type: 'A',
      targets: ['192.0.2.20'],
      ttl: 300,
    });
  },

  cloudflare: (scope) => {
    new ExternalDns(scope, 'external-dns', {
      provider: { name: 'cloudflare', apiToken: { name: 'cloudflare', key: 'token' } },
      domainFilters: ['k8s.example.com'],
      annotationFilter: 'example.com/dns=public',
    });
  },

  webhook: (scope) => {
    new ExternalDns(scope, 'external-dns', {
      provider: {
        name: 'webhook',
        image: 'ghcr.io/example/external-dns-webhook',
        tag: 'v1.2.3',
        env: { LOG_LEVEL: 'info' },
        secretEnv: { API_KEY: { name: 'dns-api', key: 'key' } },
        ports: [8443],
      },
      domainFilters: ['k8s.example.com'],
      sources: ['service', 'ingress'],
    });
  },
};
