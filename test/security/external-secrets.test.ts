import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { Secrets } from '../../lib/contracts/secrets';
import { ExternalSecrets, type VaultStoreOptions } from '../../lib/security/external-secrets';

const vault: VaultStoreOptions = {
  name: 'vault',
  server: 'https://vault.vault.svc:8200',
  path: 'kv',
  auth: { method: 'kubernetes', role: 'reader' },
  ca: { name: 'vault-ca', key: 'ca.crt' },
};

const root = (): Construct => new Construct(undefined as never, '');

const specOf = (scope: Construct, kind: string, name: string): unknown =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest['spec'];

test('generates a Secret once and never touches it again', () => {
  const scope = root();
  new ExternalSecrets(scope, 'secrets');
  Secrets.whenProvided(scope, (secrets) => {
    secrets.generate(scope, {
      name: 'db',
      namespace: 'shop',
      generated: { password: { length: 40 } },
      plain: { username: 'shop' },
    });
  });
  expect(specOf(scope, 'ExternalSecret', 'db')).toStrictEqual({
    refreshPolicy: 'CreatedOnce',
    target: {
      name: 'db',
      creationPolicy: 'Orphan',
      immutable: true,
      template: { engineVersion: 'v2', mergePolicy: 'Merge', data: { username: 'shop' } },
    },
    dataFrom: [
      {
        sourceRef: {
          generatorRef: {
            apiVersion: 'generators.external-secrets.io/v1alpha1',
            kind: 'Password',
            name: 'db',
          },
        },
      },
    ],
  });
  expect(specOf(scope, 'Password', 'db')).toStrictEqual({
    length: 40,
    digits: 10,
    symbols: 0,
    noUpper: false,
    allowRepeat: true,
    secretKeys: ['password'],
  });
});

test('draws what it generates in the scope of the caller, before its releases', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const caller = new Construct(scope, 'caller');
  secrets.generate(caller, { name: 'db', namespace: 'shop', generated: { password: {} } });
  const drawn = Registry.of(scope).objects.filter((o) => o.node.scope === caller);
  expect(drawn.map((o) => [o.kind.kind, o.namespace, o.phase])).toStrictEqual([
    ['Password', 'shop', 'before'],
    ['ExternalSecret', 'shop', 'before'],
  ]);
});

test('rolls keys of one form with one generator, each form with its own', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const generated = { admin: {}, salt: { length: 12, symbols: 10 }, pepper: { length: 32 } };
  secrets.generate(scope, { name: 'app', namespace: 'shop', generated });
  expect(specOf(scope, 'Password', 'app')).toMatchObject({ secretKeys: ['admin', 'pepper'] });
  expect(specOf(scope, 'Password', 'app-2')).toMatchObject({
    secretKeys: ['salt'],
    length: 12,
    symbols: 10,
    digits: 2,
    symbolCharacters: '-_.~',
  });
});

test('keeps braces in plain values from the template engine', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const plain = { format: '{{ .Name }}' };
  secrets.generate(scope, { name: 'app', namespace: 'shop', generated: { key: {} }, plain });
  expect(specOf(scope, 'ExternalSecret', 'app')).toMatchObject({
    target: { template: { data: { format: '{{ "{{" }} .Name }}' } } },
  });
});

test('fetches from the default store unless told otherwise', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets', {
    vaultStores: [vault, { ...vault, name: 'other' }],
    defaultStore: 'other',
  });
  const data = { token: { path: 'dns/acme', property: 'token' } };
  secrets.fetch(scope, { name: 'dns', namespace: 'acme', data });
  secrets.fetch(scope, { name: 'dns-2', namespace: 'acme', data, store: 'vault' });
  expect(specOf(scope, 'ExternalSecret', 'dns')).toMatchObject({
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'other' },
    data: [{ secretKey: 'token', remoteRef: { key: 'dns/acme', property: 'token' } }],
  });
  expect(specOf(scope, 'ExternalSecret', 'dns-2')).toMatchObject({
    secretStoreRef: { name: 'vault' },
  });
});

test('logs in to Vault as a ServiceAccount and opens the way to it only', () => {
  const scope = root();
  new ExternalSecrets(scope, 'secrets', { vaultStores: [{ ...vault, namespaces: ['shop'] }] });
  expect(specOf(scope, 'ClusterSecretStore', 'vault')).toStrictEqual({
    provider: {
      vault: {
        server: 'https://vault.vault.svc:8200',
        path: 'kv',
        version: 'v2',
        caProvider: {
          type: 'Secret',
          name: 'vault-ca',
          key: 'ca.crt',
          namespace: 'external-secrets',
        },
        auth: {
          kubernetes: {
            mountPath: 'kubernetes',
            role: 'reader',
            serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' },
          },
        },
      },
    },
    conditions: [{ namespaces: ['shop'] }],
  });
  expect(specOf(scope, 'NetworkPolicy', 'store-vault')).toMatchObject({
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'vault' } } }],
        ports: [{ port: 8200, protocol: 'TCP' }],
      },
    ],
  });
});

test('logs in to Vault with references, never with values', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const secretId = { name: 'role', key: 'id' };
  const outside = { ...vault, server: 'https://vault.example.com' };
  secrets.addVaultStore({ ...outside, auth: { method: 'app-role', roleId: 'r', secretId } });
  secrets.addVaultStore({ ...outside, name: 't', auth: { method: 'token', token: secretId } });
  expect(specOf(scope, 'ClusterSecretStore', 'vault')).toMatchObject({
    provider: {
      vault: {
        auth: {
          appRole: {
            path: 'approle',
            roleId: 'r',
            secretRef: { ...secretId, namespace: 'external-secrets' },
          },
        },
      },
    },
  });
  expect(specOf(scope, 'ClusterSecretStore', 't')).toMatchObject({
    provider: { vault: { auth: { tokenSecretRef: secretId } } },
  });
  expect(specOf(scope, 'NetworkPolicy', 'store-vault')).toMatchObject({
    egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }],
  });
});

test('reads a namespace of this cluster with an account of its own', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  secrets.addKubernetesStore({ name: 'shared', remoteNamespace: 'shared' });
  const role = Registry.of(scope).objects.find((o) => o.kind.kind === 'Role');
  expect(role?.manifest).toMatchObject({
    metadata: { namespace: 'shared' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] }],
  });
  expect(specOf(scope, 'ClusterSecretStore', 'shared')).toMatchObject({
    provider: {
      kubernetes: { remoteNamespace: 'shared', auth: { serviceAccount: { name: 'store-shared' } } },
    },
  });
});

test('runs in two copies, or in one on a single node', () => {
  const single = new Platform(root(), 'one', { profile: 'single-node' });
  expect(new ExternalSecrets(root(), 'secrets').release.values).toMatchObject({
    replicaCount: 2,
    leaderElect: true,
    webhook: { replicaCount: 2, podDisruptionBudget: { enabled: true } },
    certController: { create: true, replicaCount: 2 },
  });
  expect(new ExternalSecrets(single, 'secrets').release.values).toMatchObject({
    replicaCount: 1,
    leaderElect: false,
    webhook: { replicaCount: 1 },
  });
});

test('takes the certificate of its webhook from cert-manager when asked to', () => {
  const scope = root();
  const props = { webhookCertificate: 'cert-manager' } as const;
  const { release } = new ExternalSecrets(scope, 'secrets', props);
  expect(specOf(scope, 'Issuer', 'external-secrets-webhook')).toStrictEqual({ selfSigned: {} });
  expect(release.needs).toStrictEqual(['Certificate.cert-manager.io']);
  expect(release.values).toMatchObject({
    certController: { create: false },
    webhook: { certManager: { enabled: true } },
  });
});

test('warns when secrets travel in the clear', () => {
  const scope = root();
  new ExternalSecrets(scope, 'secrets', {
    vaultStores: [{ ...vault, server: 'http://vault.vault.svc:8200' }],
  });
  expect(Registry.of(scope).warnings.map((w) => w.text())).toStrictEqual([
    "store 'vault' sends secrets in the clear, to 'http://vault.vault.svc:8200'; use https",
  ]);
});

test.each([
  [{}, {}, "secret 'app' has nothing to generate; name a key in `generated`"],
  [
    { 'a b': {} },
    {},
    "key 'a b' of secret 'app' is not made of letters, digits, '-', '_' and '.'; rename it",
  ],
  [{ a: {} }, { a: 'b' }, "key 'a' of secret 'app' is both generated and plain; keep one of them"],
  [{ a: { length: 4 } }, {}, "key 'a' of secret 'app' has length '4'; take 8 to 1024 characters"],
  [
    { a: { length: 8, symbols: 9 } },
    {},
    "key 'a' of secret 'app' has '9' symbols in 8 characters; take 0 to 8",
  ],
])('fails to generate %j beside %j', (generated, plain, message) => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  expect(() =>
    secrets.generate(scope, { name: 'app', namespace: 'shop', generated, plain }),
  ).toThrow(`[secrets] ${message}`);
});

test('fails for two stores of one name', () => {
  const secrets = new ExternalSecrets(root(), 'secrets', { vaultStores: [vault] });
  expect(() => secrets.addVaultStore(vault)).toThrow("there is already a store 'vault'");
});

test('fails for a server without scheme', () => {
  const secrets = new ExternalSecrets(root(), 'secrets');
  expect(() => secrets.addVaultStore({ ...vault, server: 'vault:8200' })).toThrow(
    "server 'vault:8200' of store 'vault' is not an address such as `https://vault.example.com:8200`",
  );
});

test('fails to make another cluster writable', () => {
  const secrets = new ExternalSecrets(root(), 'secrets');
  const cluster = {
    server: 'https://192.0.2.1:6443',
    ca: { name: 'ca', key: 'ca.crt' },
    token: { name: 't', key: 'token' },
  };
  expect(() =>
    secrets.addKubernetesStore({ name: 'hub', remoteNamespace: 'a', writable: true, cluster }),
  ).toThrow("store 'hub' cannot be made writable; give its token the rights over there");
});

test('fails for a store of no provider', () => {
  const secrets = new ExternalSecrets(root(), 'secrets');
  expect(() => secrets.addStore({ name: 'x', provider: {} })).toThrow(
    "store 'x' has providers ''; name exactly one",
  );
});

test('has nothing wait for what a sealed server may hold up, and all for what is generated', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets', { vaultStores: [vault] });
  secrets.fetch(scope, { name: 'dns', namespace: 'acme', data: { token: { path: 'dns' } } });
  secrets.generate(scope, { name: 'db', namespace: 'acme', generated: { password: {} } });
  const free = Registry.of(scope).objects.filter(
    ({ manifest }) => manifest.metadata.annotations?.['kubestrata.dev/wait'] === 'false',
  );
  expect(free.map(({ kind, name }) => `${kind.kind} ${name}`)).toStrictEqual([
    'ClusterSecretStore vault',
    'ExternalSecret dns',
  ]);
});

test('fails when a secret is fetched and there is no store', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets');
  secrets.fetch(scope, { name: 'dns', namespace: 'acme', data: { token: { path: 'dns' } } });
  expect(secrets.node.validate()).toStrictEqual([
    "secret 'acme/dns' needs a store, and there is none; add it, for example with `addVaultStore()`",
  ]);
});

test('fails when the store that a secret names, or the default one, is not there', () => {
  const scope = root();
  const secrets = new ExternalSecrets(scope, 'secrets', { vaultStores: [vault] });
  secrets.addPushSecret({ name: 'a', namespace: 'b', data: { c: { path: 'd' } }, store: 'nope' });
  expect(secrets.node.validate()).toStrictEqual([
    "push secret 'b/a' needs the store 'nope', which is not there; add it, for example with `addVaultStore()`",
  ]);
  const other = new ExternalSecrets(root(), 'secrets', { defaultStore: 'nope' });
  expect(other.node.validate()).toStrictEqual([
    "the default store 'nope' is not there; add it, for example with `addVaultStore()`",
  ]);
});
