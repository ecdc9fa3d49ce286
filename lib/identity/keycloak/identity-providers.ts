import type { OutsideDestination } from '../../index';
import { certificateBody } from './certificate-body';
import type { IdentityProviderOptions, MicrosoftProvider, OidcProvider } from './provider-words';
import type { SecretVariables } from './secret-variables';

/** Name of the provider within the realm's addresses. */
export const aliasOf = (provider: IdentityProviderOptions): string =>
  provider.alias ?? provider.type;

/** Groups of the realm that people of a provider get into. */
export const groupsFrom = (provider: IdentityProviderOptions): readonly string[] => [
  ...(provider.memberOf ?? []),
  ...('groups' in provider ? Object.values(provider.groups ?? {}) : []),
];

/** Servers that Keycloak itself calls; browsers call the others. */
export function calledBy(provider: IdentityProviderOptions): readonly OutsideDestination[] {
  if (provider.type === 'saml') return [];
  if (provider.type === 'google') return https('oauth2.googleapis.com', 'www.googleapis.com');
  if (provider.type === 'github') return https('github.com', 'api.github.com');
  const { token, jwks, userinfo } = openId(provider).endpoints;
  const servers = [token, jwks, userinfo].flatMap((address) =>
    address === undefined ? [] : new URL(address).host,
  );
  return https(...servers);
}

const https = (...servers: readonly string[]): readonly OutsideDestination[] =>
  [...new Set(servers)].map((server) => {
    const [host = '', port = '443'] = server.split(':');
    return { host, port: Number(port) };
  });

/** What is wrong with a provider, if anything. */
export function providerError(provider: IdentityProviderOptions): string | undefined {
  const alias = aliasOf(provider);
  if (!/^[a-z0-9-]+$/.test(alias)) {
    return `alias '${alias}' is part of an address: use \`a-z0-9-\` only`;
  }
  const addresses =
    provider.type === 'oidc'
      ? Object.values(provider.endpoints)
      : provider.type === 'saml'
        ? [provider.singleSignOnUrl, provider.singleLogoutUrl ?? []].flat()
        : [];
  const plain = addresses.find((a) => !(a.startsWith('https://') && URL.canParse(a)));
  return plain === undefined
    ? undefined
    : `identity provider '${alias}' has the address '${plain}', which is none with TLS; start it with \`https://\``;
}

/** The provider in Keycloak's own words. */
export function providerBody(
  provider: IdentityProviderOptions,
  variables: SecretVariables,
): object {
  return {
    alias: aliasOf(provider),
    providerId: provider.type === 'microsoft' ? 'oidc' : provider.type,
    displayName: provider.displayName ?? NAMES[provider.type] ?? aliasOf(provider),
    enabled: true,
    // Whoever runs the provider vouches for its addresses; without it everybody confirms theirs by mail.
    trustEmail: true,
    config: { syncMode: 'FORCE', ...configOf(provider, variables) },
  };
}

/** How people of the provider come into groups. */
export function providerMappers(provider: IdentityProviderOptions): object[] {
  const alias = aliasOf(provider);
  const mapper = (name: string, type: string, config: object) => ({
    name,
    identityProviderAlias: alias,
    identityProviderMapper: type,
    config: { syncMode: 'FORCE', ...config },
  });
  const own = (provider.memberOf ?? []).map((group) =>
    mapper(`all-in-${group}`, 'oidc-hardcoded-group-idp-mapper', { group: `/${group}` }),
  );
  if (!('groups' in provider)) return own;
  const mapped = Object.entries(provider.groups ?? {}).map(([value, group]) => {
    const saml = provider.type === 'saml';
    const key = saml
      ? (provider.groupsAttribute ?? 'groups')
      : ((provider as OidcProvider).groupsClaim ?? 'groups');
    const condition = JSON.stringify([{ key, value }]);
    return mapper(
      `${value}-in-${group}`,
      saml ? 'saml-advanced-group-idp-mapper' : 'oidc-advanced-group-idp-mapper',
      saml
        ? { attributes: condition, 'are.attribute.values.regex': 'false', group: `/${group}` }
        : { claims: condition, 'are.claim.values.regex': 'false', group: `/${group}` },
    );
  });
  return [...own, ...mapped];
}

const NAMES: Readonly<Record<string, string>> = {
  google: 'Google',
  github: 'GitHub',
  microsoft: 'Microsoft',
};

function configOf(provider: IdentityProviderOptions, variables: SecretVariables): object {
  if (provider.type === 'saml') {
    return {
      idpEntityId: provider.entityId,
      singleSignOnServiceUrl: provider.singleSignOnUrl,
      ...(provider.singleLogoutUrl !== undefined && {
        singleLogoutServiceUrl: provider.singleLogoutUrl,
      }),
      nameIDPolicyFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      principalType: 'SUBJECT',
      postBindingAuthnRequest: 'true',
      postBindingResponse: 'true',
      validateSignature: 'true',
      wantAuthnRequestsSigned: 'true',
      wantAssertionsSigned: 'true',
      signingCertificate: certificateBody(provider.signingCertificate),
    };
  }
  const client = {
    clientId: provider.clientId,
    clientSecret: variables.refer(provider.clientSecret),
  };
  if (provider.type === 'github') return { ...client, defaultScope: 'read:user user:email' };
  if (provider.type === 'google') {
    const { hostedDomain } = provider;
    return {
      ...client,
      defaultScope: 'openid profile email',
      ...(hostedDomain !== undefined && { hostedDomain }),
    };
  }
  const { issuer, endpoints, scopes = ['openid', 'profile', 'email'] } = openId(provider);
  return {
    ...client,
    clientAuthMethod: 'client_secret_post',
    issuer,
    authorizationUrl: endpoints.authorization,
    tokenUrl: endpoints.token,
    jwksUrl: endpoints.jwks,
    useJwksUrl: 'true',
    validateSignature: 'true',
    pkceEnabled: 'true',
    pkceMethod: 'S256',
    ...(endpoints.userinfo === undefined
      ? { disableUserInfo: 'true' }
      : { userInfoUrl: endpoints.userinfo }),
    ...(endpoints.logout !== undefined && { logoutUrl: endpoints.logout }),
    defaultScope: scopes.join(' '),
  };
}

/** Entra ID speaks OpenID Connect; only so its groups arrive. */
function openId(provider: OidcProvider | MicrosoftProvider) {
  if (provider.type === 'oidc') return provider;
  const base = `https://login.microsoftonline.com/${provider.tenant}`;
  return {
    issuer: `${base}/v2.0`,
    endpoints: {
      authorization: `${base}/oauth2/v2.0/authorize`,
      token: `${base}/oauth2/v2.0/token`,
      jwks: `${base}/discovery/v2.0/keys`,
      userinfo: 'https://graph.microsoft.com/oidc/userinfo',
      logout: `${base}/oauth2/v2.0/logout`,
    },
    scopes: undefined,
  };
}
