import { ExternalIdentity } from '../../external';
import type { Examples } from '../../index';
import { KubernetesLogin } from './kubernetes-login';

export const examples: Examples = {
  default: (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://login.example.com/realms/platform',
      groups: {
        admin: ['platform-admins'],
        editor: ['platform-editors'],
        viewer: ['platform-viewers'],
      },
    });
    new KubernetesLogin(scope, 'kubernetes-login');
  },

  'own-groups': (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://login.example.com/realms/platform',
      groups: { admin: ['sre'], editor: ['developers'], viewer: ['everybody'] },
    });
    new KubernetesLogin(scope, 'kubernetes-login', {
      clientId: 'kubernetes-prod',
      prefix: 'company:',
      redirectUris: ['http://localhost:8000'],
      access: { editor: ['team-a', 'team-b'], viewer: [] },
      administrators: 'cluster-admin',
    });
  },
};
