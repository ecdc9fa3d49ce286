import type { ClientRequest } from '../../lib/contracts/identity';
import type { LdapOptions } from '../../lib/identity/keycloak';
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
