import { Metrics } from '../../contracts/metrics';
import type { Examples } from '../../index';
import { ExternalSecrets } from './external-secrets';

export const examples: Examples = {
  openbao: (scope) => {
    const secrets = new ExternalSecrets(scope, 'external-secrets', {
      vaultStores: [
        {
          name: 'openbao',
          server: 'https://openbao.openbao.svc:8200',
          path: 'kv',
          auth: { method: 'kubernetes', role: 'external-secrets' },
          ca: { name: 'openbao-ca', key: 'ca.crt' },
        },
      ],
      cacheVaultTokens: true,
    });
    secrets.generate(scope, {
      name: 'harbor-admin',
      namespace: secrets.namespace,
      generated: { admin: { length: 40 }, pepper: { length: 40 }, salt: { symbols: 4 } },
      plain: { user: 'admin' },
    });
    secrets.generate(scope, {
      name: 'robot',
      namespace: secrets.namespace,
      generated: { password: { length: 40 } },
      templated: {
        '.dockerconfigjson':
          '{"auths":{"harbor.example.com":{"username":"ci","password":"{{ .password }}"}}}',
      },
      type: 'kubernetes.io/dockerconfigjson',
      copies: ['default'],
    });
    secrets.fetch(scope, {
      name: 'acme-dns',
      namespace: secrets.namespace,
      data: { token: { path: 'dns/acme', property: 'token' } },
    });
    secrets.addPushSecret({
      name: 'harbor-admin',
      namespace: secrets.namespace,
      data: { admin: { path: 'platform/harbor', property: 'admin' } },
    });
  },

  'many-stores': (scope) => {
    const secrets = new ExternalSecrets(scope, 'external-secrets', {
      defaultStore: 'vault',
      vaultStores: [
        {
          name: 'legacy',
          server: 'https://vault.example.com:8200',
          path: 'secret',
          version: 'v1',
          vaultNamespace: 'platform',
          auth: {
            method: 'app-role',
            roleId: '2f1f5c3a-0000-4000-8000-000000000000',
            secretId: { name: 'vault-app-role', key: 'secret-id' },
          },
          namespaces: ['ci'],
        },
        {
          name: 'vault',
          server: 'https://vault.example.com:8200',
          path: 'kv',
          auth: { method: 'token', token: { name: 'vault-token', key: 'token' } },
          namespaceLabels: { 'example.com/tenant': 'platform' },
        },
      ],
      wiring: [Metrics.none],
    });
    secrets.addKubernetesStore({ name: 'shared', remoteNamespace: 'default', writable: true });
    secrets.addKubernetesStore({
      name: 'hub',
      remoteNamespace: 'shared',
      cluster: {
        server: 'https://192.0.2.10:6443',
        ca: { name: 'hub-ca', key: 'ca.crt', kind: 'ConfigMap' },
        token: { name: 'hub-reader', key: 'token' },
      },
    });
    secrets.addStore({
      name: 'akeyless',
      provider: {
        akeyless: {
          akeylessGWApiURL: 'https://api.akeyless.example.com',
          authSecretRef: {
            secretRef: {
              accessID: { name: 'akeyless', key: 'access-id', namespace: 'external-secrets' },
              accessType: { name: 'akeyless', key: 'type', namespace: 'external-secrets' },
              accessTypeParam: { name: 'akeyless', key: 'param', namespace: 'external-secrets' },
            },
          },
        },
      },
    });
    secrets.addSharedSecret({
      name: 'registry',
      namespaceLabels: { 'example.com/pulls': 'harbor' },
      data: { '.dockerconfigjson': { path: 'registry', property: 'config' } },
      type: 'kubernetes.io/dockerconfigjson',
    });
  },
};
