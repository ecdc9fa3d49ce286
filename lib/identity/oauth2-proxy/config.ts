import type { IdentityClient, IdentityProvider } from '../../contracts/identity';
import type { GuardOptions } from '../../contracts/login-gate';
import type { Values } from '../../index';

export interface ProxyOptions {
  /** How long a login lasts, as a duration of Go: `12h`. @default '12h' */
  readonly cookieExpire?: string;
  /**
   * How old a session gets until it is renewed at the identity provider, which is when a group that
   * somebody left counts. Shorter than the provider keeps an idle session. @default '10m'
   */
  readonly cookieRefresh?: string;
  /** Whether what stands behind gets the person's access token, as `X-Forwarded-Access-Token`. @default false */
  readonly passAccessToken?: boolean;
  /** Whether the login page of the proxy itself, with one button, is skipped. @default true */
  readonly skipProviderButton?: boolean;
  /** Level of detail of the log: every request, or logins only. @default 'logins' */
  readonly log?: 'requests' | 'logins';
}

/** What the configuration of one proxy follows from, beside the options. */
export interface ConfigContext {
  readonly provider: IdentityProvider;
  readonly client: IdentityClient;
  /** Groups that may in. */
  readonly groups: readonly string[];
  /** Addresses of the gateway, whose word on the caller's address counts. */
  readonly trustedProxies: readonly string[];
}

/** Folder of the certificates by which the identity provider is verified. */
export const CA_FOLDER = '/etc/identity-ca';

/** Algorithms of a provider's signatures; without discovery the proxy would take the first only. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512'];

/** Address of what stands behind the proxy. */
export const upstreamOf = (guard: GuardOptions): string => {
  const { service, namespace, port, protocol = 'http', path = '/' } = guard;
  return `${protocol}://${service}.${namespace}.svc:${port}${path}`;
};

/**
 * The settings of one proxy, by their names in its file. The provider's addresses are written out:
 * a proxy that had to discover them would not start while the provider is away.
 */
export function proxyConfig(
  guard: GuardOptions,
  options: ProxyOptions,
  { provider, client, groups, trustedProxies }: ConfigContext,
): Values {
  const { issuer, endpoints, groupsClaim, groupsScope, usernameClaim, displayName } = provider;
  const { cookieExpire = '12h', cookieRefresh = '10m', log = 'logins' } = options;
  const scopes = new Set(['openid', 'profile', 'email', groupsScope ?? []].flat());
  return {
    provider: 'oidc',
    provider_display_name: displayName,
    client_id: client.id,
    oidc_issuer_url: issuer,
    skip_oidc_discovery: true,
    login_url: endpoints.authorization,
    redeem_url: endpoints.token,
    profile_url: endpoints.userinfo,
    oidc_jwks_url: endpoints.jwks,
    oidc_enabled_signing_algs: SIGNATURES,
    backend_logout_url: `${endpoints.logout}?id_token_hint={id_token}`,
    ...(provider.caCertificates !== undefined && {
      provider_ca_files: [`${CA_FOLDER}/ca.crt`],
      use_system_trust_store: true,
    }),
    scope: [...scopes].join(' '),
    approval_prompt: 'auto',
    code_challenge_method: 'S256',
    insecure_oidc_skip_nonce: false,
    oidc_groups_claim: groupsClaim,
    // Not everybody has a mail address, and one may be changed by its owner; nobody is let in by it.
    oidc_email_claim: usernameClaim,
    email_domains: ['*'],
    allowed_groups: groups,
    redirect_url: `https://${guard.host}/oauth2/callback`,
    whitelist_domains: [guard.host],
    reverse_proxy: true,
    ...(trustedProxies.length > 0 && { trusted_proxy_ips: trustedProxies }),
    skip_provider_button: options.skipProviderButton ?? true,
    skip_auth_routes: guard.openPaths ?? [],
    upstreams: [upstreamOf(guard)],
    ssl_upstream_insecure_skip_verify: guard.protocol === 'https',
    upstream_timeout: `${guard.timeoutSeconds ?? 30}s`,
    pass_host_header: true,
    proxy_websockets: true,
    pass_user_headers: true,
    pass_basic_auth: false,
    pass_access_token: options.passAccessToken ?? false,
    cookie_name: '__Host-login',
    cookie_secure: true,
    cookie_httponly: true,
    cookie_samesite: 'lax',
    cookie_expire: cookieExpire,
    cookie_refresh: cookieRefresh,
    // Each tab that opens at once has a login of its own.
    cookie_csrf_per_request: true,
    cookie_csrf_expire: '5m',
    silence_ping_logging: true,
    request_logging: log === 'requests',
  };
}

/** Settings as the lines of the file; the chart would take `{{` for a template. */
export const configFile = (config: Values): string =>
  Object.entries(config)
    .map(([key, value]) => `${key} = ${JSON.stringify(value).replaceAll('{{', '{{ "{{" }}')}\n`)
    .join('');
