import type { Construct } from 'constructs';
import type { Database } from '../../contracts/databases';
import { Exposure } from '../../contracts/exposure';
import {
  Identity,
  type AccessGroups,
  type ClientRequest,
  type IdentityClient,
  type IdentityEndpoints,
  type IdentityProvider,
} from '../../contracts/identity';
import {
  Component,
  ConfigMap,
  DefinitionError,
  Platform,
  type BundlePin,
  type Destination,
  type ManifestBundle,
  type SecretRef,
} from '../../index';
import { BUNDLES, installOperator, SERVER_IMAGE } from './bundles';
import { certificateSecret } from './certificate-request';
import { ClientSecrets } from './client-secrets';
import type { ClientOptions } from './client-words';
import { GROUPS, noAddress, requested, secretNameError } from './clients';
import { withDatabase } from './database';
import { drawObjects } from './drawings';
import { realmEndpoints } from './endpoints';
import { ldapServer } from './federation';
import type { LdapOptions } from './federation-words';
import { aliasOf, calledBy } from './identity-providers';
import { ADMIN, GROUPS_OF_ROLES, type KeycloakProps } from './props';
import { propsError } from './props-error';
import type { IdentityProviderOptions } from './provider-words';
import { missingParts, realmError } from './realm-checks';
import { RealmParts } from './realm-parts';
import type { GroupOptions } from './realm-words';
import { instancesOf, SERVER } from './server';
import { expose, guardOperator, watch } from './surroundings';
import type { AdminOptions } from './words';

/**
 * Logs people in, to everything: by its own users, a directory, or other providers. Its own
 * operator runs it, on a PostgreSQL database. Clients follow from what other components ask for.
 *
 * The realm is a file that a Job applies every few minutes, as the operator's own import never
 * changes a realm that is there. It also undoes what was clicked (`revertChanges`): whoever widens
 * a redirect address in the console has it for minutes. Secrets are variables of that Job; it logs
 * in by an account of its own, which Keycloak makes at its first start together with the first
 * administrator, both from generated Secrets. A database that was restored knows the accounts of
 * its time: put those Secrets back, or run `kc.sh bootstrap-admin service`. The console calls both
 * temporary: make accounts for people, then delete the user, never the service account.
 *
 * The operator's Pod sets no security context, so the namespace is `baseline`; all other Pods run
 * as `restricted` asks. Upgrades: operator and server go together, the database is migrated and
 * there is no way back; copy it first. From 26.7 on the operator does not start without the CRDs of
 * its two kinds of clients. They stop all instances for a moment, unless Keycloak finds
 * old and new compatible.
 *
 * @see https://www.keycloak.org/guides#operator
 * @see https://github.com/adorsys/keycloak-config-cli
 */
export class Keycloak extends Component implements IdentityProvider {
  static readonly bundle: BundlePin = BUNDLES.operator;

  readonly operator: ManifestBundle;
  /** Name under which people and programs know it. */
  readonly hostname: string;
  /** Name under which administrators know it, if another. */
  readonly adminHostname: string | undefined;
  readonly displayName = 'Keycloak';
  readonly groupsClaim = GROUPS;
  readonly groupsScope = GROUPS;
  readonly usernameClaim = 'preferred_username';
  readonly groups: AccessGroups;
  declare readonly caCertificates?: string;
  private readonly props: KeycloakProps;
  private readonly admin: AdminOptions;
  private readonly parts: RealmParts;
  private readonly secrets = new ClientSecrets(this);
  private database: Database | undefined;

  /** @throws DefinitionError for a realm, group, client, provider or directory that cannot be */
  constructor(scope: Construct, id: string, props: KeycloakProps = {}) {
    super(scope, id, props, { namespace: 'keycloak', podSecurity: 'baseline' });
    this.props = props;
    this.admin = props.admin ?? ADMIN;
    this.parts = new RealmParts(props.realm ?? {});
    const platform = Platform.of(this);
    this.hostname = props.hostname ?? platform?.hostname('keycloak') ?? 'keycloak.cluster.local';
    this.adminHostname = props.adminHostname;
    this.groups = props.groups ?? GROUPS_OF_ROLES;
    const trusted = props.caCertificates ?? platform?.caCertificates;
    if (trusted !== undefined) this.caCertificates = trusted;
    this.orFail(propsError(props, this.hostname) ?? realmError(props.realm ?? {}));
    this.isolate({});
    guardOperator(this);
    this.operator = installOperator(this, this.namespace, props.bundleMirrors);
    withDatabase(this, props, (database) => {
      this.database = database;
      this.connect('database', database.destination, SERVER);
    });
    if (!props.admin) this.secrets.makeAccounts();
    this.fill(props);
    this.draw(trusted);
    this.serve();
    watch(this, { instances: instancesOf(this, props), tls: props.tls !== undefined });
    this.check(() => missingParts(this.parts.content));
    this.check(() => this.secrets.error);
  }

  /** As it stands in tokens: `https://keycloak.example.com/realms/platform`. */
  get issuer(): string {
    return `${this.url}/realms/${this.props.realm?.name ?? 'platform'}`;
  }

  get endpoints(): IdentityEndpoints {
    return realmEndpoints(this.issuer);
  }

  /**
   * Where connections to the issuer lead: the gateway's Pods, so it is not known before there is a
   * gateway. Whoever is wired to Keycloak hears of it only then.
   */
  get destination(): Destination {
    const gateway = this.isExposed ? Exposure.find(this) : undefined;
    return gateway?.entrance ?? { host: this.hostname, port: 443 };
  }

  /** @throws DefinitionError if there is such a client, or it has an address that cannot be */
  client(scope: Construct, request: ClientRequest): IdentityClient {
    const { id, namespace, isPublic = false, secretName = `${id}-oidc` } = request;
    const clientSecret = isPublic ? undefined : { name: secretName, key: 'client-secret' };
    const error =
      noAddress(request) ??
      (isPublic ? undefined : secretNameError(id, secretName)) ??
      this.parts.addClient({ options: requested(request), secret: clientSecret });
    if (error !== undefined) throw new DefinitionError(scope, error);
    if (clientSecret) this.secrets.make(scope, id, secretName, [namespace]);
    return { id, secretName, clientSecret };
  }

  /**
   * Adds a client of your own. Its Secret, `<id>-oidc`, is in Keycloak's namespace and in those
   * that it names.
   * @throws DefinitionError if there is such a client, or its options contradict each other
   */
  addClient(options: ClientOptions): void {
    const { id, access = 'confidential', namespaces = [] } = options;
    const generated: SecretRef = { name: `${id}-oidc`, key: 'client-secret' };
    const secret = access === 'confidential' ? (options.secret ?? generated) : undefined;
    const made = secret === generated;
    this.orFail(
      (made ? secretNameError(id, generated.name) : undefined) ??
        this.parts.addClient({ options, secret }),
    );
    if (made) this.secrets.make(this, id, generated.name, namespaces);
  }

  /** @throws DefinitionError if a group of that name is there, anywhere in the tree */
  addGroup(group: GroupOptions): void {
    this.orFail(this.parts.addGroup(group));
  }

  /** @throws DefinitionError if there is such a provider, or it has an address without TLS */
  addIdentityProvider(provider: IdentityProviderOptions): void {
    const alias = aliasOf(provider);
    this.orFail(this.parts.addProvider(provider));
    calledBy(provider).forEach((server, i) => {
      this.connect(i === 0 ? `idp-${alias}` : `idp-${alias}-${i + 1}`, server, SERVER);
    });
    if (provider.type === 'google' && provider.hostedDomain === undefined) {
      this.warn(
        `lets in everybody who has an account at Google, by '${alias}'; set its \`hostedDomain\``,
      );
    }
  }

  /** @throws DefinitionError if there is such a directory, or passwords would travel in plain text */
  addFederation(directory: LdapOptions): void {
    this.orFail(this.parts.addDirectory(directory));
    const to = directory.destination ?? ldapServer(directory);
    this.connect(`ldap-${directory.name}`, to, SERVER);
  }

  private get isExposed(): boolean {
    return this.props.expose ?? true;
  }

  private get url(): string {
    const gateway = this.isExposed ? Exposure.find(this) : undefined;
    return gateway?.url(this.hostname) ?? `https://${this.hostname}`;
  }

  private fill({ realmGroups, clients, identityProviders, federations }: KeycloakProps): void {
    for (const name of new Set(Object.values(this.groups).flat())) this.addGroup({ name });
    for (const group of realmGroups ?? []) this.addGroup(group);
    for (const client of clients ?? []) this.addClient(client);
    for (const provider of identityProviders ?? []) this.addIdentityProvider(provider);
    for (const directory of federations ?? []) this.addFederation(directory);
  }

  private draw(trusted: string | undefined): void {
    const { props, admin, adminHostname } = this;
    const { smtp } = props.realm ?? {};
    if (smtp) this.connect('mail', { host: smtp.host, port: smtp.port ?? 587 }, SERVER);
    if (trusted !== undefined) {
      this.object(ConfigMap, 'keycloak-trust', { data: { 'platform.pem': trusted } });
    }
    drawObjects(this, props, {
      content: () => this.parts.content,
      context: {
        image: this.image(props.image?.reference ?? SERVER_IMAGE),
        adminUser: admin.userSecret,
        adminService: admin.serviceSecret,
        tlsSecret: props.tls && certificateSecret(this, this.hostname, props.tls),
        trust: trusted === undefined ? undefined : 'keycloak-trust',
        adminUrl: adminHostname && `https://${adminHostname}`,
      },
      late: () => ({ url: this.url, database: this.database }),
    });
  }

  private serve(): void {
    if (!this.isExposed) {
      Identity.provide(this, this);
      return;
    }
    Exposure.require(this, 'to be reached by whoever logs in (or `expose: false`)');
    Exposure.whenProvided(this, (gateway) => {
      expose(this, gateway, this.props.tls !== undefined);
      // Those who are wired to it draw their network rules at once, towards the gateway.
      Identity.provide(this, this);
    });
  }
}
