import type { Examples } from '../../index';
import { CertManager } from './cert-manager';

export const examples: Examples = {
  'internal-ca': (scope) => {
    new CertManager(scope, 'cert-manager', {
      internalCas: [{ name: 'internal', permittedDomains: ['k8s.example.com'] }],
    });
  },

  acme: (scope) => {
    const certManager = new CertManager(scope, 'cert-manager', {
      acmeIssuers: [
        {
          name: 'letsencrypt',
          email: 'platform@example.com',
          solvers: [
            {
              dnsZones: ['k8s.example.com'],
              dns01: {
                provider: 'rfc2136',
                nameserver: '192.0.2.53:5353',
                tsig: { keyName: 'acme', secret: { name: 'acme-tsig', key: 'secret' } },
              },
            },
            {
              dnsZones: ['example.org'],
              dns01: { provider: 'cloudflare', apiToken: { name: 'cloudflare', key: 'token' } },
            },
            {
              dnsZones: ['aws.example.com'],
              dns01: {
                provider: 'route53',
                region: 'eu-central-1',
                accessKey: { id: 'AKIAEXAMPLE', secret: { name: 'route53', key: 'key' } },
              },
            },
            { http01: { gateway: { name: 'platform', namespace: 'envoy-gateway-system' } } },
          ],
        },
        {
          name: 'company',
          server: 'https://acme.example.com:14000/directory',
          externalAccount: { keyId: 'platform', secret: { name: 'acme-eab', key: 'hmac' } },
          solvers: [{ http01: { ingressClass: 'nginx' } }],
        },
      ],
      defaultIssuer: 'letsencrypt',
      dns01RecursiveNameservers: ['9.9.9.9:53', '1.1.1.1:53'],
    });
    certManager.addSelfSignedIssuer({ name: 'self-signed' });
  },

  vault: (scope) => {
    const certManager = new CertManager(scope, 'cert-manager', { gatewayApi: false });
    certManager.addVaultIssuer({
      name: 'vault',
      server: 'https://vault.example.com:8200',
      path: 'pki/sign/platform',
      auth: { method: 'kubernetes', role: 'cert-manager', serviceAccount: 'vault-issuer' },
      caSecret: { name: 'vault-ca', key: 'ca.crt' },
    });
    certManager.addCaIssuer({ name: 'company-ca', secretName: 'company-ca' });
  },
};
