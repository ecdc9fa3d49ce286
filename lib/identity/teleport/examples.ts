import { Databases } from '../../contracts/databases';
import { ExternalDatabases, ExternalIdentity, ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { TeleportAgent } from './agent';
import { Teleport } from './teleport';

const groups = { admin: ['platform-admins'], editor: ['developers'], viewer: ['staff'] };

export const examples: Examples = {
  'community-on-a-volume': (scope) => {
    const teleport = new Teleport(scope, 'teleport', {
      access: groups,
      users: [
        { name: 'alice', roles: ['platform-admin', 'editor', 'auditor'], logins: ['ubuntu'] },
      ],
      github: {
        clientId: 'Iv1.0123456789abcdef',
        clientSecret: { name: 'github-login', key: 'client-secret' },
        teams: [{ organization: 'example', team: 'shop', roles: ['shop-developer'] }],
      },
      recordings: 'volume',
    });
    teleport.addRole({
      name: 'shop-developer',
      kubernetes: { groups: ['shop-developers'], namespaces: ['shop-*'] },
      databases: { users: ['reader'], labels: { team: 'shop' } },
      servers: { logins: ['ubuntu'], labels: { team: ['shop', 'web'] } },
      requireSessionMfa: true,
      clientIdleTimeout: '15m',
    });
    new TeleportAgent(scope, 'teleport-agent', {
      teleport,
      applications: [
        {
          name: 'longhorn',
          uri: 'http://longhorn-frontend.longhorn-system.svc:80',
          labels: { team: 'storage' },
          destination: {
            namespace: 'longhorn-system',
            pods: { app: 'longhorn-ui' },
            ports: [8000],
          },
        },
      ],
      databases: [
        {
          name: 'shop',
          protocol: 'postgres',
          uri: 'shop-rw.shop.svc:5432',
          labels: { team: 'shop' },
        },
      ],
    });
  },

  'enterprise-highly-available': (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://sso.example.com/realms/platform',
      groups,
    });
    new ExternalObjectStore(scope, 'objects', { endpoint: 'https://s3.example.com' });
    const databases = new ExternalDatabases(scope, 'databases', {
      host: 'postgres.example.com',
      authority: 'existing',
    });
    new Teleport(scope, 'teleport', {
      state: 'database',
      eventRetention: '2160h',
      enterprise: { licenseSecret: { name: 'teleport-license', key: 'license.pem' } },
      applications: true,
      addressPool: 'public',
      wiring: [Databases.with(databases)],
    });
  },

  'agent-of-another-cluster': (scope) => {
    new TeleportAgent(scope, 'teleport-agent', {
      proxyAddress: 'teleport.example.com:443',
      joinToken: { name: 'teleport-join', key: 'token' },
      kubeClusterName: 'edge-1',
      kubeLabels: { stage: 'edge' },
    });
  },
};

/** Why Pods run under more than the charts' defaults ask for. */
export const stricterPodSecurity = 'security contexts of Pods and containers are set';

/** Keys that the charts' defaults do not show. */
export const undocumentedKeys = {
  proxyProtocol: 'read by the configuration of the proxies; a comment in the values',
  'persistence.storageClassName': 'read by the claim; a comment in the values',
  'auth.extraEnv': 'every key of the chart counts below `auth` too',
  'auth.extraVolumes': 'every key of the chart counts below `auth` too',
  'auth.extraVolumeMounts': 'every key of the chart counts below `auth` too',
  'auth.initContainers': 'every key of the chart counts below `auth` too',
  'auth.resources': 'every key of the chart counts below `auth` too',
  'proxy.annotations': 'every key of the chart counts below `proxy` too',
  'proxy.extraLabels': 'every key of the chart counts below `proxy` too',
  'proxy.extraEnv': 'every key of the chart counts below `proxy` too',
  'proxy.extraVolumes': 'every key of the chart counts below `proxy` too',
  'proxy.extraVolumeMounts': 'every key of the chart counts below `proxy` too',
  'proxy.highAvailability': 'every key of the chart counts below `proxy` too',
  'proxy.resources': 'every key of the chart counts below `proxy` too',
};
