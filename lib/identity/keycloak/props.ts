import type { AccessGroups } from '../../contracts/identity';
import type { ComponentProps } from '../../index';
import type { BundleMirrors } from './bundles';
import type { ClientOptions } from './client-words';
import type { LdapOptions } from './federation-words';
import type { IdentityProviderOptions } from './provider-words';
import type { GroupOptions, RealmOptions } from './realm-words';
import type { AdminOptions, ServerOptions } from './words';

export interface KeycloakProps extends Omit<ComponentProps, 'values' | 'chart'>, ServerOptions {
  /** Name under which people and programs know it. @default - `keycloak` of the platform's domain */
  readonly hostname?: string;
  /**
   * Name under which administrators know it; the other one then serves logins only. Let the
   * gateway take it from your own networks alone.
   * @default - the same as for everybody
   */
  readonly adminHostname?: string;
  /** Whether it gets a hostname at the gateway; without, somebody else must serve it there. @default true */
  readonly expose?: boolean;
  /** The people, and what they log in to. @default - realm `platform` */
  readonly realm?: RealmOptions;
  /**
   * Groups that hold the platform's three roles; made in the realm, or filled by a directory that
   * calls them the same.
   * @default - `platform-admins`, `platform-editors` and `platform-viewers`
   */
  readonly groups?: AccessGroups;
  /** Clients to start with. @default [] */
  readonly clients?: readonly ClientOptions[];
  /** Who else logs people in. @default [] */
  readonly identityProviders?: readonly IdentityProviderOptions[];
  /** Directories to start with. @default [] */
  readonly federations?: readonly LdapOptions[];
  /** Further groups to start with. @default [] */
  readonly realmGroups?: readonly GroupOptions[];
  /** The first accounts. @default - from the platform's source of secrets */
  readonly admin?: AdminOptions;
  /** How often the realm is brought up to its definition, in the five fields of cron. @default - every five minutes */
  readonly configSchedule?: string;
  /**
   * Whether what people change by hand is undone where the definition says otherwise. What it does
   * not name stays in any case. Each run then leaves one event of an administrator.
   * @default true
   */
  readonly revertChanges?: boolean;
  /**
   * Authorities (PEM) that signed the address's certificate, and that Keycloak trusts itself:
   * towards directories and other providers.
   * @default - the platform's
   */
  readonly caCertificates?: string;
  /** Where the operator's files are pulled from. @default - the project's own addresses */
  readonly bundleMirrors?: BundleMirrors;
}

/** Groups of the realm that hold the platform's three roles. */
export const GROUPS_OF_ROLES: AccessGroups = {
  admin: ['platform-admins'],
  editor: ['platform-editors'],
  viewer: ['platform-viewers'],
};

/** Secrets of the first accounts, where nobody names others. */
export const ADMIN: AdminOptions = {
  userSecret: 'keycloak-admin-user',
  serviceSecret: 'keycloak-admin',
};
