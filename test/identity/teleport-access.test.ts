import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { Testing } from 'cdk8s';
import { ClusterRoleBinding, Platform, Registry } from '../../lib';
import { Identity } from '../../lib/contracts/identity';
import { KubernetesLogin } from '../../lib/identity/kubernetes-login';
import {
  Teleport,
  type TeleportProps,
  type TeleportRoleOptions,
} from '../../lib/identity/teleport';
import { Sample } from '../harness/sample';
import { identityProvider } from '../harness/services';

const license = { licenseSecret: { name: 'license', key: 'license.pem' } };

function setUp(props: TeleportProps = {}, provider = identityProvider()) {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'example.com' });
  const teleport = new Teleport(platform, 'teleport', {
    certificateSecret: 'tls',
    wiring: [Identity.with(provider)],
    ...props,
  });
  return { platform, teleport, provider };
}

const withoutIdentity = (props: TeleportProps = {}) => setUp({ wiring: [], ...props });

function objectsOf(platform: Platform, kind: string): Readonly<Record<string, unknown>> {
  const found = Registry.of(platform).objects.filter((o) => o.kind.kind === kind);
  return Object.fromEntries(found.map((o) => [o.name, o.manifest['spec'] ?? o.manifest]));
}

const said = (platform: Platform): string[] =>
  Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []);

test('has a role for each of the platform, with its groups', () => {
  const { platform } = setUp();
  const roles = objectsOf(platform, 'TeleportRoleV8') as Readonly<
    Record<string, { allow: { kubernetes_groups: string[] } }>
  >;
  expect(
    Object.entries(roles).map(([name, { allow }]) => [name, allow.kubernetes_groups]),
  ).toStrictEqual([
    ['platform-admin', ['platform-admins']],
    ['platform-editor', ['developers']],
    ['platform-viewer', ['everybody']],
  ]);
});

test('has them without an identity provider where groups are given', () => {
  const { platform } = withoutIdentity({ access: { admin: ['ops'] } });
  expect(Object.keys(objectsOf(platform, 'TeleportRoleV8'))).toStrictEqual(['platform-admin']);
});

test('turns a role into what Teleport reads', () => {
  const { platform, teleport } = withoutIdentity();
  teleport.addRole({
    name: 'shop',
    kubernetes: { groups: ['shop'], namespaces: ['shop-*'], verbs: ['get', 'exec'] },
    servers: { logins: ['ubuntu'], labels: { team: ['shop', 'web'] } },
    databases: { users: ['reader'], labels: { team: 'shop' } },
    applications: { team: 'shop' },
    requireSessionMfa: true,
    maxSessionTtl: '8h',
    clientIdleTimeout: '15m',
    recording: 'best_effort',
  });
  expect(objectsOf(platform, 'TeleportRoleV8')['shop']).toStrictEqual({
    allow: {
      kubernetes_groups: ['shop'],
      kubernetes_labels: { '*': '*' },
      kubernetes_resources: [
        { kind: '*', api_group: '*', namespace: 'shop-*', name: '*', verbs: ['get', 'exec'] },
      ],
      logins: ['ubuntu'],
      node_labels: { team: ['shop', 'web'] },
      db_users: ['reader'],
      db_names: ['*'],
      db_labels: { team: 'shop' },
      app_labels: { team: 'shop' },
    },
    options: {
      max_session_ttl: '8h',
      client_idle_timeout: '15m',
      disconnect_expired_cert: true,
      forward_agent: false,
      record_session: { default: 'best_effort', desktop: true },
      require_session_mfa: 'yes',
    },
  });
});

test('logs people in with a password and a second factor in the Community edition', () => {
  const { release } = setUp().teleport;
  expect(release.values['authentication']).toStrictEqual({
    type: 'local',
    localAuth: true,
    secondFactors: ['webauthn', 'otp'],
  });
  expect(release.values['enterprise']).toBeUndefined();
});

test('logs people in at the identity provider with a licence', () => {
  const { teleport, platform, provider } = setUp({ enterprise: license });
  expect(teleport.release.values).toMatchObject({
    enterprise: true,
    licenseSecretName: 'license',
    authentication: { type: 'oidc', connectorName: 'platform' },
  });
  expect(provider.asked).toStrictEqual([
    {
      id: 'teleport',
      displayName: 'Teleport',
      namespace: 'teleport',
      redirectUris: ['https://teleport.example.com/v1/webapi/oidc/callback'],
    },
  ]);
  expect(objectsOf(platform, 'TeleportOIDCConnector')['platform']).toMatchObject({
    issuer_url: provider.issuer,
    client_secret: 'secret://teleport-oidc/client-secret',
    pkce_mode: 'enabled',
    claims_to_roles: [
      {
        claim: 'groups',
        value: 'platform-admins',
        roles: ['platform-admin', 'editor', 'auditor'],
      },
      { claim: 'groups', value: 'developers', roles: ['platform-editor'] },
      { claim: 'groups', value: 'everybody', roles: ['platform-viewer'] },
    ],
  });
});

test('lets the operator read the one Secret of the client, again and again', () => {
  const { platform } = setUp({ enterprise: license });
  const found = objectsOf(platform, 'CronJob')['teleport-login-platform'] as CronJobSpec;
  expect(found.schedule).toBe('*/5 * * * *');
  expect(found.jobTemplate.spec?.template.spec?.containers[0]?.command).toStrictEqual([
    'kubectl',
    'annotate',
    '--overwrite',
    'secret/teleport-oidc',
    'resources.teleport.dev/allow-lookup-from-cr=platform',
  ]);
});

test('finds a licence under another key', () => {
  const enterprise = { licenseSecret: { name: 'license', key: 'teleport.pem' } };
  expect(setUp({ enterprise }).teleport.release.values['auth']).toMatchObject({
    teleportConfig: { auth_service: { license_file: '/var/lib/license/teleport.pem' } },
  });
});

test('logs teams of GitHub in, in every edition', () => {
  const { platform, teleport } = withoutIdentity({
    github: {
      clientId: 'id',
      clientSecret: { name: 'github', key: 'secret' },
      teams: [{ organization: 'example', team: 'ops', roles: ['access'] }],
    },
  });
  expect(objectsOf(platform, 'TeleportGithubConnector')['github']).toStrictEqual({
    display: 'GitHub',
    client_id: 'id',
    client_secret: 'secret://github/secret',
    redirect_url: 'https://teleport.example.com/v1/webapi/github/callback',
    teams_to_roles: [{ organization: 'example', team: 'ops', roles: ['access'] }],
  });
  expect(teleport.release.values['authentication']).toMatchObject({ type: 'github' });
});

test('adds people with their roles', () => {
  const { platform, teleport } = setUp();
  teleport.addUser({ name: 'alice', roles: ['platform-admin'], logins: ['root'] });
  expect(objectsOf(platform, 'TeleportUser')['alice']).toStrictEqual({
    roles: ['platform-admin'],
    traits: { logins: ['root'] },
  });
});

test('warns of Kubernetes groups that no binding names', () => {
  const { platform, teleport } = withoutIdentity();
  teleport.addRole({ name: 'shop', kubernetes: { groups: ['shop', 'web', 'system:masters'] } });
  new Sample(platform, 'rbac').draw(ClusterRoleBinding, 'shop', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'Group', name: 'shop', apiGroup: 'rbac.authorization.k8s.io' }],
  });
  expect(said(platform)).toContain(
    "gives people the Kubernetes groups 'web', which no binding of this platform names; bind them, or they may do nothing",
  );
});

test('fails for a login at the identity provider without a licence', () => {
  expect(() => setUp({ oidc: true })).toThrow(
    '[test/prod/teleport] logs people in by OpenID Connect, which only the Enterprise edition does, and has no licence; pass `enterprise: { licenseSecret }`, or drop `oidc`',
  );
});

test('fails for a login at an identity provider that is not there', () => {
  const { teleport } = withoutIdentity({ enterprise: license, oidc: true });
  expect(teleport.node.validate()).toStrictEqual([
    'needs an identity provider to log people in, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
});

test('fails for passwords that nobody may use', () => {
  expect(() => setUp({ localAuth: false })).toThrow(
    "sets localAuth to 'false' and has no other login",
  );
  const users = [{ name: 'alice', roles: ['access'] }];
  expect(() => setUp({ localAuth: false, enterprise: license, users })).toThrow(
    'has users with passwords; drop one of them',
  );
});

test('fails for people with a role that is not there', () => {
  const { teleport } = setUp({ users: [{ name: 'alice', roles: ['editor', 'shop'] }] });
  expect(teleport.node.validate()).toStrictEqual([
    "user 'alice' has the role 'shop', which is not there; add it with `addRole()`",
  ]);
});

test.each<[Partial<TeleportRoleOptions>, string]>([
  [{ name: 'editor', applications: {} }, "the name 'editor' is taken"],
  [{ name: 'platform-ops', applications: {} }, "the name 'platform-ops' is taken"],
  [{}, "role 'ops' gives access to nothing"],
  [{ name: 'Ops team', applications: {} }, "role 'Ops team' is not named by a DNS label"],
  [{ servers: { logins: [] } }, "role 'ops' logs in to servers as nobody"],
  [{ kubernetes: { groups: [] } }, "role 'ops' has no Kubernetes groups"],
  [{ applications: {}, maxSessionTtl: '1d' }, "maxSessionTtl of role 'ops' '1d' is no duration"],
])('fails for the role %j', (role, message) => {
  const { teleport } = setUp();
  expect(() => teleport.addRole({ name: 'ops', ...role })).toThrow(message);
});

test('fails for a second role of one name', () => {
  const { teleport } = setUp({ roles: [{ name: 'ops', applications: {} }] });
  expect(() => teleport.addRole({ name: 'ops', applications: {} })).toThrow(
    "there is already a role 'ops'",
  );
});

test('gives the same rights as a login to the API server', () => {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'k8s.example.com' });
  Identity.provide(platform, identityProvider());
  new KubernetesLogin(platform, 'kubernetes-login');
  new Teleport(platform, 'teleport', { certificateSecret: 'tls' });
  const role = Registry.of(platform).objects.find((o) => o.name === 'platform-admin')?.manifest;
  expect(role).toMatchObject({
    spec: { allow: { kubernetes_groups: ['oidc:platform-admins'] } },
  });
  expect(
    platform
      .describe()
      .warnings.map(({ text }) => text)
      .join(),
  ).not.toContain('no binding');
});
