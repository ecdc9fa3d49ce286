import { Exposure } from '../../contracts/exposure';
import { ExternalDatabases } from '../../external';
import type { Examples } from '../../index';
import { Keycloak } from './keycloak';

export const examples: Examples = {
  default: (scope) => {
    new ExternalDatabases(scope, 'databases', { host: 'postgres.example.com' });
    new Keycloak(scope, 'keycloak');
  },

  'company-directory': (scope) => {
    const keycloak = new Keycloak(scope, 'keycloak', {
      hostname: 'login.k8s.example.com',
      adminHostname: 'login-admin.k8s.example.com',
      database: {
        host: 'postgres.example.com',
        userSecret: { name: 'keycloak-postgres', key: 'username' },
        passwordSecret: { name: 'keycloak-postgres', key: 'password' },
        caSecret: { name: 'postgres-ca', key: 'ca.crt' },
      },
      tls: {},
      instances: 3,
      resources: { cpu: '1', memory: '2Gi', memoryLimit: '3Gi' },
      features: { disabled: ['impersonation'] },
      options: { 'log-level': 'info,org.keycloak.events:debug' },
      tolerations: [{ key: 'node-role.example.com/platform', effect: 'NoSchedule' }],
      realm: {
        displayName: 'Example',
        login: { resetPassword: true, secondFactor: 'otp', passkeys: true },
        passwordPolicy: { minLength: 14, digits: 1, upperCase: 1, history: 10, expireDays: 365 },
        bruteForce: { failures: 6, maxWait: 1800 },
        sessions: { idle: 3600, max: 28800, accessToken: 300 },
        smtp: {
          host: 'mail.example.com',
          from: 'login@example.com',
          user: 'login',
          passwordSecret: { name: 'mail', key: 'password' },
        },
        events: { loginDays: 60, adminDays: 365, adminDetails: true },
        locales: ['en', 'de', 'ja'],
        roles: [{ name: 'auditor', description: 'Reads what happened' }],
      },
      realmGroups: [
        { name: 'staff', groups: [{ name: 'auditors', roles: ['auditor'] }] },
        { name: 'helpdesk', clientRoles: { 'realm-management': ['view-users', 'query-users'] } },
      ],
      federations: [
        {
          name: 'company',
          vendor: 'active-directory',
          url: 'ldaps://dc.example.com',
          bindDn: 'CN=keycloak,OU=Services,DC=example,DC=com',
          bindCredential: { name: 'directory', key: 'password' },
          usersDn: 'OU=People,DC=example,DC=com',
          groups: { dn: 'OU=Groups,DC=example,DC=com', filter: '(cn=platform-*)' },
        },
      ],
    });
    keycloak.addClient({
      id: 'inventory',
      redirectUris: ['https://inventory.example.com/*'],
      serviceAccount: { roles: ['auditor'], clientRoles: { 'realm-management': ['view-users'] } },
      namespaces: ['inventory'],
      audiences: ['stock'],
    });
    keycloak.addClient({ id: 'stock', access: 'bearer-only' });
  },

  'other-providers': (scope) => {
    const keycloak = new Keycloak(scope, 'keycloak', {
      expose: false,
      wiring: [Exposure.none],
      admin: { userSecret: 'keycloak-first-user', serviceSecret: 'keycloak-automation' },
      database: {
        host: 'postgres.databases.svc',
        userSecret: { name: 'keycloak-postgres', key: 'username' },
        passwordSecret: { name: 'keycloak-postgres', key: 'password' },
        destination: { namespace: 'databases', ports: [5432] },
      },
      image: { reference: 'registry.example.com/login/keycloak:26.6.4', pullSecrets: ['registry'] },
      update: { strategy: 'RecreateOnImageChange' },
      groups: { admin: ['sre'], editor: ['developers'], viewer: ['developers', 'support'] },
      identityProviders: [
        {
          type: 'google',
          clientId: '1234.apps.googleusercontent.com',
          clientSecret: { name: 'google', key: 'client-secret' },
          hostedDomain: 'example.com',
          memberOf: ['support'],
        },
        {
          type: 'microsoft',
          tenant: '8f1c2d3e-0000-4000-8000-000000000000',
          clientId: '5a6b7c8d-0000-4000-8000-000000000000',
          clientSecret: { name: 'entra', key: 'client-secret' },
          groups: { '0d9e8f7a-0000-4000-8000-000000000000': 'sre' },
        },
        {
          type: 'github',
          clientId: 'Iv1.0123456789abcdef',
          clientSecret: { name: 'github', key: 'client-secret' },
        },
      ],
    });
    keycloak.addIdentityProvider({
      type: 'oidc',
      alias: 'partner',
      displayName: 'Partner',
      issuer: 'https://sso.partner.example.com',
      endpoints: {
        authorization: 'https://sso.partner.example.com/authorize',
        token: 'https://sso.partner.example.com/token',
        jwks: 'https://sso.partner.example.com/keys',
      },
      clientId: 'platform',
      clientSecret: { name: 'partner', key: 'client-secret' },
      groupsClaim: 'roles',
      groups: { 'Platform Team': 'developers' },
    });
    keycloak.addIdentityProvider({
      type: 'saml',
      alias: 'university',
      entityId: 'https://idp.university.example.edu/metadata',
      singleSignOnUrl: 'https://idp.university.example.edu/sso',
      signingCertificate:
        'MIIBhTCCASugAwIBAgIQIRi6zePL6mKjOipn+dNuaTAKBggqhkjOPQQDAjASMRAwDgYDVQQKEwdBY21lIENvMB4XDTE3MTAyMDE5NDMwNloXDTE4MTAyMDE5NDMwNlowEjEQMA4GA1UEChMHQWNtZSBDbzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD0d7VNhbWvZLWPuj/RtHFjvtJBEwOkhbN/BnnE8rnZR8+sbwnc/KhCk3FhnpHZnQz7B5aETbbIgmuvewdjvSBSjYzBhMA4GA1UdDwEB/wQEAwICpDATBgNVHSUEDDAKBggrBgEFBQcDATAPBgNVHRMBAf8EBTADAQH/MCkGA1UdEQQiMCCCDmxvY2FsaG9zdDo1NDUzgg4xMjcuMC4wLjE6NTQ1MzAKBggqhkjOPQQDAgNIADBFAiEA2zpJEPQyz6/l',
      groupsAttribute: 'memberOf',
      groups: { 'urn:staff': 'support' },
    });
    keycloak.addClient({
      id: 'reports',
      access: 'public',
      deviceLogin: true,
      redirectUris: ['http://localhost:8085/callback'],
    });
  },
};
