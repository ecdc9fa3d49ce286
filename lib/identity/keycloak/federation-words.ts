import type { Destination, SecretRef } from '../../index';

/** Groups of a directory. */
export interface LdapGroups {
  /** Where they are: `ou=groups,dc=example,dc=com`. */
  readonly dn: string;
  /** Filter of those that count: `(cn=platform-*)`. @default - all */
  readonly filter?: string;
  /** @default 'cn' */
  readonly nameAttribute?: string;
  /** @default 'group' of Active Directory, else 'groupOfNames' */
  readonly objectClass?: string;
  /** Attribute that lists members by their DN. @default 'member' */
  readonly memberAttribute?: string;
}

/** A directory of people: LDAP or Active Directory. */
export interface LdapOptions {
  /** Read in the console, and in rules: `company`. */
  readonly name: string;
  readonly vendor: 'active-directory' | 'other';
  /** `ldaps://ldap.example.com`, or `ldap://…` with `startTls`. */
  readonly url: string;
  /** Whether a connection by `ldap://` is encrypted. @default false */
  readonly startTls?: boolean;
  /** Whether passwords may travel in plain text. @default false */
  readonly allowPlaintext?: boolean;
  /** Account that searches: `cn=keycloak,ou=services,dc=example,dc=com`. */
  readonly bindDn: string;
  /** Its password; Secret in Keycloak's namespace. */
  readonly bindCredential: SecretRef;
  /** Where people are: `ou=people,dc=example,dc=com`. */
  readonly usersDn: string;
  /** Further condition: `(memberOf=cn=staff,ou=groups,dc=example,dc=com)`. @default - all */
  readonly userFilter?: string;
  /** @default 'sAMAccountName' of Active Directory, else 'uid' */
  readonly usernameAttribute?: string;
  /** @default 'cn' of Active Directory, else 'uid' */
  readonly rdnAttribute?: string;
  /** Attribute that never changes. @default 'objectGUID' of Active Directory, else 'entryUUID' */
  readonly uuidAttribute?: string;
  /** @default - those of people in the vendor's schema */
  readonly userObjectClasses?: readonly string[];
  /** Whether only one level below `usersDn` is searched. @default false */
  readonly oneLevel?: boolean;
  /** Whether people are changed there, kept apart here, or only read. @default 'READ_ONLY' */
  readonly editMode?: 'READ_ONLY' | 'WRITABLE' | 'UNSYNCED';
  /** @default - groups of the directory do not count */
  readonly groups?: LdapGroups;
  /** Seconds between full copies; -1 for never. @default 86400 */
  readonly fullSync?: number;
  /** Seconds between copies of what changed; -1 for never. @default 900 */
  readonly changedSync?: number;
  /** Where connections lead, for a directory of this cluster. @default - where `url` leads */
  readonly destination?: Destination;
}
