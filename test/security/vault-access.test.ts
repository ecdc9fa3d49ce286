import type { Construct } from 'constructs';
import { Platform, Registry, type Component } from '../../lib';
import { Certificates } from '../../lib/contracts/certificates';
import { Identity } from '../../lib/contracts/identity';
import { SecretStores } from '../../lib/contracts/secret-stores';
import { ExternalSecrets } from '../../lib/security/external-secrets';
import { kvRules, Vault } from '../../lib/security/vault';
import { freeRoot } from '../harness/sample';
import { identityProvider } from '../harness/services';

const platform = (profile: 'single-node' | 'high-availability' = 'high-availability'): Platform => {
  const scope = new Platform(freeRoot(), 'one', { domain: 'k8s.example.com', profile });
  Certificates.provide(scope, { request: () => undefined });
  return scope;
};

const manifest = (scope: Construct, kind: string, name: string): Record<string, unknown> => {
  const found = Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name);
  return found?.manifest ?? {};
};

const filesOf = (scope: Construct): Record<string, string> =>
  manifest(scope, 'ConfigMap', 'openbao-configuration')['data'] as Record<string, string>;

const validated = (component: Component): string[] => component.node.validate();

const role = { name: 'a', namespaces: ['a'], serviceAccounts: ['a'], policies: [] };

test('writes policies and roles down as files, in the order in which they are needed', () => {
  const scope = platform();
  const vault = new Vault(scope, 'vault', { prune: true });
  vault.addPolicy({ name: 'shop', rules: kvRules('kv', 'shop', 'read') });
  vault.addKubernetesRole({
    name: 'shop',
    namespaces: ['shop'],
    serviceAccounts: ['api'],
    policies: ['shop'],
  });
  const files = filesOf(scope);
  expect(files['shop.hcl']).toBe(
    'path "kv/data/shop/*" {\n  capabilities = ["read"]\n}\npath "kv/metadata/shop/*" {\n  capabilities = ["read", "list"]\n}\n',
  );
  expect(JSON.parse(files['auth.kubernetes.role.shop.json'] ?? '')).toStrictEqual({
    bound_service_account_names: ['api'],
    bound_service_account_namespaces: ['shop'],
    token_policies: ['shop'],
    token_ttl: '1h',
  });
  expect(files['keep.auth.kubernetes.role']).toBe('platform-configure\nplatform-snapshot\nshop\n');
  const steps = files['steps']?.split('\n') ?? [];
  expect(steps.indexOf('policy shop shop.hcl')).toBeLessThan(
    steps.indexOf('write auth/kubernetes/role/shop auth.kubernetes.role.shop.json'),
  );
});

test('lets Pods of a role through, from their namespaces only', () => {
  const scope = platform();
  new Vault(scope, 'vault', {
    kubernetesRoles: [
      { name: 'a', namespaces: ['shop'], serviceAccounts: ['a'], policies: ['default'] },
      { name: 'b', namespaces: ['shop'], serviceAccounts: ['b'], policies: ['default'] },
    ],
  });
  const to = Registry.of(scope).connections.map((c) => [c.from.namespace, c.name]);
  expect(to).toStrictEqual([['shop', 'shop-to-openbao']]);
});

test('logs people in by the platform, each group with the policies of all its roles', () => {
  const scope = platform();
  const provider = identityProvider({
    groups: { admin: ['ops'], editor: ['ops', 'Dev Team'], viewer: [] },
  });
  new Vault(scope, 'vault');
  Identity.provide(scope, provider);
  expect(provider.asked[0]).toMatchObject({
    id: 'openbao',
    redirectUris: [
      'https://vault.k8s.example.com/ui/vault/auth/oidc/oidc/callback',
      'http://localhost:8250/oidc/callback',
    ],
  });
  const files = filesOf(scope);
  expect(JSON.parse(files['group.oidc-ops.json'] ?? '')).toStrictEqual({
    type: 'external',
    policies: ['platform-admin', 'platform-editor'],
  });
  expect(JSON.parse(files['alias.oidc-dev-team.json'] ?? '')).toStrictEqual({ name: 'Dev Team' });
  expect(files['steps']).toContain(
    'write auth/oidc/config auth.oidc.config.json oidc_client_secret=@/oidc/client-secret',
  );
});

test.each([[true], [false]])('is read by External Secrets, in either order (%s)', (first) => {
  const scope = platform();
  if (first) new Vault(scope, 'vault');
  const secrets = new ExternalSecrets(scope, 'secrets', {
    vaultStores: [
      {
        name: 'other',
        server: 'https://v.example.com',
        path: 'kv',
        auth: { method: 'token', token: { name: 't', key: 't' } },
      },
    ],
  });
  if (!first) new Vault(scope, 'vault');
  secrets.fetch(scope, { name: 'dns', namespace: 'acme', data: { token: { path: 'dns' } } });
  expect(manifest(scope, 'ClusterSecretStore', 'openbao')['spec']).toStrictEqual({
    provider: {
      vault: {
        server: 'https://openbao-active.openbao.svc:8200',
        path: 'kv',
        version: 'v2',
        caProvider: { type: 'Secret', name: 'openbao-tls', key: 'ca.crt', namespace: 'openbao' },
        auth: {
          kubernetes: {
            mountPath: 'kubernetes',
            role: 'platform-external-secrets-external-secrets',
            serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' },
          },
        },
      },
    },
  });
  expect(manifest(scope, 'ExternalSecret', 'dns')['spec']).toMatchObject({
    secretStoreRef: { name: 'openbao' },
  });
  expect(
    filesOf(scope)['auth.kubernetes.role.platform-external-secrets-external-secrets.json'],
  ).toContain('"platform-reader"');
  expect(scope.node.validate()).toStrictEqual([]);
});

test('is not taken for a store where one of its name is there', () => {
  const scope = platform();
  new ExternalSecrets(scope, 'secrets', { wiring: [SecretStores.none] });
  new Vault(scope, 'vault');
  expect(manifest(scope, 'ClusterSecretStore', 'openbao')).toStrictEqual({});
});

test('fails when a role or people have a policy that is not there', () => {
  const vault = new Vault(platform(), 'vault', {
    kubernetesRoles: [{ ...role, policies: ['shop'] }],
    people: { viewer: ['look'] },
  });
  expect(validated(vault)).toStrictEqual([
    "role 'a' has the policy 'shop', which is not there; add it with `addPolicy()`",
    "`people` have the policy 'look', which is not there; add it with `addPolicy()`",
  ]);
});
