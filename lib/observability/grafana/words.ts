import type { Datasource } from '../../contracts/dashboards';
import type { SecretRef } from '../../index';

/** The first user, who may do everything. */
export interface AdminOptions {
  /** Secret in Grafana's namespace with name and password. */
  readonly secretName: string;
  /** @default 'admin-user' */
  readonly userKey?: string;
  /** @default 'admin-password' */
  readonly passwordKey?: string;
}

/** A PostgreSQL database instead of a file. */
export interface DatabaseOptions {
  /** Host, with its port unless that is 5432: `grafana-rw.databases.svc:5432`. */
  readonly host: string;
  /** @default 'grafana' */
  readonly name?: string;
  /** @default 'grafana' */
  readonly user?: string;
  readonly passwordSecret: SecretRef;
  /** `verify-full` needs a CA that the image trusts. @default 'require' */
  readonly sslMode?: 'disable' | 'require' | 'verify-ca' | 'verify-full';
}

/** The volume of the database file. */
export interface StorageOptions {
  /** @default '10Gi' */
  readonly size?: string;
  /** @default - the platform's block storage, else the cluster's default class */
  readonly storageClass?: string;
}

/** Groups of the identity provider, by what their members may do. */
export interface RoleGroups {
  /** May do everything, in all organizations. @default [] */
  readonly grafanaAdmin?: readonly string[];
  /** May change datasources, users and all dashboards. @default [] */
  readonly admin?: readonly string[];
  /** May change dashboards and alerts. @default [] */
  readonly editor?: readonly string[];
  /** May look. @default - whoever logs in */
  readonly viewer?: readonly string[];
}

/** Login at an identity provider that speaks OpenID Connect. */
export interface OidcOptions {
  /** Read on the button: `Log in with <name>`. */
  readonly name: string;
  readonly clientId: string;
  readonly clientSecret: SecretRef;
  /**
   * Address of a Keycloak realm, below which the three endpoints are known.
   * @default - `authUrl`, `tokenUrl` and `apiUrl` are given
   */
  readonly issuer?: string;
  /** Where people log in. @default - the one of `issuer` */
  readonly authUrl?: string;
  /** Where codes become tokens. @default - the one of `issuer` */
  readonly tokenUrl?: string;
  /** Where users are described. @default - the one of `issuer` */
  readonly apiUrl?: string;
  /** @default ['openid', 'profile', 'email', 'groups'] */
  readonly scopes?: readonly string[];
  /** Claim that lists the groups of a user. @default 'groups' */
  readonly groupsClaim?: string;
  /** @default - everybody may look, and only the first user may change anything */
  readonly roles?: RoleGroups;
  /** Whether the login page is skipped. @default false */
  readonly autoLogin?: boolean;
  /** Authority (PEM) that signed the provider's certificate. @default - one that the image trusts */
  readonly caCertificates?: string;
}

/** A server that takes mail. */
export interface SmtpOptions {
  /** Host and port: `mail.example.com:587`. */
  readonly host: string;
  readonly fromAddress: string;
  /** @default 'Grafana' */
  readonly fromName?: string;
  /** Secret with the login. @default - the server asks for none */
  readonly secretName?: string;
  /** @default 'user' */
  readonly userKey?: string;
  /** @default 'password' */
  readonly passwordKey?: string;
  /** @default 'MandatoryStartTLS' */
  readonly startTlsPolicy?: 'OpportunisticStartTLS' | 'MandatoryStartTLS' | 'NoStartTLS';
}

/** Something that Grafana asks, as its provisioning has it. */
export interface DatasourceOptions extends Datasource {
  /** Whether new panels ask this one. @default false */
  readonly isDefault?: boolean;
  /** User of HTTP basic authentication; its password is `basicAuthPassword`. @default - none */
  readonly basicAuthUser?: string;
}
