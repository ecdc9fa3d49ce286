import type { Values } from '../../index';
import type { OidcOptions, RoleGroups } from './words';

const ENDPOINTS = { authUrl: 'auth', tokenUrl: 'token', apiUrl: 'userinfo' } as const;
type Endpoint = keyof typeof ENDPOINTS;

/** Variable of Grafana's container that holds the client secret. */
export const CLIENT_SECRET = 'OIDC_CLIENT_SECRET';

/** ConfigMap with the authority that signed the provider's certificate, and where it is mounted. */
export const AUTHORITY = 'oidc-authority';
/** Folder of the mounted authority. */
export const AUTHORITY_FOLDER = '/etc/grafana/oidc-authority';
/** Key of the ConfigMap, and name of the file. */
export const AUTHORITY_FILE = 'ca.crt';

/** An endpoint of the provider: the given one, or the one that a Keycloak realm has. */
export function endpoint(oidc: OidcOptions, which: Endpoint): string | undefined {
  const { issuer } = oidc;
  const ofRealm =
    issuer && `${issuer.replace(/\/$/, '')}/protocol/openid-connect/${ENDPOINTS[which]}`;
  return oidc[which] ?? ofRealm;
}

/** Addresses that Grafana itself calls. */
export const calledEndpoints = (oidc: OidcOptions): string[] => [
  ...new Set([endpoint(oidc, 'tokenUrl') ?? [], endpoint(oidc, 'apiUrl') ?? []].flat()),
];

/** What is wrong with a login, or `undefined`. */
export function oidcError(oidc: OidcOptions): string | undefined {
  for (const which of Object.keys(ENDPOINTS) as Endpoint[]) {
    const url = endpoint(oidc, which);
    if (url === undefined) {
      return `the login '${oidc.name}' has no \`${which}\`; pass it, or the \`issuer\``;
    }
    if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
      return `the ${which} '${url}' of login '${oidc.name}' is no address; start it with \`https://\``;
    }
  }
  const { groupsClaim, roles = {} } = oidc;
  const names = [groupsClaim ?? [], Object.values(roles)].flat(2) as string[];
  // The path stands in an ini file, where other characters end or start something.
  const odd = names.find((name) => !/^[\w./:@ -]+$/.test(name));
  return odd === undefined
    ? undefined
    : `the group or claim '${odd}' of login '${oidc.name}' has characters beside letters, digits and \`./:@_-\`; rename it`;
}

/** The section `auth.generic_oauth`. */
export function oidcSection(oidc: OidcOptions): Values {
  const { name, clientId, scopes, roles = {}, autoLogin = false } = oidc;
  const grafanaAdmin = (roles.grafanaAdmin ?? []).length > 0;
  return {
    enabled: true,
    name,
    client_id: clientId,
    client_secret: `$__env{${CLIENT_SECRET}}`,
    auth_url: endpoint(oidc, 'authUrl'),
    token_url: endpoint(oidc, 'tokenUrl'),
    api_url: endpoint(oidc, 'apiUrl'),
    scopes: (scopes ?? ['openid', 'profile', 'email', 'groups']).join(' '),
    login_attribute_path: 'preferred_username',
    email_attribute_path: 'email',
    name_attribute_path: 'name',
    role_attribute_path: rolePath(roles, oidc.groupsClaim ?? 'groups'),
    // Without a role there is no entry.
    role_attribute_strict: roles.viewer !== undefined,
    allow_assign_grafana_admin: grafanaAdmin,
    allow_sign_up: true,
    use_pkce: true,
    use_refresh_token: true,
    auto_login: autoLogin,
    ...(oidc.caCertificates !== undefined && {
      tls_client_ca: `${AUTHORITY_FOLDER}/${AUTHORITY_FILE}`,
    }),
  };
}

/** The first role whose groups a user is in, as JMESPath. */
export function rolePath(roles: RoleGroups, claim: string): string {
  const { grafanaAdmin = [], admin = [], editor = [], viewer } = roles;
  const list = claim
    .split('.')
    .map((part) => (/^[A-Za-z_]\w*$/.test(part) ? part : `"${part}"`))
    .join('.');
  const grants = (groups: readonly string[], role: string): string[] =>
    groups.map((group) => `contains(${list}[*], '${group}') && '${role}'`);
  return [
    ...grants(grafanaAdmin, 'GrafanaAdmin'),
    ...grants(admin, 'Admin'),
    ...grants(editor, 'Editor'),
    ...(viewer ? grants(viewer, 'Viewer') : [`'Viewer'`]),
  ].join(' || ');
}
