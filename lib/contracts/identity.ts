import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef } from '../kernel';

/** What people may do, from all to nothing but look: a platform's own three roles. */
export type AccessRole = 'admin' | 'editor' | 'viewer';

/** Groups of people by what their members may do. */
export type AccessGroups = Readonly<Record<AccessRole, readonly string[]>>;

/** A client, in the sense of OpenID Connect, that a component asks for. */
export interface ClientRequest {
  /** Id of the client, unique at the provider: `grafana`. */
  readonly id: string;
  /** Read by people on the consent and account pages. @default - the id */
  readonly displayName?: string;
  /** Namespace of the Pods that log people in, where the client's secret will be. */
  readonly namespace: string;
  /** Secret that will hold `client-id` and `client-secret`. @default - `<id>-oidc` */
  readonly secretName?: string;
  /** Addresses that people may be sent back to after the login; at least one. `*` at the end only. */
  readonly redirectUris: readonly string[];
  /** Addresses that people may be sent back to after the logout. @default - the redirect addresses' origins */
  readonly logoutUris?: readonly string[];
  /**
   * Whether the client cannot keep a secret, as a program on people's machines; it then proves
   * itself by PKCE alone.
   * @default false
   */
  readonly isPublic?: boolean;
  /** Whether the code of a login is bound to a proof key (PKCE, S256). @default true */
  readonly pkce?: boolean;
  /** Whether programs may log in with a code shown on another device. @default false */
  readonly deviceLogin?: boolean;
  /** Algorithm of the id token, where the client takes only some. @default - the provider's own */
  readonly idTokenAlgorithm?: 'RS256' | 'ES256';
}

/** A client as its component needs to know it. */
export interface IdentityClient {
  readonly id: string;
  /** Holds `client-id` and `client-secret`; in the requester's namespace. */
  readonly secretName: string;
  /** `undefined` for a public client. */
  readonly clientSecret: SecretRef | undefined;
}

/** Addresses of an OpenID Connect provider. */
export interface IdentityEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly userinfo: string;
  readonly jwks: string;
  readonly logout: string;
}

/** Knows who people are, and which groups they are in; speaks OpenID Connect. */
export interface IdentityProvider {
  /** Read on login buttons: `Keycloak`. */
  readonly displayName: string;
  /** As it stands in tokens, without a slash at the end: `https://keycloak.example.com/realms/platform`. */
  readonly issuer: string;
  readonly endpoints: IdentityEndpoints;
  /** Claim of id token and userinfo that lists the groups by plain name, without a path. */
  readonly groupsClaim: string;
  /** Scope that brings that claim; `undefined` where it comes by itself. */
  readonly groupsScope: string | undefined;
  /** Claim that names a person. */
  readonly usernameClaim: string;
  /** Groups that hold the platform's three roles, in every component that does not say otherwise. */
  readonly groups: AccessGroups;
  /** Authority that signed the issuer's certificate, PEM. @default - one that images trust already */
  readonly caCertificates?: string;
  /** Where connections to the issuer lead, for network rules. */
  readonly destination: Destination;
  /** Has a client registered, and its secret written into the namespace, below `scope`. */
  client(scope: Construct, request: ClientRequest): IdentityClient;
}

export const Identity = new Capability<IdentityProvider>('identity', 'an identity provider');

/** Groups that a component gives its roles to: its own choice, else the provider's. */
export const accessGroups = (
  provider: IdentityProvider,
  own: Partial<AccessGroups> = {},
): AccessGroups => ({ ...provider.groups, ...own });
