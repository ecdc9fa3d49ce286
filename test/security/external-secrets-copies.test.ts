import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import type { GenerateOptions } from '../../lib/contracts/secrets';
import { ExternalSecrets } from '../../lib/security/external-secrets';
import { freeRoot } from '../harness/sample';

const harbor: GenerateOptions = {
  name: 'harbor-db',
  namespace: 'databases',
  generated: { password: { length: 40 } },
  copies: ['harbor'],
};

const specOf = (scope: Construct, kind: string, namespace: string | undefined, name: string) =>
  Registry.of(scope).objects.find(
    (o) => o.kind.kind === kind && o.namespace === namespace && o.name === name,
  )?.manifest;

test('copies a generated Secret with all its keys into other namespaces', () => {
  const scope = freeRoot();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const caller = new Construct(scope, 'caller');
  secrets.generate(caller, harbor);
  const drawn = Registry.of(scope).objects.filter((o) => o.node.scope === caller);
  expect(drawn.map((o) => [o.kind.kind, o.namespace, o.phase])).toStrictEqual([
    ['Password', 'databases', 'before'],
    ['ExternalSecret', 'databases', 'before'],
    ['ExternalSecret', 'harbor', 'before'],
  ]);
  expect(specOf(scope, 'ExternalSecret', 'harbor', 'harbor-db')).toMatchObject({
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'copies-of-databases' },
      target: { name: 'harbor-db', creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      dataFrom: [{ extract: { key: 'harbor-db' } }],
    },
  });
});

test('lets the copies of a namespace be read by those that have them, and nothing else of it', () => {
  const scope = freeRoot();
  const secrets = new ExternalSecrets(scope, 'secrets');
  secrets.generate(new Construct(scope, 'b'), { ...harbor, copies: ['harbor', 'backup'] });
  secrets.generate(new Construct(scope, 'a'), { ...harbor, name: 'cache', copies: ['harbor'] });
  secrets.generate(new Construct(scope, 'c'), { ...harbor, name: 'own', copies: [] });
  expect(specOf(scope, 'ClusterSecretStore', undefined, 'copies-of-databases')).toMatchObject({
    spec: {
      conditions: [{ namespaces: ['backup', 'harbor'] }],
      provider: {
        kubernetes: {
          remoteNamespace: 'databases',
          server: { caProvider: { name: 'kube-root-ca.crt', namespace: 'external-secrets' } },
          auth: { serviceAccount: { name: 'external-secrets-copies', namespace: 'databases' } },
        },
      },
    },
  });
  expect(specOf(scope, 'Role', 'databases', 'external-secrets-copies')).toMatchObject({
    rules: [
      {
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get'],
        resourceNames: ['cache', 'harbor-db'],
      },
    ],
  });
});

test('draws one store for each namespace that something is copied from', () => {
  const scope = freeRoot();
  const secrets = new ExternalSecrets(scope, 'secrets');
  secrets.generate(scope, harbor);
  secrets.generate(scope, { ...harbor, namespace: 'caches', copies: ['shop'] });
  const stores = Registry.of(scope).objects.filter((o) => o.kind.kind === 'ClusterSecretStore');
  expect(stores.map((o) => [o.name, o.node.scope?.node.id])).toStrictEqual([
    ['copies-of-databases', 'secrets'],
    ['copies-of-caches', 'secrets'],
  ]);
});

test('never takes the store of copies for the default one', () => {
  const secrets = new ExternalSecrets(freeRoot(), 'secrets');
  secrets.generate(secrets, harbor);
  secrets.fetch(secrets, { name: 'dns', namespace: 'acme', data: { token: { path: 'dns' } } });
  expect(secrets.node.validate()).toMatchObject([
    "secret 'acme/dns' needs a store, and there is none; add it, for example with `addVaultStore()`",
  ]);
});

test('makes values of generated ones and keeps the type, in copies too', () => {
  const scope = freeRoot();
  const secrets = new ExternalSecrets(scope, 'secrets');
  const type = 'kubernetes.io/dockerconfigjson';
  const config =
    '{"auths":{"harbor.example.com":{"auth":"{{ printf "ci:%s" .password | b64enc }}"}}}';
  secrets.generate(scope, {
    ...harbor,
    type,
    plain: { user: '{{ci}}' },
    templated: { '.dockerconfigjson': config },
  });
  const spec = (namespace: string): unknown =>
    specOf(scope, 'ExternalSecret', namespace, 'harbor-db')?.['spec'];
  const engine = { engineVersion: 'v2', mergePolicy: 'Merge', type };
  expect(spec('databases')).toMatchObject({
    target: {
      template: { ...engine, data: { user: '{{ "{{" }}ci}}', '.dockerconfigjson': config } },
    },
  });
  expect(spec('harbor')).toMatchObject({ target: { template: engine } });
});

test('waits for the namespaces of copies and for nothing that comes later', () => {
  const platform = new Platform(freeRoot(), 'one');
  const secrets = new ExternalSecrets(platform, 'secrets');
  secrets.generate(new Construct(platform, 'caller'), harbor);
  expect(platform.node.validate()).toStrictEqual([]);
});

test.each([
  [{ copies: ['databases'] }, "secret 'harbor-db' is to be copied into 'databases', where it is"],
  [{ copies: ['a', 'a'] }, "secret 'harbor-db' is to be copied into 'a' twice; name it once"],
  [
    { templated: { url: 'x:{{ .pass }}' } },
    "key 'url' of secret 'harbor-db' is made of 'pass', which is not generated",
  ],
  [{ templated: { url: '{{ .password' } }, "key 'url' of secret 'harbor-db' opens `{{`"],
  [
    { templated: { password: 'x' } },
    "key 'password' of secret 'harbor-db' is both generated and templated; keep one of them",
  ],
])('fails to generate with %j', (options, message) => {
  const secrets = new ExternalSecrets(freeRoot(), 'secrets');
  expect(() => secrets.generate(secrets, { ...harbor, ...options })).toThrow(
    `[secrets] ${message}`,
  );
});
