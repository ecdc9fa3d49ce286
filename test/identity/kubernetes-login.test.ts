import { Platform, Registry, type PlatformProps } from '../../lib';
import { Identity, type IdentityProvider } from '../../lib/contracts/identity';
import { KubernetesLogin, type KubernetesLoginProps } from '../../lib/identity/kubernetes-login';
import { freeRoot } from '../harness/sample';
import { identityProvider } from '../harness/services';

function loginOf(
  props: KubernetesLoginProps = {},
  over: Partial<IdentityProvider> = {},
  settings: PlatformProps = {},
) {
  const platform = new Platform(freeRoot(), 'prod', settings);
  const login = new KubernetesLogin(platform, 'login', props);
  const provider = identityProvider(over);
  Identity.provide(platform, provider);
  return { platform, login, provider };
}

const bindings = (platform: Platform) =>
  Registry.of(platform)
    .objects.filter((o) => o.kind.kind === 'ClusterRoleBinding')
    .map((o) => {
      const { roleRef, subjects } = o.manifest as unknown as {
        roleRef: { name: string };
        subjects: { name: string }[];
      };
      return `${roleRef.name}: ${subjects.map(({ name }) => name).join(' ')}`;
    });
const warnings = (platform: Platform) =>
  Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []);

test("asks for a client that needs no secret, on people's own machines", () => {
  const { provider } = loginOf();
  expect(provider.asked).toStrictEqual([
    {
      id: 'kubernetes',
      displayName: 'Kubernetes',
      namespace: 'kube-system',
      redirectUris: ['http://localhost:8000', 'http://localhost:18000'],
      isPublic: true,
      deviceLogin: true,
    },
  ]);
});

test('configures the API server from the provider', () => {
  const { login } = loginOf({ prefix: 'sso:' }, { caCertificates: 'PEM' });
  expect(login.authenticationConfiguration).toMatchObject({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: {
          url: 'https://sso.example.com/realms/platform',
          audiences: ['kubernetes'],
          certificateAuthority: 'PEM',
        },
        claimMappings: {
          username: { claim: 'preferred_username', prefix: 'sso:' },
          groups: { claim: 'groups', prefix: 'sso:' },
        },
      },
    ],
  });
});

test('takes the id that the provider gave to the client', () => {
  const given = { id: '0oa1', secretName: 'none', clientSecret: undefined };
  const { login } = loginOf({}, { client: () => given });
  expect(login.authenticationConfiguration?.jwt[0]?.issuer.audiences).toStrictEqual(['0oa1']);
});

test("binds the provider's groups, by their prefixed names", () => {
  expect(bindings(loginOf().platform)).toStrictEqual([
    'admin: oidc:platform-admins',
    'edit: oidc:developers',
    'view: oidc:everybody',
    'platform-cluster-viewer: oidc:platform-admins',
    'platform-cluster-viewer: oidc:developers',
    'platform-cluster-viewer: oidc:everybody',
  ]);
});

test('binds groups of your own, no administrators and no empty lists, if so asked', () => {
  const access = { editor: ['a', 'b'], viewer: [] };
  expect(bindings(loginOf({ access, administrators: 'none' }).platform)).toStrictEqual([
    'edit: oidc:a oidc:b',
    'platform-cluster-viewer: oidc:a oidc:b',
  ]);
});

test('lets administrators do everything only where that is said', () => {
  expect(bindings(loginOf({ administrators: 'cluster-admin' }).platform)).toContain(
    'cluster-admin: oidc:platform-admins',
  );
});

test('writes the beta for a Kubernetes before 1.34, and says so', () => {
  const { login, platform } = loginOf({}, {}, { kubernetesVersion: '1.33' });
  expect(login.authenticationConfiguration?.apiVersion).toBe('apiserver.config.k8s.io/v1beta1');
  expect(warnings(platform)).toStrictEqual([
    'configures a beta of Kubernetes 1.33; write the file again after the upgrade to 1.34',
  ]);
});

test('warns of a Kubernetes that reads no such file', () => {
  const { platform } = loginOf({}, {}, { kubernetesVersion: '1.29' });
  expect(warnings(platform)).toStrictEqual([
    expect.stringContaining('needs Kubernetes 1.30, and this is 1.29'),
  ]);
});

test('has no configuration without a provider', () => {
  const platform = new Platform(freeRoot(), 'prod');
  const login = new KubernetesLogin(platform, 'login');
  expect(login.authenticationConfiguration).toBeUndefined();
  expect(login.node.validate()).toStrictEqual([
    expect.stringContaining('needs an identity provider to let people log in to the API server'),
  ]);
});

test.each(['', 'system:'])("fails for the prefix '%s'", (prefix) => {
  expect(() => loginOf({ prefix })).toThrow(
    `prefix '${prefix}' would let the provider name people`,
  );
});
