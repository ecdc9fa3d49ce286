import { clientBody, GROUPS, serviceUser, type KnownClient } from './clients';
import { ldapBody } from './federation';
import type { LdapOptions } from './federation-words';
import { providerBody, providerMappers } from './identity-providers';
import { policyText } from './password-policy';
import type { IdentityProviderOptions } from './provider-words';
import type { GroupOptions, RealmOptions, SmtpOptions } from './realm-words';
import { SecretVariables, type SecretVariable } from './secret-variables';

/** All that a realm holds. */
export interface RealmContent {
  readonly realm: RealmOptions;
  readonly groups: readonly GroupOptions[];
  readonly clients: readonly KnownClient[];
  readonly providers: readonly IdentityProviderOptions[];
  readonly directories: readonly LdapOptions[];
}

/** The file that configures the realm, and the variables that it reads. */
export interface RealmFile {
  readonly text: string;
  readonly variables: readonly SecretVariable[];
}

const DAY = 24 * 60 * 60;

/**
 * The realm in Keycloak's own words. Lists that are not named stay as Keycloak has them; scopes
 * that all clients get by default are not named, as naming some takes the others away.
 */
export function realmFile(content: RealmContent): RealmFile {
  const variables = new SecretVariables();
  const { realm, groups, clients, providers, directories } = content;
  const users = clients.flatMap(serviceUser);
  const body = {
    realm: realm.name ?? 'platform',
    enabled: true,
    displayName: realm.displayName ?? 'Platform',
    sslRequired: 'external',
    ...loginBody(realm),
    ...sessionBody(realm),
    ...eventBody(realm),
    ...localeBody(realm.locales ?? []),
    smtpServer: realm.smtp ? smtpBody(realm.smtp, realm, variables) : {},
    requiredActions: requiredActions(realm),
    roles: { realm: (realm.roles ?? []).map(roleBody) },
    groups: groups.map(groupBody),
    clientScopes: [GROUPS_SCOPE],
    clients: clients.map((client) => clientBody(client, variables)),
    ...(users.length > 0 && { users }),
    identityProviders: providers.map((provider) => providerBody(provider, variables)),
    identityProviderMappers: providers.flatMap(providerMappers),
    ...(directories.length > 0 && {
      components: { [STORAGE]: directories.map((ldap) => ldapBody(ldap, variables)) },
    }),
  };
  return { text: `${JSON.stringify(body, null, 2)}\n`, variables: variables.all };
}

const STORAGE = 'org.keycloak.storage.UserStorageProvider';

function loginBody({ login = {}, passwordPolicy, bruteForce = {} }: RealmOptions) {
  return {
    registrationAllowed: login.registration ?? false,
    resetPasswordAllowed: login.resetPassword ?? false,
    rememberMe: login.rememberMe ?? false,
    verifyEmail: login.verifyEmail ?? false,
    loginWithEmailAllowed: login.emailLogin ?? true,
    duplicateEmailsAllowed: false,
    editUsernameAllowed: false,
    webAuthnPolicyPasswordlessPasskeysEnabled: login.passkeys ?? false,
    passwordPolicy: policyText(passwordPolicy),
    bruteForceProtected: true,
    permanentLockout: bruteForce.permanent ?? false,
    failureFactor: bruteForce.failures ?? 10,
    waitIncrementSeconds: bruteForce.waitIncrement ?? 60,
    maxFailureWaitSeconds: bruteForce.maxWait ?? 900,
    maxDeltaTimeSeconds: bruteForce.resetAfter ?? 43200,
  };
}

const sessionBody = ({ sessions = {} }: RealmOptions) => ({
  accessTokenLifespan: sessions.accessToken ?? 300,
  ssoSessionIdleTimeout: sessions.idle ?? 7200,
  ssoSessionMaxLifespan: sessions.max ?? 36000,
  offlineSessionIdleTimeout: sessions.offlineIdle ?? 30 * DAY,
});

const eventBody = ({ events = {} }: RealmOptions) => ({
  eventsEnabled: true,
  eventsExpiration: (events.loginDays ?? 30) * DAY,
  eventsListeners: ['jboss-logging'],
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: events.adminDetails ?? false,
  attributes: { adminEventsExpiration: String((events.adminDays ?? 90) * DAY) },
});

const localeBody = (locales: readonly string[]) => ({
  internationalizationEnabled: locales.length > 0,
  supportedLocales: locales,
  ...(locales.length > 0 && { defaultLocale: locales[0] }),
});

function smtpBody(smtp: SmtpOptions, realm: RealmOptions, variables: SecretVariables) {
  const { host, port = 587, from, replyTo, encryption = 'starttls', user, passwordSecret } = smtp;
  return {
    host,
    port: String(port),
    from,
    fromDisplayName: smtp.fromName ?? realm.displayName ?? 'Platform',
    ...(replyTo !== undefined && { replyTo }),
    starttls: String(encryption === 'starttls'),
    ssl: String(encryption === 'tls'),
    auth: String(user !== undefined),
    ...(user !== undefined && { user }),
    ...(passwordSecret && { password: variables.refer(passwordSecret) }),
  };
}

/** Whole, as Keycloak has them: what is left out of an action would be cleared. */
const requiredActions = ({ login = {} }: RealmOptions) =>
  [
    {
      alias: 'CONFIGURE_TOTP',
      name: 'Configure OTP',
      default: login.secondFactor === 'otp',
      priority: 10,
    },
    {
      alias: 'webauthn-register-passwordless',
      name: 'Webauthn Register Passwordless',
      default: false,
      priority: 90,
    },
  ].map(({ alias, name, default: defaultAction, priority }) => ({
    alias,
    name,
    providerId: alias,
    enabled: true,
    defaultAction,
    priority,
    config: {},
  }));

const roleBody = ({ name, description, includes = [] }: NonNullable<RealmOptions['roles']>[0]) => ({
  name,
  description: description ?? '',
  composite: includes.length > 0,
  ...(includes.length > 0 && { composites: { realm: includes } }),
});

function groupBody(group: GroupOptions): object {
  const { name, roles = [], clientRoles = {}, attributes = {}, groups = [] } = group;
  return { name, realmRoles: roles, clientRoles, attributes, subGroups: groups.map(groupBody) };
}

/** Tells clients the groups, by plain names. */
const GROUPS_SCOPE = {
  name: GROUPS,
  description: 'The groups that a person is in',
  protocol: 'openid-connect',
  attributes: { 'include.in.token.scope': 'true', 'display.on.consent.screen': 'false' },
  protocolMappers: [
    {
      name: GROUPS,
      protocol: 'openid-connect',
      protocolMapper: 'oidc-group-membership-mapper',
      consentRequired: false,
      config: {
        'claim.name': GROUPS,
        'full.path': 'false',
        'id.token.claim': 'true',
        'access.token.claim': 'true',
        'userinfo.token.claim': 'true',
        'introspection.token.claim': 'true',
      },
    },
  ],
};
