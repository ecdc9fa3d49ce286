import { Testing } from 'cdk8s';
import { Platform, Registry, type Values } from '../../lib';
import { Exposure } from '../../lib/contracts/exposure';
import { Identity, type IdentityProvider } from '../../lib/contracts/identity';
import type { GuardOptions } from '../../lib/contracts/login-gate';
import { Secrets } from '../../lib/contracts/secrets';
import { Caches } from '../../lib/contracts/caches';
import { Metrics } from '../../lib/contracts/metrics';
import { OAuth2Proxy, type OAuth2ProxyProps } from '../../lib/identity/oauth2-proxy';
import {
  cacheServer,
  gateway,
  identityProvider,
  metricsCollector,
  secretSource,
} from '../harness/services';

const longhorn: GuardOptions = {
  name: 'longhorn',
  host: 'longhorn.example.com',
  namespace: 'longhorn-system',
  service: 'longhorn-frontend',
  port: 80,
  podPort: 8000,
};

interface Setup {
  readonly props?: OAuth2ProxyProps;
  readonly provider?: Partial<IdentityProvider>;
  readonly profile?: 'high-availability' | 'single-node';
}

function setUp({ props, provider, profile = 'high-availability' }: Setup = {}) {
  const chart = Testing.chart();
  const platform = new Platform(chart, 'prod', { domain: 'example.com', profile });
  const identity = identityProvider(provider);
  const [secrets, exposer, metrics] = [secretSource(), gateway(), metricsCollector()];
  const login = new OAuth2Proxy(platform, 'login', {
    wiring: [
      Identity.with(identity),
      Secrets.with(secrets),
      Exposure.with(exposer),
      Metrics.with(metrics),
    ],
    ...props,
  });
  return { chart, platform, login, identity, secrets, exposer, metrics };
}

function releaseOf(platform: Platform, name: string) {
  const release = Registry.of(platform).releases.find((r) => r.name === name);
  if (!release) throw new Error(`there is no release '${name}'`);
  return release;
}

/** The settings in a proxy's file, by key. */
function settings(platform: Platform, name: string): Record<string, unknown> {
  const { configFile } = releaseOf(platform, name).values['config'] as { configFile: string };
  const lines = configFile.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(' = ');
      return [line.slice(0, at), JSON.parse(line.slice(at + 3)) as unknown];
    }),
  );
}

test('stands in front of the Service that was asked for', () => {
  const { login, platform } = setUp();
  login.guard(login, { ...longhorn, timeoutSeconds: 120 });
  expect(settings(platform, 'login-longhorn')).toMatchObject({
    upstreams: ['http://longhorn-frontend.longhorn-system.svc:80/'],
    upstream_timeout: '120s',
    ssl_upstream_insecure_skip_verify: false,
    redirect_url: 'https://longhorn.example.com/oauth2/callback',
  });
});

test('does not verify what speaks https with a certificate of its own', () => {
  const { login, platform } = setUp();
  login.guard(login, { ...longhorn, protocol: 'https', port: 8443, path: '/ui' });
  expect(settings(platform, 'login-longhorn')).toMatchObject({
    upstreams: ['https://longhorn-frontend.longhorn-system.svc:8443/ui'],
    ssl_upstream_insecure_skip_verify: true,
  });
});

test('lets in the groups of the role and of higher ones', () => {
  const { login, platform } = setUp();
  login.guard(login, longhorn);
  login.guard(login, { ...longhorn, name: 'ceph', host: 'ceph.example.com', role: 'editor' });
  login.guard(login, { ...longhorn, name: 'vault', host: 'vault.example.com', groups: ['ops'] });
  expect(
    ['login-longhorn', 'login-ceph', 'login-vault'].map(
      (name) => settings(platform, name)['allowed_groups'],
    ),
  ).toStrictEqual([
    ['everybody', 'developers', 'platform-admins'],
    ['developers', 'platform-admins'],
    ['ops'],
  ]);
});

test('prefers its own groups to those of the identity provider', () => {
  const { login, platform } = setUp({ props: { access: { admin: ['storage-team'] } } });
  login.guard(login, { ...longhorn, role: 'admin' });
  expect(settings(platform, 'login-longhorn')['allowed_groups']).toStrictEqual(['storage-team']);
});

test('knows the addresses of the identity provider without asking it', () => {
  const { login, platform, identity } = setUp();
  login.guard(login, longhorn);
  expect(settings(platform, 'login-longhorn')).toMatchObject({
    skip_oidc_discovery: true,
    login_url: identity.endpoints.authorization,
    redeem_url: identity.endpoints.token,
    oidc_jwks_url: identity.endpoints.jwks,
    code_challenge_method: 'S256',
  });
});

test('asks for the scope that brings the groups', () => {
  const { login, platform } = setUp({
    provider: { groupsScope: 'memberships', groupsClaim: 'roles' },
  });
  login.guard(login, longhorn);
  const { scope, oidc_groups_claim: claim } = settings(platform, 'login-longhorn');
  expect([scope, claim]).toStrictEqual(['openid profile email memberships', 'roles']);
});

test('trusts the authority of the identity provider beside the public ones', () => {
  const caCertificates = '-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n';
  const { login, platform } = setUp({ provider: { caCertificates } });
  login.guard(login, longhorn);
  expect(settings(platform, 'login-longhorn')).toMatchObject({
    provider_ca_files: ['/etc/identity-ca/ca.crt'],
    use_system_trust_store: true,
  });
  const map = Registry.of(platform).objects.find((o) => o.name === 'identity-ca');
  expect(map?.manifest['data']).toStrictEqual({ 'ca.crt': caCertificates });
});

test('believes addresses of callers from the networks of the cluster only', () => {
  const { login, platform } = setUp();
  login.guard(login, longhorn);
  expect(settings(platform, 'login-longhorn')['trusted_proxy_ips']).toStrictEqual([
    '10.244.0.0/16',
  ]);
});

test('keeps braces of an open path from the templates of the chart', () => {
  const { login, platform } = setUp();
  login.guard(login, { ...longhorn, openPaths: ['^/v{{1}}'] });
  const { configFile } = releaseOf(platform, 'login-longhorn').values['config'] as {
    configFile: string;
  };
  expect(configFile).toContain('skip_auth_routes = ["^/v{{ "{{" }}1}}"]');
});

test('runs one copy of each proxy on a single node', () => {
  const { login, platform } = setUp({ profile: 'single-node' });
  login.guard(login, longhorn);
  const { replicaCount, podDisruptionBudget } = releaseOf(platform, 'login-longhorn').values;
  expect([replicaCount, podDisruptionBudget]).toStrictEqual([
    1,
    { enabled: false, minAvailable: 1 },
  ]);
});

test('keeps sessions in a cache where asked to', () => {
  const { platform, identity, secrets } = setUp();
  const wiring = [
    Identity.with(identity),
    Secrets.with(secrets),
    Exposure.with(gateway()),
    Caches.with(cacheServer()),
  ];
  const login = new OAuth2Proxy(platform, 'cached', {
    namespace: 'logins',
    sessions: 'cache',
    wiring,
  });
  login.guard(login, longhorn);
  expect(releaseOf(platform, 'login-longhorn').values['sessionStorage']).toStrictEqual({
    type: 'redis',
    redis: {
      clientType: 'standalone',
      existingSecret: 'login-sessions',
      passwordKey: 'password',
      standalone: { connectionUrl: 'redis://login-sessions.logins.svc:6379' },
    },
  });
});

test('watches all proxies by one monitor', () => {
  const { login, metrics } = setUp();
  login.guard(login, longhorn);
  login.guard(login, { ...longhorn, name: 'ceph', host: 'ceph.example.com' });
  expect(metrics.asked.map(({ name, podPorts }) => [name, podPorts])).toStrictEqual([
    ['oauth2-proxy', [44180]],
  ]);
  expect(metrics.rules).toHaveLength(1);
});

test('merges the values and the version of the user into every proxy', () => {
  const values: Values = { resources: { requests: { cpu: '1' } } };
  const { login, platform } = setUp({ props: { values, chart: { version: '10.8.0' } } });
  login.guard(login, longhorn);
  const release = releaseOf(platform, 'login-longhorn');
  expect(release.chart.version).toBe('10.8.0');
  expect(release.values['resources']).toMatchObject({ requests: { cpu: '1', memory: '48Mi' } });
});
