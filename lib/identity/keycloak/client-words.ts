import type { ClientRequest } from '../../contracts/identity';
import type { SecretRef } from '../../index';

/** Roles that a program has when it logs in as itself. */
export interface ServiceAccountOptions {
  /** Roles of the realm. @default [] */
  readonly roles?: readonly string[];
  /** Roles of clients, by client: `{ 'realm-management': ['view-users'] }`. @default {} */
  readonly clientRoles?: Readonly<Record<string, readonly string[]>>;
}

/** A client with all that Keycloak can do. */
export interface ClientOptions extends Omit<
  ClientRequest,
  'namespace' | 'secretName' | 'redirectUris' | 'isPublic'
> {
  /**
   * `confidential` keeps a secret; `public` cannot; `bearer-only` never logs anybody in, and only
   * takes tokens.
   * @default 'confidential'
   */
  readonly access?: 'confidential' | 'public' | 'bearer-only';
  /** Addresses that people may be sent back to after the login. @default - none: nobody logs in by browser */
  readonly redirectUris?: readonly string[];
  /** Secret in Keycloak's namespace. @default - `client-secret` of a generated one, `<id>-oidc` */
  readonly secret?: SecretRef;
  /** Other namespaces that get the generated Secret. @default [] */
  readonly namespaces?: readonly string[];
  /** Lets the program log in as itself. @default - it cannot */
  readonly serviceAccount?: ServiceAccountOptions;
  /** Whether it may ask people for their password itself; no second factor protects them then. @default false */
  readonly passwordLogin?: boolean;
  /** Clients that its tokens are for, beside itself. @default [] */
  readonly audiences?: readonly string[];
  /** Scopes that it gets if it asks for them. @default ['offline_access', 'address', 'phone'] */
  readonly optionalScopes?: readonly string[];
  /** Seconds that its access tokens last. @default - the realm's */
  readonly accessToken?: number;
}
