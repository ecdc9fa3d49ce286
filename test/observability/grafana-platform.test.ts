import { Platform, Registry } from '../../lib';
import { Backups } from '../../lib/contracts/backups';
import { Databases } from '../../lib/contracts/databases';
import { Identity } from '../../lib/contracts/identity';
import { Grafana, type GrafanaProps } from '../../lib/observability/grafana';
import { freeRoot } from '../harness/sample';
import { backupKeeper, databaseServer, identityProvider } from '../harness/services';

const on = (props: GrafanaProps = {}) => {
  const platform = new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com' });
  const admin = { secretName: 'grafana-login' };
  return { platform, grafana: new Grafana(platform, 'grafana', { admin, ...props }) };
};
const ini = (grafana: Grafana) => grafana.release.values['grafana.ini'];
const errors = (platform: Platform) => platform.node.findAll().flatMap((c) => c.node.validate());

test.each(['before', 'after'])('logs people in at a provider that comes %s it', (order) => {
  const platform = new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com' });
  const provider = identityProvider();
  const admin = { secretName: 'grafana-login' };
  if (order === 'before') Identity.provide(platform, provider);
  const grafana = new Grafana(platform, 'grafana', { admin });
  if (order === 'after') Identity.provide(platform, provider);
  expect(provider.asked).toStrictEqual([
    {
      id: 'grafana',
      displayName: 'Grafana',
      namespace: 'grafana',
      redirectUris: ['https://grafana.k8s.example.com/login/generic_oauth'],
      logoutUris: ['https://grafana.k8s.example.com/login'],
    },
  ]);
  expect(ini(grafana)).toMatchObject({
    'auth.generic_oauth': {
      name: 'Keycloak',
      client_id: 'grafana',
      token_url: 'https://sso.example.com/realms/platform/protocol/openid-connect/token',
      scopes: 'openid profile email',
      role_attribute_path:
        "contains(groups[*], 'platform-admins') && 'GrafanaAdmin' || contains(groups[*], 'developers') && 'Editor' || contains(groups[*], 'everybody') && 'Viewer'",
      role_attribute_strict: true,
    },
  });
  expect(grafana.release.values['envValueFrom']).toMatchObject({
    OIDC_CLIENT_SECRET: { secretKeyRef: { name: 'grafana-oidc', key: 'client-secret' } },
  });
});

test('gives its roles to other groups where it is told to', () => {
  const { platform, grafana } = on({ access: { editor: ['team-a'] } });
  Identity.provide(platform, identityProvider());
  expect(JSON.stringify(ini(grafana))).toContain("contains(groups[*], 'team-a') && 'Editor'");
});

test('verifies a provider that a private authority signed', () => {
  const { platform, grafana } = on();
  Identity.provide(platform, identityProvider({ caCertificates: 'PEM' }));
  expect(ini(grafana)).toMatchObject({
    'auth.generic_oauth': { tls_client_ca: '/etc/grafana/oidc-authority/ca.crt' },
  });
  expect(grafana.release.values['extraConfigmapMounts']).toMatchObject([
    { configMap: 'oidc-authority', mountPath: '/etc/grafana/oidc-authority' },
  ]);
  const authority = Registry.of(platform).objects.find((o) => o.name === 'oidc-authority');
  expect(authority?.manifest).toMatchObject({ data: { 'ca.crt': 'PEM' } });
});

test('keeps to a login of its own, whoever else there is', () => {
  const provider = identityProvider();
  const { platform, grafana } = on({
    oidc: {
      name: 'Other',
      clientId: 'x',
      clientSecret: { name: 'x', key: 'y' },
      issuer: 'https://other.example.com',
    },
  });
  Identity.provide(platform, provider);
  expect(provider.asked).toStrictEqual([]);
  expect(ini(grafana)).toMatchObject({ 'auth.generic_oauth': { name: 'Other' } });
});

test('keeps its data in a database that the platform makes, and has two copies then', () => {
  const server = databaseServer();
  const { platform, grafana } = on({ database: 'platform' });
  Databases.provide(platform, server);
  expect(server.asked).toStrictEqual([
    { name: 'grafana-db', namespace: 'grafana', owner: 'grafana' },
  ]);
  expect(grafana.release.values).toMatchObject({ replicas: 2, persistence: { enabled: false } });
  expect(ini(grafana)).toMatchObject({
    database: { host: 'grafana-db-rw.grafana.svc:5432', name: 'grafana', ssl_mode: 'require' },
  });
  expect(grafana.release.values['envValueFrom']).toMatchObject({
    GRAFANA_DATABASE_PASSWORD: { secretKeyRef: { name: 'grafana-db-app', key: 'password' } },
  });
});

test('has its file backed up, and leaves a database to whoever runs it', () => {
  const keeper = backupKeeper();
  const { platform, grafana } = on();
  Backups.provide(platform, keeper);
  expect(keeper.asked[0]).toMatchObject({ namespace: grafana.namespace, method: 'volumes' });
  const other = backupKeeper();
  const shared = on({ database: 'platform' });
  Backups.provide(shared.platform, other);
  expect(other.asked).toStrictEqual([]);
});

test('fails for a database that nothing makes', () => {
  expect(errors(on({ database: 'platform' }).platform)).toContain(
    'needs a database server to keep users, own dashboards and alerts, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  );
});

test('fails where nobody could log in', () => {
  expect(errors(on({ disableLoginForm: true }).platform)).toContain(
    "sets disableLoginForm to 'true' and has no other login; add an identity provider, or pass `oidc`",
  );
});
