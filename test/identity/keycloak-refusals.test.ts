import type { ClientRequest } from '../../lib/contracts/identity';
import type { KeycloakProps, LdapOptions } from '../../lib/identity/keycloak';
import { redirectError } from '../../lib/identity/keycloak/redirects';
import { Sample } from '../harness/sample';
import { errorsOf, keycloakOf } from './keycloak-sample';

const grafana: ClientRequest = {
  id: 'grafana',
  namespace: 'grafana',
  redirectUris: ['https://grafana.k8s.example.com/login/oauth'],
};
const directory: LdapOptions = {
  name: 'company',
  vendor: 'other',
  url: 'ldaps://ldap.example.com:1636',
  bindDn: 'cn=keycloak,dc=example,dc=com',
  bindCredential: { name: 'ldap', key: 'password' },
  usersDn: 'ou=people,dc=example,dc=com',
};

test.each([
  ['grafana.example.com/login', 'is not absolute'],
  ['http://grafana.example.com', 'has no TLS'],
  ['https://*.example.com/x', 'has a `*` within'],
  ['https://example.com*', 'leaves its host open'],
  ['https://example.com/#x', 'has a fragment'],
])('fails for the redirect address %s', (address, reason) => {
  expect(redirectError(address)).toContain(`redirect address '${address}' ${reason}`);
});

test.each(['https://example.com/*', 'http://localhost:8000', 'http://127.0.0.1:1/x'])(
  'takes the redirect address %s',
  (address) => {
    expect(redirectError(address)).toBeUndefined();
  },
);

test('fails at the caller for a client that is there already', () => {
  const { platform, keycloak } = keycloakOf();
  keycloak.client(platform, grafana);
  const asker = new Sample(platform, 'other');
  expect(() => keycloak.client(asker, grafana)).toThrow(
    "[prod/other] there is already a client 'grafana'; choose another id",
  );
});

test('fails for a public client that would log in as itself', () => {
  const { keycloak } = keycloakOf();
  expect(() => {
    keycloak.addClient({ id: 'cli', access: 'public', serviceAccount: {} });
  }).toThrow("client 'cli' is public and cannot log in as itself");
});

test('fails for a directory that would get passwords in plain text, unless that is meant', () => {
  const { keycloak } = keycloakOf();
  const plain = { ...directory, url: 'ldap://ldap.example.com' };
  expect(() => {
    keycloak.addFederation(plain);
  }).toThrow("directory 'company' would get passwords in plain text");
  keycloak.addFederation({ ...plain, allowPlaintext: true });
});

test('fails for two groups of one plain name', () => {
  const { keycloak } = keycloakOf();
  expect(() => {
    keycloak.addGroup({ name: 'staff', groups: [{ name: 'platform-admins' }] });
  }).toThrow("there is already a group 'platform-admins'");
});

test('fails for groups and roles that are named and not there', () => {
  const { platform, keycloak } = keycloakOf({
    identityProviders: [
      {
        type: 'github',
        clientId: 'id',
        clientSecret: { name: 'github', key: 'secret' },
        memberOf: ['guests'],
      },
    ],
  });
  expect(errorsOf(platform)).toStrictEqual([
    "identity provider 'github' puts people into the group 'guests', which is not at the top of the realm; add it with `addGroup()`",
  ]);
  keycloak.addGroup({ name: 'guests', roles: ['guest'] });
  expect(errorsOf(platform)).toStrictEqual([
    "group 'guests' names the role 'guest', which the realm does not have; add it to its `roles`",
  ]);
});

test('fails for passwords that are reset by mail where nothing sends any', () => {
  expect(() => keycloakOf({ realm: { login: { resetPassword: true } } })).toThrow(
    "realm 'platform' has nothing that sends mails",
  );
});

test("fails for Keycloak's own realm", () => {
  expect(() => keycloakOf({ realm: { name: 'master' } })).toThrow(
    "realm 'master' is Keycloak's own",
  );
});

test.each([
  [{ hostname: 'https://sso.example.com' }, "hostname 'https://sso.example.com' is not a name"],
  [{ instances: 0 }, "instances '0' is no number of them"],
  [{ pool: { min: 10, max: 5 } }, "the pool keeps '10' connections and may have '5'"],
  [{ configSchedule: 'often' }, "configSchedule 'often' has not the five fields of cron"],
  [{ admin: { userSecret: 'a', serviceSecret: 'a' } }, "one Secret 'a' holds both first accounts"],
  [{ realm: { roles: [{ name: 'a' }, { name: 'a' }] } }, "realm 'platform' has two roles 'a'"],
  [
    { clients: [{ id: 'account', redirectUris: ['https://a.example.com/'] }] },
    "client 'account' is Keycloak's own",
  ],
  [
    { clients: [{ id: 'My_App', redirectUris: ['https://a.example.com/'] }] },
    "client 'My_App' would have the Secret 'My_App-oidc', which is no name for one",
  ],
] as [KeycloakProps, string][])('fails for %j', (props, message) => {
  expect(() => keycloakOf(props)).toThrow(message);
});

test('fails for an address of a provider that is none', () => {
  const endpoints = {
    authorization: 'https://sso.example.com/auth',
    token: 'https://[::',
    jwks: 'https://sso.example.com/keys',
  };
  const { keycloak } = keycloakOf();
  expect(() => {
    keycloak.addIdentityProvider({
      type: 'oidc',
      alias: 'partner',
      issuer: 'https://sso.example.com',
      endpoints,
      clientId: 'platform',
      clientSecret: { name: 'partner', key: 'secret' },
    });
  }).toThrow("identity provider 'partner' has the address 'https://[::', which is none with TLS");
});

test('fails for clients that are named and not there', () => {
  const { platform, keycloak } = keycloakOf({
    realmGroups: [{ name: 'helpdesk', clientRoles: { 'realm-management': ['x'], shop: ['y'] } }],
  });
  expect(errorsOf(platform)).toStrictEqual([
    "group 'helpdesk' names the client 'shop', which the realm does not have; add it with `addClient()`",
  ]);
  keycloak.addClient({
    id: 'shop',
    redirectUris: ['https://shop.example.com/'],
    audiences: ['stock'],
  });
  expect(errorsOf(platform)).toStrictEqual([
    "client 'shop' names the client 'stock', which the realm does not have; add it with `addClient()`",
  ]);
});
