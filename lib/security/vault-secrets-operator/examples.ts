import type { Examples } from '../../index';
import { VaultSecretsOperator } from './vault-secrets-operator';

export const examples: Examples = {
  outside: (scope) => {
    const operator = new VaultSecretsOperator(scope, 'vault-secrets-operator', {
      vault: {
        server: 'https://vault.example.com:8200',
        role: 'kubernetes',
        ca: { name: 'vault-ca', namespace: 'vault-secrets-operator' },
      },
      concurrency: 20,
    });
    operator.addStaticSecret({
      name: 'shop',
      namespace: 'default',
      path: 'shop/api',
      restarts: [{ kind: 'Deployment', name: 'shop' }],
    });
    operator.addDynamicSecret({
      name: 'shop-database',
      namespace: 'default',
      mount: 'database',
      path: 'creds/shop',
    });
    operator.addPkiSecret({
      name: 'shop-tls',
      namespace: 'default',
      mount: 'pki',
      role: 'services',
      commonName: 'shop.default.svc',
    });
  },
};

/** The chart's defaults only lack a seccomp profile and dropped capabilities, which are set. */
export const stricterPodSecurity = 'values drop all capabilities and set the seccomp profile';
