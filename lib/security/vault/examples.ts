import { ExternalIdentity, ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { Vault } from './vault';
import { kvRules } from './words';

export const examples: Examples = {
  'self-initialized': (scope) => {
    new ExternalIdentity(scope, 'identity', {
      issuer: 'https://sso.example.com/realms/company',
      groups: { admin: ['platform-admins'], editor: ['developers'], viewer: ['everybody'] },
    });
    new ExternalObjectStore(scope, 'object-store', {
      endpoint: 'https://s3.example.com',
      region: 'eu-central-1',
    });
    const vault = new Vault(scope, 'openbao', {
      seal: {
        type: 'transit',
        server: 'https://vault.example.com:8200',
        keyName: 'platform',
        token: { name: 'transit', key: 'token' },
        ca: { name: 'transit', key: 'ca.crt' },
      },
      selfInit: true,
      kvMounts: [{ path: 'kv', description: 'Secrets of the platform.' }],
      kubernetesRoles: [
        { name: 'shop', namespaces: ['shop'], serviceAccounts: ['shop'], policies: ['shop'] },
      ],
      prune: true,
    });
    vault.addPolicy({ name: 'shop', rules: kvRules('kv', 'shop', 'read') });
  },

  'vault-by-hand': (scope) => {
    new Vault(scope, 'vault', {
      distribution: 'vault',
      replicas: 1,
      storageSize: '20Gi',
      tls: { secretName: 'vault-certificate' },
      bootstrapToken: { name: 'first-token', key: 'root' },
      snapshots: false,
    });
  },
};

/** The chart's defaults only lack a seccomp profile and dropped capabilities, which are set. */
export const stricterPodSecurity = 'values drop all capabilities and set the seccomp profile';
