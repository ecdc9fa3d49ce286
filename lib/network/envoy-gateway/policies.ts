import type {
  BackendTrafficPolicySpec,
  SecurityPolicySpec,
  SecurityPolicySpecCors,
  SecurityPolicySpecJwt,
  SecurityPolicySpecOidc,
} from './kinds';
import type {
  CorsOptions,
  JwtIssuerOptions,
  OidcOptions,
  PolicyTarget,
  ProtectOptions,
  TrafficOptions,
} from './policy-words';

/** Who may use a route. */
export function securityPolicy(options: ProtectOptions): SecurityPolicySpec {
  const { target, oidc, jwt, allowedAddresses, cors } = options;
  return {
    targetRefs: targetRefs(target),
    ...(oidc && { oidc: oidcSpec(oidc) }),
    ...(jwt && { jwt: jwtSpec(jwt) }),
    ...(allowedAddresses && {
      authorization: {
        defaultAction: 'Deny',
        rules: [
          {
            name: 'allowed-addresses',
            action: 'Allow',
            principal: { clientCIDRs: allowedAddresses },
          },
        ],
      },
    }),
    ...(cors && { cors: corsSpec(cors) }),
  };
}

/**
 * How backends are called. The proxies' own limit of 15 seconds for a whole answer is lifted: it
 * breaks uploads, log streams and consoles. A stream that says nothing for five minutes still ends.
 */
export function trafficPolicy(
  options: Omit<TrafficOptions, 'name' | 'namespace'>,
): BackendTrafficPolicySpec {
  const { target, requestTimeoutSeconds = 0, retries, rateLimit, maxParallelRequests } = options;
  return {
    targetRefs: targetRefs(target),
    timeout: { http: { requestTimeout: `${requestTimeoutSeconds}s` } },
    ...(retries !== undefined && {
      retry: {
        numRetries: retries,
        perRetry: { backOff: { baseInterval: '100ms', maxInterval: '2s' } },
        retryOn: { triggers: ['connect-failure', 'refused-stream', 'reset-before-request'] },
      },
    }),
    ...(rateLimit && {
      rateLimit: {
        type: 'Local',
        local: { rules: [{ limit: { requests: rateLimit.requests, unit: rateLimit.per } }] },
      },
    }),
    ...(maxParallelRequests !== undefined && { circuitBreaker: { maxParallelRequests } }),
  };
}

const targetRefs = ({ kind = 'HTTPRoute', name }: PolicyTarget) => [
  { group: 'gateway.networking.k8s.io', kind, name },
];

function oidcSpec(options: OidcOptions): SecurityPolicySpecOidc {
  const { issuer, clientId, clientSecretName, redirectUrl, cookieDomain } = options;
  const { scopes = ['openid', 'profile', 'email'], logoutPath = '/logout' } = options;
  return {
    provider: { issuer },
    clientID: clientId,
    clientSecret: { group: '', kind: 'Secret', name: clientSecretName },
    scopes,
    logoutPath,
    refreshToken: true,
    forwardAccessToken: options.forwardAccessToken ?? false,
    ...(redirectUrl !== undefined && { redirectURL: redirectUrl }),
    ...(cookieDomain !== undefined && { cookieDomain }),
  };
}

const jwtSpec = (issuers: readonly JwtIssuerOptions[]): SecurityPolicySpecJwt => ({
  providers: issuers.map(({ name, issuer, jwksUri, audiences, claimHeaders = {} }) => ({
    name,
    issuer,
    remoteJWKS: { uri: jwksUri },
    ...(audiences && { audiences }),
    ...(Object.keys(claimHeaders).length > 0 && {
      claimToHeaders: Object.entries(claimHeaders).map(([header, claim]) => ({ header, claim })),
    }),
  })),
});

const corsSpec = (options: CorsOptions): SecurityPolicySpecCors => ({
  allowOrigins: options.origins,
  allowMethods: options.methods ?? ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: options.headers ?? ['authorization', 'content-type'],
  allowCredentials: options.credentials ?? false,
  maxAge: `${options.maxAgeSeconds ?? 600}s`,
});
