import type { ClientRequest } from '../../lib/contracts/identity';
import type { LdapOptions } from '../../lib/identity/keycloak';
import { policyText } from '../../lib/identity/keycloak/password-policy';
import { SecretVariables } from '../../lib/identity/keycloak/secret-variables';
import { Sample } from '../harness/sample';
import { clientOf, drawn, keycloakOf, realmOf, variablesOf } from './keycloak-sample';

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

test('registers a client with a proof key, its own audience and the groups', () => {
  const { platform, keycloak } = keycloakOf();
  keycloak.client(platform, grafana);
  expect(clientOf(platform, 'grafana')).toMatchObject({
    publicClient: false,
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    redirectUris: grafana.redirectUris,
    webOrigins: ['+'],
    attributes: {
      'pkce.code.challenge.method': 'S256',
      'post.logout.redirect.uris': 'https://grafana.k8s.example.com/*',
    },
    protocolMappers: [{ config: { 'included.client.audience': 'grafana' } }],
    defaultClientScopes: expect.arrayContaining(['basic', 'roles', 'groups']) as string[],
  });
});

test("has a client's secret made in both namespaces, below whoever asks", () => {
  const { platform, keycloak, secrets } = keycloakOf({
    admin: { userSecret: 'user', serviceSecret: 'service' },
  });
  const asker = new Sample(platform, 'grafana');
  expect(keycloak.client(asker, grafana)).toStrictEqual({
    id: 'grafana',
    secretName: 'grafana-oidc',
    clientSecret: { name: 'grafana-oidc', key: 'client-secret' },
  });
  expect(secrets.asked).toStrictEqual([
    {
      name: 'grafana-oidc',
      namespace: 'keycloak',
      generated: { 'client-secret': { length: 40 } },
      plain: { 'client-id': 'grafana' },
      copies: ['grafana'],
    },
  ]);
});

test('writes no secret into the file, but the name of a variable that has it', () => {
  const { platform, keycloak } = keycloakOf();
  keycloak.client(platform, grafana);
  expect(clientOf(platform, 'grafana')?.['secret']).toBe(
    '$${javascript: JSON.stringify(String(env.SECRET_GRAFANA_OIDC_CLIENT_SECRET)).slice(1, -1)}',
  );
  expect(variablesOf(platform)['SECRET_GRAFANA_OIDC_CLIENT_SECRET']).toStrictEqual({
    secretKeyRef: { name: 'grafana-oidc', key: 'client-secret' },
  });
});

test('gives two secrets whose names would be one variable two', () => {
  const variables = new SecretVariables();
  const first = variables.refer({ name: 'a-b', key: 'c' });
  expect(variables.refer({ name: 'a', key: 'b-c' })).not.toBe(first);
  expect(variables.refer({ name: 'a-b', key: 'c' })).toBe(first);
  expect(variables.all.map(({ name }) => name)).toStrictEqual(['SECRET_A_B_C', 'SECRET_A_B_C_2']);
});

test('gives a public client no secret', () => {
  const { platform, keycloak } = keycloakOf();
  const uri = 'http://localhost:8000';
  const request = { ...grafana, id: 'kubectl', redirectUris: [uri], isPublic: true };
  expect(keycloak.client(platform, request).clientSecret).toBeUndefined();
  expect(clientOf(platform, 'kubectl')).toMatchObject({ publicClient: true });
  expect(clientOf(platform, 'kubectl')).not.toHaveProperty('secret');
});

test('lists clients by id, whoever asked first', () => {
  const { platform, keycloak } = keycloakOf();
  keycloak.client(platform, { ...grafana, id: 'harbor' });
  keycloak.client(platform, { ...grafana, id: 'argo-cd' });
  expect(realmOf(platform).clients.map((c) => c['clientId'])).toStrictEqual(['argo-cd', 'harbor']);
});

test('lets a program log in as itself, with roles', () => {
  const { platform, keycloak } = keycloakOf({ realm: { roles: [{ name: 'auditor' }] } });
  keycloak.addClient({ id: 'robot', serviceAccount: { roles: ['auditor'] } });
  expect(clientOf(platform, 'robot')).toMatchObject({
    serviceAccountsEnabled: true,
    standardFlowEnabled: false,
    webOrigins: [],
  });
  expect(realmOf(platform)['users']).toStrictEqual([
    {
      username: 'service-account-robot',
      enabled: true,
      serviceAccountClientId: 'robot',
      realmRoles: ['auditor'],
      clientRoles: {},
    },
  ]);
});

test('names no default scopes of the realm, which would take the others away', () => {
  const { platform } = keycloakOf();
  expect(realmOf(platform)).not.toHaveProperty('defaultDefaultClientScopes');
  expect(realmOf(platform)['clientScopes']).toMatchObject([
    { name: 'groups', protocolMappers: [{ config: { 'full.path': 'false' } }] },
  ]);
});

test("writes a password policy in Keycloak's words", () => {
  expect(policyText({ minLength: 14, digits: 1, history: 0, notEmail: false })).toBe(
    'length(14) and digits(1) and notUsername and hashAlgorithm(argon2)',
  );
});

test('asks newcomers for a one-time password', () => {
  const { platform } = keycloakOf({ realm: { login: { secondFactor: 'otp' } } });
  expect(realmOf(platform)['requiredActions']).toContainEqual({
    alias: 'CONFIGURE_TOTP',
    name: 'Configure OTP',
    providerId: 'CONFIGURE_TOTP',
    enabled: true,
    defaultAction: true,
    priority: 10,
    config: {},
  });
});

test('maps groups of another provider to its own, and calls its servers', () => {
  const { platform } = keycloakOf({
    identityProviders: [
      {
        type: 'microsoft',
        tenant: 'contoso',
        clientId: 'id',
        clientSecret: { name: 'entra', key: 'secret' },
        groups: { 'object-id': 'platform-admins' },
      },
    ],
  });
  expect(realmOf(platform)['identityProviderMappers']).toStrictEqual([
    {
      name: 'object-id-in-platform-admins',
      identityProviderAlias: 'microsoft',
      identityProviderMapper: 'oidc-advanced-group-idp-mapper',
      config: {
        syncMode: 'FORCE',
        claims: '[{"key":"groups","value":"object-id"}]',
        'are.claim.values.regex': 'false',
        group: '/platform-admins',
      },
    },
  ]);
  const policy = drawn(platform, 'NetworkPolicy', 'keycloak-to-idp-microsoft').spec;
  expect(policy).toMatchObject({ egress: [{ ports: [{ port: 443 }] }] });
});

test('reads a directory, and reaches it on its port', () => {
  const { platform } = keycloakOf({
    federations: [{ ...directory, groups: { dn: 'ou=groups,dc=example,dc=com' } }],
  });
  const { components } = realmOf(platform) as unknown as {
    components: Record<string, { config: object; subComponents: Record<string, object[]> }[]>;
  };
  const [ldap] = components['org.keycloak.storage.UserStorageProvider'] ?? [];
  expect(ldap?.config).toMatchObject({
    connectionUrl: ['ldaps://ldap.example.com:1636'],
    editMode: ['READ_ONLY'],
    uuidLDAPAttribute: ['entryUUID'],
  });
  expect(Object.values(ldap?.subComponents ?? {}).flat()).toMatchObject([
    { name: 'groups', config: { mode: ['READ_ONLY'], 'groups.path': ['/'] } },
  ]);
  const policy = drawn(platform, 'NetworkPolicy', 'keycloak-to-ldap-company').spec;
  expect(policy).toMatchObject({ egress: [{ ports: [{ port: 1636 }] }] });
});
