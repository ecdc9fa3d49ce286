import { App, Chart, Testing } from 'cdk8s';
import { Platform, Registry } from '../../lib';
import { Exposure } from '../../lib/contracts/exposure';
import { Identity, type IdentityProvider } from '../../lib/contracts/identity';
import { Login, type GuardOptions } from '../../lib/contracts/login-gate';
import { Secrets } from '../../lib/contracts/secrets';
import { OAuth2Proxy, type OAuth2ProxyProps } from '../../lib/identity/oauth2-proxy';
import { Sample } from '../harness/sample';
import { gateway, identityProvider, secretSource } from '../harness/services';

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
  const [secrets, exposer] = [secretSource(), gateway()];
  const login = new OAuth2Proxy(platform, 'login', {
    wiring: [Identity.with(identity), Secrets.with(secrets), Exposure.with(exposer)],
    ...props,
  });
  return { platform, login, identity, secrets, exposer };
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

const policy = (platform: Platform, namespace: string, name: string): unknown =>
  Registry.of(platform).objects.find(
    (o) => o.kind.kind === 'NetworkPolicy' && o.namespace === namespace && o.name === name,
  )?.manifest['spec'];

test('registers a client of its own for each host', () => {
  const { login, identity } = setUp();
  login.guard(login, longhorn);
  expect(identity.asked).toStrictEqual([
    {
      id: 'login-longhorn',
      displayName: 'longhorn.example.com',
      namespace: 'oauth2-proxy',
      redirectUris: ['https://longhorn.example.com/oauth2/callback'],
    },
  ]);
});

test('reads both secrets from where they are', () => {
  const { login, platform, secrets } = setUp();
  login.guard(login, longhorn);
  expect(releaseOf(platform, 'login-longhorn').values['extraEnv']).toStrictEqual([
    {
      name: 'OAUTH2_PROXY_CLIENT_SECRET',
      valueFrom: { secretKeyRef: { name: 'login-longhorn-oidc', key: 'client-secret' } },
    },
    {
      name: 'OAUTH2_PROXY_COOKIE_SECRET',
      valueFrom: { secretKeyRef: { name: 'login-longhorn-cookie', key: 'cookie-secret' } },
    },
  ]);
  expect(secrets.asked).toStrictEqual([
    {
      name: 'login-longhorn-cookie',
      namespace: 'oauth2-proxy',
      generated: { 'cookie-secret': { length: 32 } },
    },
  ]);
});

test('generates nothing where a key of cookies is given', () => {
  const { login, secrets } = setUp({ props: { cookieSecret: { name: 'login', key: 'key' } } });
  login.guard(login, longhorn);
  expect(secrets.asked).toStrictEqual([]);
});

test('draws in the scope of who asked, in its own namespace', () => {
  const { login, platform } = setUp();
  const sample = new Sample(platform, 'longhorn');
  login.guard(sample, longhorn);
  const release = releaseOf(platform, 'login-longhorn');
  expect([release.node.path, release.namespace, release.wait]).toStrictEqual([
    'test/prod/longhorn/login-longhorn',
    'oauth2-proxy',
    false,
  ]);
});

test('is the only way to what stands behind', () => {
  const { login, platform, exposer } = setUp();
  login.guard(login, longhorn);
  expect(exposer.asked).toStrictEqual([
    {
      name: 'login-longhorn',
      host: 'longhorn.example.com',
      namespace: 'oauth2-proxy',
      service: 'login-longhorn',
      port: 80,
      podPort: 4180,
    },
  ]);
  expect(policy(platform, 'oauth2-proxy', 'login-longhorn')).toStrictEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'login-longhorn' } },
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'longhorn-system' },
            },
          },
        ],
        ports: [{ port: 8000, protocol: 'TCP' }],
      },
    ],
  });
});

test('opens a closed namespace to its proxy alone', () => {
  const { login, platform } = setUp();
  const sample = new Sample(platform, 'longhorn-system');
  login.guard(sample, longhorn);
  sample.close();
  expect(policy(platform, 'longhorn-system', 'login-longhorn')).toMatchObject({
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'oauth2-proxy' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'login-longhorn' } },
          },
        ],
      },
    ],
  });
});

test('serves components that ask before it is there', () => {
  const platform = new Platform(Testing.chart(), 'prod');
  const sample = new Sample(platform, 'ui');
  Login.whenProvided(sample, (gate) => gate.guard(sample, longhorn));
  new OAuth2Proxy(platform, 'login', { wiring: [Exposure.with(gateway())] });
  Identity.provide(platform, identityProvider());
  expect(settings(platform, 'login-longhorn')['client_id']).toBe('login-longhorn');
});

test.each([
  [{ name: 'other' }, "there is already a login 'longhorn' in front of 'longhorn.example.com'"],
  [{ host: 'other.example.com' }, "there is already a login 'longhorn'"],
])('fails for a second login with the same name or host: %j', (over, message) => {
  const { login } = setUp();
  login.guard(login, longhorn);
  expect(() => login.guard(login, { ...longhorn, ...over })).toThrow(message);
});

test.each([
  [{ protocol: 'grpc' as const }, 'which speaks gRPC; expose it without'],
  [{ host: 'https://ui' }, "host 'https://ui' of 'longhorn' is not a name such as"],
  [{ groups: [] }, 'has an empty list of groups, which would let everybody in'],
  [{ path: 'ui' }, "path 'ui' of 'longhorn' does not start with a slash"],
  [{ openPaths: ['/healthz'] }, "open path '/healthz' of 'longhorn' is no regular expression"],
  [{ openPaths: ['^/('] }, "open path '^/(' of 'longhorn' is no regular expression"],
  [{ name: 'a'.repeat(50) }, 'is no name of a Helm release'],
])('fails for a login that cannot be: %j', (over, message) => {
  const { login } = setUp();
  expect(() => login.guard(login, { ...longhorn, ...over })).toThrow(message);
});

test('fails for a role that no group has', () => {
  const { login } = setUp({ props: { access: { admin: [] } } });
  login.guard(login, { ...longhorn, role: 'admin' });
  expect(login.node.validate()).toStrictEqual([
    "the login 'longhorn' is for the role 'admin', which no group has, and would let everybody in; name groups in `access`",
  ]);
});

test('fails for sessions that end before they are renewed', () => {
  const props = { cookieExpire: '1h', cookieRefresh: '90m' };
  expect(() => setUp({ props })).toThrow("renews sessions after '90m', when they have ended");
});

test('fails without an identity provider and a key for cookies', () => {
  const chart = new Chart(new App(), 'test');
  new OAuth2Proxy(new Platform(chart, 'prod'), 'login');
  const failing = () => void Testing.synth(chart);
  expect(failing).toThrow('[test/prod/login] needs an identity provider to log people in');
  expect(failing).toThrow('has no key for its cookies');
});
