import { Construct } from 'constructs';
import { Identity } from '../../lib/contracts/identity';
import { Secrets } from '../../lib/contracts/secrets';
import { ExternalIdentity, type ExternalIdentityProps } from '../../lib/external';
import { freeRoot, Sample } from '../harness/sample';
import { secretSource } from '../harness/services';

const issuer = 'https://sso.example.com/realms/company';
const groups = { admin: ['platform'], editor: ['developers'], viewer: ['staff'] };
const endpoints = {
  authorization: 'https://accounts.example.com/auth',
  token: 'https://oauth2.example.com/token',
  userinfo: 'https://openid.example.com/userinfo',
  jwks: 'https://www.example.com/certs',
  logout: 'https://accounts.example.com/logout',
};

const providerOf = (props: Partial<ExternalIdentityProps> = {}) => {
  const root = freeRoot();
  const provider = new ExternalIdentity(root, 'sso', { issuer, groups, ...props });
  return { root, provider, asker: new Sample(root, 'app') };
};
const request = { id: 'grafana', namespace: 'app', redirectUris: ['https://g.example.com/'] };

test('derives the addresses of a Keycloak realm', () => {
  const { root, provider } = providerOf();
  expect(Identity.find(root)?.endpoints).toStrictEqual({
    authorization: `${issuer}/protocol/openid-connect/auth`,
    token: `${issuer}/protocol/openid-connect/token`,
    userinfo: `${issuer}/protocol/openid-connect/userinfo`,
    jwks: `${issuer}/protocol/openid-connect/certs`,
    logout: `${issuer}/protocol/openid-connect/logout`,
  });
  expect(provider.destination).toStrictEqual({ host: 'sso.example.com', port: 443 });
});

test('takes the addresses of other providers one by one', () => {
  const { provider } = providerOf({ issuer: 'https://accounts.example.com', endpoints });
  expect(provider.endpoints).toStrictEqual(endpoints);
});

test('says what is not known of it by its absence', () => {
  const { provider } = providerOf();
  expect(provider.groupsScope).toBeUndefined();
  expect('caCertificates' in provider).toBe(false);
});

test('a client has the id that the provider gave it, and a Secret by convention', () => {
  const { provider, asker } = providerOf({ clientIds: { grafana: '1234.apps.example.com' } });
  expect(provider.client(asker, request)).toStrictEqual({
    id: '1234.apps.example.com',
    secretName: 'grafana-oidc',
    clientSecret: { name: 'grafana-oidc', key: 'client-secret' },
  });
  expect(provider.clients).toStrictEqual([request]);
});

test('a public client has no secret, and only its id is fetched', () => {
  const { root, provider, asker } = providerOf({ credentials: { path: 'oidc/{name}' } });
  const source = secretSource();
  Secrets.provide(new Construct(root, 'secrets'), source);
  const client = provider.client(asker, { ...request, isPublic: true });
  expect(client.clientSecret).toBeUndefined();
  expect(source.asked).toStrictEqual([
    {
      name: 'grafana-oidc',
      namespace: 'app',
      data: { 'client-id': { path: 'oidc/grafana', property: 'client-id' } },
    },
  ]);
});

test.each<[string, Partial<ExternalIdentityProps>, string]>([
  [
    'without TLS',
    { issuer: 'http://sso.example.com/realms/a' },
    'has no TLS; start it with `https://`',
  ],
  [
    'with a slash at the end',
    { issuer: `${issuer}/` },
    `issuer '${issuer}/' ends in a slash; leave it out`,
  ],
  [
    'where endpoints cannot be derived',
    { issuer: 'https://login.example.com' },
    'there is no authorization endpoint',
  ],
  [
    'where one endpoint is missing',
    { issuer: 'https://login.example.com', endpoints: { ...endpoints, jwks: '' } },
    'there is no jwks endpoint',
  ],
  [
    'where the token endpoint has another port',
    { endpoints: { token: 'https://sso.example.com:8443/token' } },
    "endpoint token 'https://sso.example.com:8443/token' is not on port 443 as the issuer is",
  ],
  ['when nobody is admin', { groups: { ...groups, admin: [] } }, 'no group is `admin`'],
  [
    'for a group with a path',
    { groups: { ...groups, viewer: ['/staff'] } },
    "group '/staff' is not a plain name",
  ],
  [
    'for an endpoint that is no address',
    { endpoints: { logout: 'logout' } },
    "endpoint logout 'logout' is no address",
  ],
])('fails %s', (_, props, message) => {
  expect(() => providerOf(props)).toThrow(message);
});
