import type { Examples } from '../../index';
import { CoreDns } from './coredns';

export const examples: Examples = {
  managed: (scope) => {
    new CoreDns(scope, 'coredns', {
      stubDomains: [
        { zone: 'corp.example.com', servers: ['198.51.100.53', '198.51.100.54'] },
        { zone: 'secure.example.com', servers: ['198.51.100.55'], tlsName: 'dns.example.com' },
      ],
      upstreams: ['9.9.9.9', '149.112.112.112'],
      upstreamTlsName: 'dns.quad9.net',
      hosts: { '192.0.2.10': ['registry.example.com'] },
      rewrites: [{ from: '.old.example.com', to: '.new.example.com', match: 'suffix' }],
      autopath: true,
      log: 'failures',
    });
  },

  'addon-of-kubeadm': (scope) => {
    new CoreDns(scope, 'coredns', {
      managed: false,
      stubDomains: [{ zone: 'corp.example.com', servers: ['198.51.100.53'] }],
      cacheSeconds: 60,
      imports: ['/etc/coredns/custom/*.server'],
    });
  },
};

/** Why keys are given that the chart's defaults do not show. */
export const undocumentedKeys = {
  k8sAppLabelOverride: 'read by the helper of the label `k8s-app`',
  'service.clusterIP': 'read by the template of the Service; a comment in the defaults',
  'service.clusterIPs': 'read by the template of the Service; a comment in the defaults',
  'service.ipFamilyPolicy': 'read by the template of the Service; a comment in the defaults',
};
