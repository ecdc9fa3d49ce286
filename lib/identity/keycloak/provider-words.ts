import type { SecretRef } from '../../index';

interface ProviderBase {
  /** Read on the button. @default - its type */
  readonly displayName?: string;
  /** Groups of the realm that all who come this way are in. @default [] */
  readonly memberOf?: readonly string[];
}

interface ClientOfProvider extends ProviderBase {
  /** Id that the provider gave to this realm. */
  readonly clientId: string;
  /** Secret in Keycloak's namespace. */
  readonly clientSecret: SecretRef;
}

interface GroupSource {
  /** Group of the realm, by what the provider calls it: `{ 'Platform Team': 'platform-admins' }`. @default {} */
  readonly groups?: Readonly<Record<string, string>>;
}

/** People of Google Workspace. */
export interface GoogleProvider extends ClientOfProvider {
  readonly type: 'google';
  /** Part of this realm's address for it. @default 'google' */
  readonly alias?: string;
  /** Domain that people must belong to. Without one, everybody who has an account at Google comes in. @default - any */
  readonly hostedDomain?: string;
}

/** Users of GitHub. Everybody who has an account there comes in. */
export interface GitHubProvider extends ClientOfProvider {
  readonly type: 'github';
  /** @default 'github' */
  readonly alias?: string;
}

/** People of a tenant of Entra ID. Its groups come as object ids, in the claim `groups`. */
export interface MicrosoftProvider extends ClientOfProvider, GroupSource {
  readonly type: 'microsoft';
  /** @default 'microsoft' */
  readonly alias?: string;
  /** Id of the tenant. */
  readonly tenant: string;
}

/** Any provider that speaks OpenID Connect. */
export interface OidcProvider extends ClientOfProvider, GroupSource {
  readonly type: 'oidc';
  readonly alias: string;
  readonly issuer: string;
  /** As its discovery document names them. */
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly jwks: string;
    /** @default - the id token says it all */
    readonly userinfo?: string;
    /** @default - logouts stay here */
    readonly logout?: string;
  };
  /** @default ['openid', 'profile', 'email'] */
  readonly scopes?: readonly string[];
  /** Claim that lists groups. @default 'groups' */
  readonly groupsClaim?: string;
}

/** Any provider that speaks SAML 2.0. */
export interface SamlProvider extends ProviderBase, GroupSource {
  readonly type: 'saml';
  readonly alias: string;
  /** Entity id of the provider. */
  readonly entityId: string;
  readonly singleSignOnUrl: string;
  /** @default - logouts stay here */
  readonly singleLogoutUrl?: string;
  /** Certificate that it signs with: PEM, or its body alone. */
  readonly signingCertificate: string;
  /** Attribute that lists groups. @default 'groups' */
  readonly groupsAttribute?: string;
}

/** Somebody else who knows people, and logs them in. */
export type IdentityProviderOptions =
  GoogleProvider | GitHubProvider | MicrosoftProvider | OidcProvider | SamlProvider;
