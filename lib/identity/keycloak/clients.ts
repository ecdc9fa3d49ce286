import type { ClientRequest } from '../../contracts/identity';
import type { SecretRef } from '../../index';
import type { ClientOptions } from './client-words';
import { pagesOf, redirectError } from './redirects';
import type { SecretVariables } from './secret-variables';

/** Scope that brings the groups. */
export const GROUPS = 'groups';

/** What every client of a new realm has, and the groups. */
const DEFAULT_SCOPES = ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins', GROUPS];
const OPTIONAL_SCOPES = ['address', 'offline_access', 'phone'];

/** A client of the realm, and where its secret is. */
export interface KnownClient {
  readonly options: ClientOptions;
  readonly secret: SecretRef | undefined;
}

/** What another component asks for, as a client. */
export function requested(request: ClientRequest): ClientOptions {
  const { namespace: _, secretName: __, isPublic = false, ...rest } = request;
  return { ...rest, access: isPublic ? 'public' : 'confidential' };
}

/** What another component asks for without an address, in an error. */
export const noAddress = ({ id, redirectUris }: ClientRequest): string | undefined =>
  redirectUris.length > 0
    ? undefined
    : `client '${id}' has no address to send people back to; pass \`redirectUris\``;

/** What is wrong with the Secret that a client's id would name, if anything. */
export const secretNameError = (id: string, secret: string): string | undefined =>
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(secret)
    ? undefined
    : `client '${id}' would have the Secret '${secret}', which is no name for one; choose an id of \`a-z0-9-\``;

/** Clients that every realm has. */
export const BUILT_IN: ReadonlySet<string> = new Set([
  'account',
  'account-console',
  'admin-cli',
  'broker',
  'realm-management',
  'security-admin-console',
]);

/** What is wrong with a client, if anything. */
export function clientError(options: ClientOptions): string | undefined {
  const { id, access = 'confidential', redirectUris = [], logoutUris = [] } = options;
  const { deviceLogin, passwordLogin, serviceAccount } = options;
  if (!/^[A-Za-z0-9._-]+$/.test(id)) {
    return `client id '${id}' may have letters, digits, \`.\`, \`_\` and \`-\` only; choose another`;
  }
  if (BUILT_IN.has(id)) return `client '${id}' is Keycloak's own; choose another id`;
  for (const address of [...redirectUris, ...logoutUris]) {
    const error = redirectError(address);
    if (error !== undefined) return `client '${id}': ${error}`;
  }
  if (access === 'bearer-only') {
    return redirectUris.length > 0 || deviceLogin || passwordLogin || serviceAccount
      ? `client '${id}' only takes tokens, so nobody logs in with it; drop \`access: 'bearer-only'\` or the rest`
      : undefined;
  }
  if (access === 'public' && serviceAccount) {
    return `client '${id}' is public and cannot log in as itself; drop \`serviceAccount\`, or make it confidential`;
  }
  return redirectUris.length > 0 || deviceLogin || passwordLogin || serviceAccount
    ? undefined
    : `client '${id}' has no address to send people back to; pass \`redirectUris\``;
}

/** The client in Keycloak's own words. */
export function clientBody({ options, secret }: KnownClient, variables: SecretVariables): object {
  const { id, displayName = id, access = 'confidential', redirectUris = [] } = options;
  const { audiences = [], optionalScopes = OPTIONAL_SCOPES } = options;
  return {
    clientId: id,
    name: displayName,
    protocol: 'openid-connect',
    enabled: true,
    publicClient: access === 'public',
    bearerOnly: access === 'bearer-only',
    ...(secret && { secret: variables.refer(secret) }),
    standardFlowEnabled: redirectUris.length > 0,
    implicitFlowEnabled: false,
    directAccessGrantsEnabled: options.passwordLogin ?? false,
    serviceAccountsEnabled: options.serviceAccount !== undefined,
    redirectUris,
    webOrigins: redirectUris.length > 0 ? ['+'] : [],
    attributes: attributes(options),
    protocolMappers: [id, ...audiences].map(audienceMapper),
    defaultClientScopes: DEFAULT_SCOPES,
    optionalClientScopes: optionalScopes,
  };
}

/** The user by whom a program logs in as itself. */
export const serviceUser = ({ options: { id, serviceAccount } }: KnownClient): object[] =>
  serviceAccount
    ? [
        {
          username: `service-account-${id}`,
          enabled: true,
          serviceAccountClientId: id,
          realmRoles: serviceAccount.roles ?? [],
          clientRoles: serviceAccount.clientRoles ?? {},
        },
      ]
    : [];

/** Attributes are merged with those that are there: what is switched off is said, too. */
function attributes(options: ClientOptions): Readonly<Record<string, string>> {
  const { redirectUris = [], pkce = true, deviceLogin = false } = options;
  const logout = options.logoutUris ?? pagesOf(redirectUris);
  return {
    'pkce.code.challenge.method': pkce && redirectUris.length > 0 ? 'S256' : '',
    'post.logout.redirect.uris': logout.join('##'),
    'oauth2.device.authorization.grant.enabled': String(deviceLogin),
    'id.token.signed.response.alg': options.idTokenAlgorithm ?? '',
    'access.token.lifespan': String(options.accessToken ?? ''),
  };
}

/** Says whom an access token is for: proxies refuse those that are not for them. */
const audienceMapper = (client: string) => ({
  name: `audience-${client}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  consentRequired: false,
  config: {
    'included.client.audience': client,
    'id.token.claim': 'false',
    'access.token.claim': 'true',
    'introspection.token.claim': 'true',
  },
});
