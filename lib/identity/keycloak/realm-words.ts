import type { SecretRef } from '../../index';

/** What the login page offers. */
export interface LoginOptions {
  /** Whether people may register themselves. @default false */
  readonly registration?: boolean;
  /** Whether people may reset a forgotten password by mail; needs `smtp`. @default false */
  readonly resetPassword?: boolean;
  /** Whether a login may outlive the browser. @default false */
  readonly rememberMe?: boolean;
  /** Whether a mail address must be confirmed; needs `smtp`. @default false */
  readonly verifyEmail?: boolean;
  /** Whether the mail address is taken for the user name. @default true */
  readonly emailLogin?: boolean;
  /** Whether people may log in by a passkey instead of a password. @default false */
  readonly passkeys?: boolean;
  /**
   * `otp`: whoever joins sets up a one-time password at the first login, and is asked for it from
   * then on. To ask by role, or for those who are there already, a login flow of your own is needed.
   * @default 'optional'
   */
  readonly secondFactor?: 'optional' | 'otp';
}

/** What passwords must look like. People of a directory or another provider have theirs there. */
export interface PasswordPolicy {
  /** Characters. @default 12 */
  readonly minLength?: number;
  /** @default - no limit of its own */
  readonly maxLength?: number;
  /** @default 0 */
  readonly digits?: number;
  /** @default 0 */
  readonly lowerCase?: number;
  /** @default 0 */
  readonly upperCase?: number;
  /** @default 0 */
  readonly specialChars?: number;
  /** @default true */
  readonly notUsername?: boolean;
  /** @default true */
  readonly notEmail?: boolean;
  /** Last passwords that may not come again. @default 5 */
  readonly history?: number;
  /** Days until it must be changed. @default - never */
  readonly expireDays?: number;
  /** File of refused passwords in the image's `data/password-blacklists`. @default - none */
  readonly blacklist?: string;
  /** @default 'argon2' */
  readonly hashAlgorithm?: 'argon2' | 'pbkdf2-sha256' | 'pbkdf2-sha512';
  /** @default - the algorithm's own */
  readonly hashIterations?: number;
}

/** What happens to whoever guesses passwords. */
export interface BruteForceOptions {
  /** Failures until a user must wait. @default 10 */
  readonly failures?: number;
  /** Seconds that the first wait lasts, and each next one longer. @default 60 */
  readonly waitIncrement?: number;
  /** Longest wait, in seconds. @default 900 */
  readonly maxWait?: number;
  /** Seconds without a failure after which they are forgotten. @default 43200 */
  readonly resetAfter?: number;
  /** Whether only an administrator unlocks; anybody can then lock out anybody. @default false */
  readonly permanent?: boolean;
}

/** How long logins last, in seconds. */
export interface SessionOptions {
  /** Without use. @default 7200 */
  readonly idle?: number;
  /** At most. @default 36000 */
  readonly max?: number;
  /** Access tokens; nobody can call one back. @default 300 */
  readonly accessToken?: number;
  /** Offline sessions, without use. @default 2592000 */
  readonly offlineIdle?: number;
}

/** The server that sends mails. */
export interface SmtpOptions {
  readonly host: string;
  /** @default 587 */
  readonly port?: number;
  /** Address that mails come from. */
  readonly from: string;
  /** @default - the realm's display name */
  readonly fromName?: string;
  /** @default - none */
  readonly replyTo?: string;
  /** @default 'starttls' */
  readonly encryption?: 'starttls' | 'tls' | 'none';
  /** @default - no login */
  readonly user?: string;
  /** Secret in Keycloak's namespace. @default - no login */
  readonly passwordSecret?: SecretRef;
}

/** What is kept of who did what. All of it is in the log, too. */
export interface EventOptions {
  /** Days that logins are kept. @default 30 */
  readonly loginDays?: number;
  /** Days that changes by administrators are kept. @default 90 */
  readonly adminDays?: number;
  /** Whether a change is kept with its content. @default false */
  readonly adminDetails?: boolean;
}

/** A role of the realm. */
export interface RealmRole {
  readonly name: string;
  /** @default - none */
  readonly description?: string;
  /** Roles of the realm that it includes. @default [] */
  readonly includes?: readonly string[];
}

/** A group of people. Tokens list groups by plain name, so names are unique in the whole tree. */
export interface GroupOptions {
  readonly name: string;
  /** Roles of the realm that its members have. @default [] */
  readonly roles?: readonly string[];
  /** Roles of clients that its members have, by client: `{ 'realm-management': ['view-users'] }`. @default {} */
  readonly clientRoles?: Readonly<Record<string, readonly string[]>>;
  /** @default {} */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** @default [] */
  readonly groups?: readonly GroupOptions[];
}

/** The realm: the people of one organization, and what they log in to. */
export interface RealmOptions {
  /** Part of the issuer's address. @default 'platform' */
  readonly name?: string;
  /** @default 'Platform' */
  readonly displayName?: string;
  /** @default - nothing but the form */
  readonly login?: LoginOptions;
  /** @default - see its fields */
  readonly passwordPolicy?: PasswordPolicy;
  /** @default - see its fields */
  readonly bruteForce?: BruteForceOptions;
  /** @default - see its fields */
  readonly sessions?: SessionOptions;
  /** @default - it sends no mails */
  readonly smtp?: SmtpOptions;
  /** @default - see its fields */
  readonly events?: EventOptions;
  /** Languages, the default one first: `['en', 'de']`. @default - English only */
  readonly locales?: readonly string[];
  /** @default [] */
  readonly roles?: readonly RealmRole[];
}
