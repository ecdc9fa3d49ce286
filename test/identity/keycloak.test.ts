import { Platform, Registry } from '../../lib';
import { Keycloak } from '../../lib/identity/keycloak';
import { freeRoot } from '../harness/sample';
import { drawn, errorsOf, keycloakOf, realmOf, variablesOf } from './keycloak-sample';

const server = (scope: Platform) =>
  drawn(scope, 'Keycloak', 'keycloak').spec as Readonly<Record<string, unknown>>;
const database = {
  host: 'postgres.example.com',
  userSecret: { name: 'postgres', key: 'user' },
  passwordSecret: { name: 'postgres', key: 'password' },
};

test('asks the platform for a database that takes the connections of all instances', () => {
  const { platform, databases } = keycloakOf({ instances: 3, pool: { max: 40 } });
  expect(databases.asked).toStrictEqual([
    {
      name: 'keycloak-db',
      namespace: 'keycloak',
      database: 'keycloak',
      owner: 'keycloak',
      size: '10Gi',
      parameters: { max_connections: '180' },
    },
  ]);
  expect(server(platform)['db']).toStrictEqual({
    vendor: 'postgres',
    host: 'keycloak-db-rw.keycloak.svc',
    port: 5432,
    database: 'keycloak',
    usernameSecret: { name: 'keycloak-db-app', key: 'username' },
    passwordSecret: { name: 'keycloak-db-app', key: 'password' },
    poolInitialSize: 40,
    poolMinSize: 40,
    poolMaxSize: 40,
  });
});

test('verifies the database by its authority, of whose Secret it mounts one key', () => {
  const { platform } = keycloakOf();
  expect(server(platform)['additionalOptions']).toContainEqual({
    name: 'db-url-properties',
    value: '?sslmode=verify-ca&sslrootcert=/mnt/database-ca/ca.crt',
  });
  expect(server(platform)['unsupported']).toMatchObject({
    podTemplate: {
      spec: {
        volumes: [
          {
            name: 'database-ca',
            secret: {
              secretName: 'keycloak-db-ca',
              items: [{ key: 'ca.crt', path: 'ca.crt' }],
            },
          },
        ],
      },
    },
  });
});

test('opens the way to a database outside, for its servers alone', () => {
  const { platform } = keycloakOf({ database });
  expect(drawn(platform, 'NetworkPolicy', 'keycloak-to-database').spec).toStrictEqual({
    podSelector: { matchLabels: { app: 'keycloak', 'app.kubernetes.io/instance': 'keycloak' } },
    policyTypes: ['Egress'],
    egress: [{ ports: [{ port: 5432, protocol: 'TCP' }] }],
  });
});

test('runs one small instance without a disruption budget in a single-node platform', () => {
  const { platform } = keycloakOf({}, { profile: 'single-node' });
  expect(server(platform)).toMatchObject({
    instances: 1,
    resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { memory: '1536Mi' } },
  });
  const budgets = Registry.of(platform).objects.filter(
    (o) => o.kind.kind === 'PodDisruptionBudget',
  );
  expect(budgets).toStrictEqual([]);
});

test('takes the server from the mirror, and does not take it for a built one', () => {
  const { platform } = keycloakOf({}, { imageMirror: { registry: 'mirror.example.com' } });
  expect(server(platform)).toMatchObject({
    image: `mirror.example.com/quay.io/keycloak/keycloak:${Keycloak.bundle.version}`,
    startOptimized: false,
  });
});

test('starts an image of your own as it was built', () => {
  const { platform } = keycloakOf({ image: { reference: 'registry.example.com/kc:1' } });
  expect(server(platform)).toMatchObject({
    image: 'registry.example.com/kc:1',
    startOptimized: true,
  });
});

test('installs the operator where it watches, after the CRDs', () => {
  const { platform } = keycloakOf({ namespace: 'login' });
  const bundles = Registry.of(platform).bundles.map(({ node, namespace, url }) => ({
    id: node.id,
    namespace,
    file: url.slice(url.indexOf(Keycloak.bundle.version)),
  }));
  const at = `${Keycloak.bundle.version}/kubernetes`;
  expect(bundles).toStrictEqual([
    {
      id: 'crds',
      namespace: undefined,
      file: `${at}/keycloaks.k8s.keycloak.org-v1.yml`,
    },
    {
      id: 'realm-import-crds',
      namespace: undefined,
      file: `${at}/keycloakrealmimports.k8s.keycloak.org-v1.yml`,
    },
    { id: 'operator', namespace: 'login', file: `${at}/kubernetes.yml` },
  ]);
});

test('has its first accounts made, and logs the Job in by the one without a person', () => {
  const { platform, secrets } = keycloakOf();
  expect(secrets.asked).toStrictEqual([
    {
      name: 'keycloak-admin-user',
      namespace: 'keycloak',
      generated: { password: { length: 32 } },
      plain: { username: 'admin' },
    },
    {
      name: 'keycloak-admin',
      namespace: 'keycloak',
      generated: { 'client-secret': { length: 40 } },
      plain: { 'client-id': 'platform-config' },
      copies: [],
    },
  ]);
  expect(server(platform)['bootstrapAdmin']).toStrictEqual({
    user: { secret: 'keycloak-admin-user' },
    service: { secret: 'keycloak-admin' },
  });
  expect(variablesOf(platform)).toMatchObject({
    KEYCLOAK_URL: 'http://keycloak-service.keycloak.svc:8080',
    KEYCLOAK_GRANTTYPE: 'client_credentials',
    KEYCLOAK_CLIENTSECRET: { secretKeyRef: { name: 'keycloak-admin', key: 'client-secret' } },
    IMPORT_CACHE_ENABLED: 'false',
  });
});

test('leaves what people changed by hand, if asked to', () => {
  const { platform } = keycloakOf({ revertChanges: false });
  expect(variablesOf(platform)['IMPORT_CACHE_ENABLED']).toBe('true');
});

test('fails without a database, a gateway or a source of secrets', () => {
  const platform = new Platform(freeRoot(), 'prod');
  new Keycloak(platform, 'keycloak');
  expect(errorsOf(platform)).toStrictEqual([
    expect.stringContaining('needs a database server to keep its users in'),
    expect.stringContaining('needs a gateway to be reached by whoever logs in'),
    expect.stringContaining('needs a source of secrets to make those of its accounts and clients'),
  ]);
});

test('fails for explicit updates without a revision', () => {
  expect(() => keycloakOf({ update: { strategy: 'Explicit' } })).toThrow(
    "[prod/keycloak] updates are 'Explicit' without a revision; set `update.revision`",
  );
});

test('fails for an option with dashes in front', () => {
  expect(() => keycloakOf({ options: { '--log-level': 'debug' } })).toThrow(
    "option '--log-level' is not a name",
  );
});

test('fails for one name for people and administrators', () => {
  expect(() => keycloakOf({ hostname: 'a.example.com', adminHostname: 'a.example.com' })).toThrow(
    "administrators would have the hostname 'a.example.com' of all",
  );
});

test('makes the groups of the three roles, each once', () => {
  const { platform } = keycloakOf({
    groups: { admin: ['sre'], editor: ['dev'], viewer: ['dev', 'staff'] },
  });
  expect(realmOf(platform)['groups']).toMatchObject([
    { name: 'sre' },
    { name: 'dev' },
    { name: 'staff' },
  ]);
});
