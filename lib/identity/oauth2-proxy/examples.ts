import { Caches } from '../../contracts/caches';
import type { Examples } from '../../index';
import { ExternalCaches, ExternalIdentity } from '../../external';
import { OAuth2Proxy } from './oauth2-proxy';

const groups = { admin: ['platform-admins'], editor: ['developers'], viewer: ['staff'] };

export const examples: Examples = {
  'sessions-in-cookies': (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://sso.example.com/realms/platform',
      groups,
    });
    const login = new OAuth2Proxy(scope, 'oauth2-proxy');
    login.guard(login, {
      name: 'longhorn',
      host: 'longhorn.k8s.example.com',
      namespace: 'longhorn-system',
      service: 'longhorn-frontend',
      port: 80,
      podPort: 8000,
      role: 'admin',
    });
  },

  'sessions-in-a-cache': (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://sso.example.com/realms/platform',
      groups,
      groupsScope: 'groups',
      caCertificates: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    });
    const caches = new ExternalCaches(scope, 'caches', { host: 'cache.example.com' });
    const login = new OAuth2Proxy(scope, 'oauth2-proxy', {
      sessions: 'cache',
      cookieSecret: { name: 'login', key: 'cookie' },
      passAccessToken: true,
      log: 'requests',
      wiring: [Caches.with(caches)],
    });
    login.guard(login, {
      name: 'hubble',
      host: 'hubble.k8s.example.com',
      namespace: 'kube-system',
      service: 'hubble-ui',
      port: 80,
      podPort: 8081,
      timeoutSeconds: 300,
    });
    login.guard(login, {
      name: 'ceph',
      host: 'ceph.k8s.example.com',
      namespace: 'rook-ceph',
      service: 'rook-ceph-mgr-dashboard',
      port: 8443,
      protocol: 'https',
      groups: ['storage-admins'],
      openPaths: ['GET=^/metrics$'],
    });
  },
};

/** Keys that the chart's defaults do not show. */
export const undocumentedKeys = {
  fullnameOverride: 'read by the helper that names all objects',
  topologySpreadConstraints: 'read by the Deployment; a comment in the values',
};
