/** What a policy is for: a route or a gateway, in the namespace of the policy. */
export interface PolicyTarget {
  /** @default 'HTTPRoute' */
  readonly kind?: 'HTTPRoute' | 'GRPCRoute' | 'Gateway';
  readonly name: string;
}

interface PolicyOptions {
  /** Name of the policy, a DNS label. */
  readonly name: string;
  readonly namespace: string;
  readonly target: PolicyTarget;
}

/** Who may use a route; what is given must all hold. */
export interface ProtectOptions extends PolicyOptions {
  /** Login by OpenID Connect, for browsers. @default - no login */
  readonly oidc?: OidcOptions;
  /** Tokens that a client must send, for APIs; one of the issuers is enough. @default - none */
  readonly jwt?: readonly JwtIssuerOptions[];
  /** CIDRs of clients that are let in. @default - all */
  readonly allowedAddresses?: readonly string[];
  /** Origins whose pages may call, and how. @default - browsers call from the same origin only */
  readonly cors?: CorsOptions;
}

export interface OidcOptions {
  /** Issuer as in its discovery document: `https://keycloak.example.com/realms/platform`. */
  readonly issuer: string;
  readonly clientId: string;
  /** Secret in the policy's namespace with the key `client-secret`. */
  readonly clientSecretName: string;
  /** @default '%REQ(x-forwarded-proto)%://%REQ(:authority)%/oauth2/callback' */
  readonly redirectUrl?: string;
  /** @default '/logout' */
  readonly logoutPath?: string;
  /** @default ['openid', 'profile', 'email'] */
  readonly scopes?: readonly string[];
  /** Whether the backend gets the access token as `Authorization: Bearer`. @default false */
  readonly forwardAccessToken?: boolean;
  /** Domain whose hosts share the login: `k8s.example.com`. @default - each host has its own */
  readonly cookieDomain?: string;
}

export interface JwtIssuerOptions {
  /** DNS label. */
  readonly name: string;
  readonly issuer: string;
  /** Address of the signing keys. */
  readonly jwksUri: string;
  /** @default - any audience */
  readonly audiences?: readonly string[];
  /** Headers for the backend, each with the claim that fills it: `{ 'x-user': 'sub' }`. @default {} */
  readonly claimHeaders?: Readonly<Record<string, string>>;
}

export interface CorsOptions {
  /** `https://app.example.com`, `https://*.example.com`. */
  readonly origins: readonly string[];
  /** @default ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] */
  readonly methods?: readonly string[];
  /** Request headers that pages may set. @default ['authorization', 'content-type'] */
  readonly headers?: readonly string[];
  /** Whether cookies go along. @default false */
  readonly credentials?: boolean;
  /** Seconds that browsers remember the answer. @default 600 */
  readonly maxAgeSeconds?: number;
}

/** How backends of a route are called. */
export interface TrafficOptions extends PolicyOptions {
  /** Seconds until an answer must be complete. @default - no limit */
  readonly requestTimeoutSeconds?: number;
  /** Times that a failed call is tried again. @default - not at all */
  readonly retries?: number;
  /** Calls that each proxy lets through, and the unit: `{ requests: 100, per: 'Second' }`. @default - all */
  readonly rateLimit?: { readonly requests: number; readonly per: 'Second' | 'Minute' | 'Hour' };
  /** Calls in flight to the backends, from each proxy. @default 1024 */
  readonly maxParallelRequests?: number;
}
