import { Construct } from 'constructs';
import { Registry } from '../../lib';
import { Metrics } from '../../lib/contracts/metrics';
import {
  SecretStores,
  type SecretStore,
  type StoreReader,
} from '../../lib/contracts/secret-stores';
import { Secrets } from '../../lib/contracts/secrets';
import { VaultSecretsOperator } from '../../lib/security/vault-secrets-operator';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

function store(): SecretStore & { readonly readers: StoreReader[] } {
  const readers: StoreReader[] = [];
  return {
    readers,
    name: 'openbao',
    server: 'https://openbao-active.openbao.svc:8200',
    ca: { name: 'openbao-tls', key: 'ca.crt', namespace: 'openbao' },
    path: 'kv',
    destination: { namespace: 'openbao', ports: [8200] },
    admit: (reader) => {
      readers.push(reader);
      return { mountPath: 'kubernetes', role: `platform-${reader.namespace}` };
    },
  };
}

const specOf = (scope: Construct, kind: string, name: string): unknown =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest['spec'];

const shop = { name: 'shop', namespace: 'shop', path: 'shop/api' };

test.each([[true], [false]])('reads the store of the platform, in either order (%s)', (first) => {
  const scope = freeRoot();
  const openbao = store();
  if (first) SecretStores.provide(scope, openbao);
  const operator = new VaultSecretsOperator(scope, 'vso');
  operator.addStaticSecret(shop);
  if (!first) SecretStores.provide(scope, openbao);
  expect(specOf(scope, 'VaultConnection', 'openbao')).toStrictEqual({
    address: 'https://openbao-active.openbao.svc:8200',
    skipTLSVerify: false,
    caCertSecretRef: 'openbao-tls',
  });
  expect(specOf(scope, 'VaultAuth', 'vault')).toStrictEqual({
    vaultConnectionRef: 'openbao/openbao',
    method: 'kubernetes',
    mount: 'kubernetes',
    kubernetes: { role: 'platform-shop', serviceAccount: 'vault-secrets' },
  });
  expect(openbao.readers[0]).toStrictEqual({ namespace: 'shop', serviceAccount: 'vault-secrets' });
  expect(Registry.of(scope).connections.map((c) => c.to)).toStrictEqual([openbao.destination]);
});

test('lets each namespace log in once, as itself', () => {
  const scope = freeRoot();
  SecretStores.provide(scope, store());
  const operator = new VaultSecretsOperator(scope, 'vso');
  operator.addStaticSecret(shop);
  operator.addDynamicSecret({ ...shop, name: 'db', mount: 'database' });
  operator.addStaticSecret({ ...shop, namespace: 'ci' });
  const auths = Registry.of(scope).objects.filter((o) => o.kind.kind === 'VaultAuth');
  expect(auths.map((o) => o.namespace)).toStrictEqual(['shop', 'ci']);
});

test('follows a secret and restarts what uses it', () => {
  const scope = freeRoot();
  SecretStores.provide(scope, store());
  const restarts = [{ kind: 'Deployment', name: 'shop' }] as const;
  new VaultSecretsOperator(scope, 'vso').addStaticSecret({ ...shop, restarts });
  expect(specOf(scope, 'VaultStaticSecret', 'shop')).toStrictEqual({
    vaultAuthRef: 'vault',
    destination: { name: 'shop', create: true },
    rolloutRestartTargets: restarts,
    type: 'kv-v2',
    mount: 'kv',
    path: 'shop/api',
    refreshAfter: '1m',
    hmacSecretData: true,
  });
});

test('renews credentials and certificates, and revokes credentials with their object', () => {
  const scope = freeRoot();
  SecretStores.provide(scope, store());
  const operator = new VaultSecretsOperator(scope, 'vso');
  operator.addDynamicSecret({ ...shop, name: 'db', mount: 'database', path: 'creds/shop' });
  operator.addPkiSecret({ ...shop, name: 'tls', mount: 'pki', role: 'web', commonName: 'shop' });
  expect(specOf(scope, 'VaultDynamicSecret', 'db')).toMatchObject({
    revoke: true,
    renewalPercent: 67,
  });
  expect(specOf(scope, 'VaultPKISecret', 'tls')).toMatchObject({
    destination: { type: 'kubernetes.io/tls' },
    expiryOffset: '24h',
  });
});

test('fetches the keys that are asked for and no others, before the releases of the caller', () => {
  const scope = freeRoot();
  SecretStores.provide(scope, store());
  new VaultSecretsOperator(scope, 'vso', { secretSource: true });
  const caller = new Construct(scope, 'caller');
  Secrets.whenProvided(caller, (secrets) => {
    const data = { token: { path: 'dns/acme', property: 'api' }, all: { path: 'dns/acme' } };
    secrets.fetch(caller, { name: 'dns', namespace: 'acme', data });
  });
  expect(specOf(caller, 'VaultStaticSecret', 'dns')).toMatchObject({
    path: 'dns/acme',
    destination: {
      name: 'dns',
      transformation: {
        excludeRaw: true,
        excludes: ['.*'],
        templates: {
          token: { text: '{{ get .Secrets "api" }}' },
          all: { text: '{{ .Secrets | toJson }}' },
        },
      },
    },
  });
  const drawn = Registry.of(scope).objects.filter((o) => o.node.scope === caller);
  expect(drawn.map((o) => o.phase)).toStrictEqual(['before']);
});

test('reads a Vault outside of the platform', () => {
  const scope = freeRoot();
  const vault = { server: 'https://vault.example.com:8200', role: 'reader' };
  new VaultSecretsOperator(scope, 'vso', { vault }).addStaticSecret(shop);
  expect(specOf(scope, 'VaultConnection', 'vault')).toStrictEqual({
    address: 'https://vault.example.com:8200',
    skipTLSVerify: false,
  });
  expect(Registry.of(scope).connections.map((c) => c.to)).toStrictEqual([
    { host: 'vault.example.com', port: 8200 },
  ]);
});

test('lets the collector read its metrics, which are protected', () => {
  const scope = freeRoot();
  Metrics.provide(scope, metricsCollector());
  const { release } = new VaultSecretsOperator(scope, 'vso', { wiring: [SecretStores.none] });
  expect(release.values).toMatchObject({
    telemetry: { serviceMonitor: { enabled: true, selectors: { release: 'prometheus' } } },
  });
  const binding = Registry.of(scope).objects.find((o) => o.kind.kind === 'ClusterRoleBinding');
  expect(binding?.manifest).toMatchObject({
    roleRef: { name: 'vault-secrets-operator-metrics-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'prometheus', namespace: 'monitoring' }],
  });
});

test('is no source of secrets unless it is made one', () => {
  const scope = freeRoot();
  new VaultSecretsOperator(scope, 'vso');
  expect(Secrets.find(scope)).toBeUndefined();
});

test('fails to make a secret up', () => {
  const operator = new VaultSecretsOperator(freeRoot(), 'vso', { secretSource: true });
  const wanted = { name: 'admin', namespace: 'harbor', generated: { password: {} } };
  expect(() => operator.generate(operator, wanted)).toThrow(
    "[vso] secret 'harbor/admin' is to be made up, which this operator cannot; put it into Vault",
  );
});

test('fails to fetch a Secret of two paths, or of another store', () => {
  const operator = new VaultSecretsOperator(freeRoot(), 'vso');
  const data = { a: { path: 'a' }, b: { path: 'b' } };
  const wanted = { name: 'x', namespace: 'y', data };
  expect(() => operator.fetch(operator, wanted)).toThrow("secret 'x' is made of 'a', 'b'");
  expect(() => operator.fetch(operator, { ...wanted, store: 'other' })).toThrow(
    "secret 'x' names the store 'other', and there is only one; leave `store` out",
  );
});

test('fails without a Vault, or with an address that is none', () => {
  expect(new VaultSecretsOperator(freeRoot(), 'vso').node.validate()).toStrictEqual([
    'has no Vault to read; add one to the platform, or pass `vault`',
  ]);
  const vault = { server: 'vault:8200', role: 'reader' };
  expect(() => new VaultSecretsOperator(freeRoot(), 'vso', { vault })).toThrow(
    "server 'vault:8200' is not an address such as `https://vault.example.com:8200`",
  );
});
