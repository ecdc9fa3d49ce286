import type { Examples } from '../../index';
import { EnvoyGateway } from './envoy-gateway';

export const examples: Examples = {
  'one-gateway': (scope) => {
    const gateway = new EnvoyGateway(scope, 'envoy-gateway');
    gateway.expose(scope, {
      name: 'app',
      host: 'app.k8s.example.com',
      namespace: 'default',
      service: 'app',
      port: 80,
      podPort: 8080,
    });
  },

  'public-and-internal': (scope) => {
    const gateway = new EnvoyGateway(scope, 'envoy-gateway', {
      gateways: [
        {
          name: 'internal',
          addressPool: 'internal',
          sourceRanges: ['192.0.2.0/24'],
          minTlsVersion: '1.3',
          routesFrom: { 'platform/gateway': 'internal' },
        },
        {
          name: 'public',
          hosts: ['*.example.com', 'example.com'],
          certificateSecret: 'example-com',
          addresses: ['203.0.113.10'],
          proxyProtocol: true,
          trustedProxies: 1,
          replicas: 3,
          maxReplicas: 9,
        },
      ],
      topologyAware: true,
    });
    gateway.addListener('public', { name: 'git', port: 2222, protocol: 'TCP' });
    gateway.addListener('public', { name: 'api', port: 8443, host: 'api.example.com' });
    gateway.expose(scope, {
      name: 'chat',
      host: 'chat.example.com',
      namespace: 'default',
      service: 'chat',
      port: 50051,
      protocol: 'grpc',
      gateway: 'public',
    });
    gateway.expose(scope, {
      name: 'vault',
      host: 'vault.k8s.example.com',
      namespace: 'default',
      service: 'vault',
      port: 8200,
      protocol: 'https',
      backendCa: 'vault-ca',
    });
    gateway.expose(scope, {
      name: 'console',
      host: 'console.k8s.example.com',
      namespace: 'default',
      service: 'console',
      port: 443,
      protocol: 'https',
    });
  },

  protected: (scope) => {
    const gateway = new EnvoyGateway(scope, 'envoy-gateway');
    gateway.expose(scope, {
      name: 'dashboard',
      host: 'dashboard.k8s.example.com',
      namespace: 'default',
      service: 'dashboard',
      port: 80,
    });
    gateway.protect(scope, {
      name: 'dashboard',
      namespace: 'default',
      target: { name: 'dashboard' },
      oidc: {
        issuer: 'https://keycloak.k8s.example.com/realms/platform',
        clientId: 'dashboard',
        clientSecretName: 'dashboard-oidc',
      },
      allowedAddresses: ['192.0.2.0/24'],
    });
    gateway.protect(scope, {
      name: 'api',
      namespace: 'default',
      target: { kind: 'GRPCRoute', name: 'api' },
      jwt: [
        {
          name: 'keycloak',
          issuer: 'https://keycloak.k8s.example.com/realms/platform',
          jwksUri: 'https://keycloak.k8s.example.com/realms/platform/protocol/openid-connect/certs',
          audiences: ['api'],
          claimHeaders: { 'x-user': 'sub' },
        },
      ],
      cors: { origins: ['https://*.k8s.example.com'], credentials: true },
    });
    gateway.addTrafficPolicy(scope, {
      name: 'dashboard',
      namespace: 'default',
      target: { name: 'dashboard' },
      requestTimeoutSeconds: 30,
      retries: 2,
      rateLimit: { requests: 50, per: 'Second' },
    });
  },
};
