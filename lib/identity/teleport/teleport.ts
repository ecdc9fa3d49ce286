import type { Construct } from 'constructs';
import { ClusterAccess } from '../../contracts/cluster-access';
import {
  accessGroups,
  Identity,
  type AccessGroups,
  type AccessRole,
  type IdentityProvider,
} from '../../contracts/identity';
import { LoadBalancing } from '../../contracts/load-balancing';
import {
  Component,
  Platform,
  type ChartPin,
  type Destination,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import { askForBackup, askForCertificate } from './asks';
import { Authorities } from './authorities';
import { propsError, twinError, unboundGroups } from './checks';
import { brings, TeleportProvisionToken, TeleportRoleV8, TeleportUser } from './kinds';
import { KnownRoles } from './known-roles';
import { drawGithubLogin, drawOidcLogin, GITHUB, OIDC } from './login';
import { watchCluster } from './monitoring';
import { AUTH_LABELS, PROXY_LABELS, PROXY_PORT, RELEASE } from './pods';
import type { TeleportProps } from './props';
import {
  platformRole,
  platformRoleOptions,
  roleError,
  roleSpec,
  tokenSpec,
  userError,
  userSpec,
} from './roles';
import { SHELL_IMAGE } from './storage';
import { TeleportStores } from './stores';
import { authReplicas, teleportValues } from './values';
import type { JoinTokenOptions, TeleportRoleOptions, TeleportUserOptions } from './words';

const ROLES: readonly AccessRole[] = ['admin', 'editor', 'viewer'];

/**
 * Lets people reach Kubernetes, servers, databases and applications by short-lived certificates
 * and by role, and records what they do. Kubernetes of this cluster is there at once; agents
 * (`TeleportAgent`) bring the rest. Everything comes in by one port with TLS of its own, so it has
 * a load balancer's address instead of a route of the gateway.
 *
 * The Community edition knows passwords with a second factor, and GitHub; login at the identity
 * provider needs a licence. A new user gets a link from `tctl users reset <name>`, run in a Pod of
 * the auth service.
 *
 * State is on a volume, with one copy of the auth service, or in PostgreSQL (`state: 'database'`)
 * with two. That server must have the plugin wal2json, and the user of the database the attribute
 * REPLICATION; a request for a database cannot say either, and the usual image of CloudNativePG has
 * no wal2json (an image volume with it exists for PostgreSQL 18). Recordings want a bucket that
 * keeps versions, so that none is overwritten; turn that on where the bucket is made.
 *
 * Its Pods wait for their certificate, which an issuer outside may be slow to sign, so nothing waits
 * for Teleport. Upgrade one major version at a time, the auth service and proxies first (the chart
 * does), agents after them: they may be one major version behind, never ahead. Back up before: there
 * is no way down.
 *
 * @see https://goteleport.com/docs
 */
export class Teleport extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://charts.releases.teleport.dev',
    name: 'teleport-cluster',
    version: '18.3.0',
    images: [
      'public.ecr.aws/gravitational/teleport-distroless:18.3.0',
      'public.ecr.aws/gravitational/teleport-ent-distroless:18.3.0',
      'public.ecr.aws/gravitational/teleport-operator:18.3.0',
    ],
  };
  static readonly images: ImageKeys = {
    image: 'public.ecr.aws/gravitational/teleport-distroless',
    enterpriseImage: 'public.ecr.aws/gravitational/teleport-ent-distroless',
    'operator.image': 'public.ecr.aws/gravitational/teleport-operator',
  };

  readonly release: HelmRelease;
  /** Name of the cluster, and of where people and agents reach it. */
  readonly hostname: string;
  /** Where connections to the proxies lead, for network rules. */
  readonly proxies: Destination;
  private readonly props: TeleportProps;
  private readonly stores: TeleportStores;
  private readonly roles = new KnownRoles();
  private readonly authorities: Authorities;

  /** @throws DefinitionError for a login without its licence, or a name, duration or role that cannot be */
  constructor(scope: Construct, id: string, props: TeleportProps = {}) {
    super(scope, id, props, { namespace: 'teleport', podSecurity: 'restricted' });
    const { namespace } = this;
    this.props = props;
    this.hostname = props.hostname ?? Platform.of(this)?.hostname('teleport') ?? 'teleport.local';
    this.orFail(propsError(props, this.hostname));
    this.proxies = { namespace, pods: PROXY_LABELS, ports: [PROXY_PORT] };
    this.isolate({
      ingress: [{ with: 'anywhere', ports: [PROXY_PORT] }],
      egress: [{ with: 'api-server' }],
    });
    this.authorities = new Authorities(this, namespace);
    const { caCertificates } = Platform.of(this) ?? {};
    if (caCertificates !== undefined) this.authorities.add(() => caCertificates);
    const trust = (pem: string): void => this.authorities.add(() => pem);
    this.stores = new TeleportStores(this, namespace, props, trust);
    const shellImage = this.stores.usesDatabases ? this.image(SHELL_IMAGE) : SHELL_IMAGE;
    this.release = this.install(Teleport.chart, () => this.values(shellImage), {
      name: RELEASE,
      brings,
      images: Teleport.images,
      wait: props.certificateSecret !== undefined,
    });
    if (props.certificateSecret === undefined) askForCertificate(this, namespace, this.hosts);
    this.drawLogins();
    for (const role of props.roles ?? []) this.addRole(role);
    for (const user of props.users ?? []) this.addUser(user);
    LoadBalancing.whenProvided(this, (balancer) => this.after(balancer.ready));
    watchCluster(this, namespace);
    askForBackup(this, namespace, this.stores);
    this.check(() => this.stores.error(authReplicas(this, props, this.stores)));
    this.warnOfGaps();
  }

  /** Address that agents and programs connect to: `teleport.k8s.example.com:443`. */
  get address(): string {
    return `${this.hostname}:443`;
  }

  /** @throws DefinitionError if there is such a role, or it gives access to nothing */
  addRole(options: TeleportRoleOptions): void {
    const { name, kubernetes } = options;
    this.orFail(roleError(options));
    if (!this.roles.add(name, () => kubernetes?.groups ?? [])) {
      this.fail(`there is already a role '${name}'; name it otherwise`);
    }
    this.object(TeleportRoleV8, name, { spec: roleSpec(options) });
  }

  /**
   * Adds a person, whose first link `tctl users reset` gives. Roles may be added later.
   * @throws DefinitionError if there is such a person, or one without a role
   */
  addUser(options: TeleportUserOptions): void {
    const { name, roles } = options;
    this.orFail(userError(options) ?? twinError(this, TeleportUser, name));
    this.check(() => this.roles.error(`user '${name}'`, roles));
    this.object(TeleportUser, name, { spec: userSpec(options) });
  }

  /**
   * Lets agents of this cluster in, by their ServiceAccounts.
   * @throws DefinitionError if there is such a token
   */
  addJoinToken(options: JoinTokenOptions): void {
    this.orFail(twinError(this, TeleportProvisionToken, options.name));
    this.object(TeleportProvisionToken, options.name, { spec: tokenSpec(options) });
  }

  private get hosts(): readonly string[] {
    const { hostname } = this;
    return this.props.applications === true ? [hostname, `*.${hostname}`] : [hostname];
  }

  private get usesOidc(): boolean {
    return this.props.oidc ?? this.props.enterprise !== undefined;
  }

  private drawLogins(): void {
    const { github, access = {}, oidc } = this.props;
    for (const role of ROLES) {
      const groups = access[role];
      if (groups) this.drawPlatformRole(role, () => groups);
    }
    if (oidc === true) Identity.require(this, 'to log people in');
    Identity.whenProvided(this, (provider) => {
      const groups = (): AccessGroups => accessGroups(provider, access);
      for (const role of ROLES) {
        if (!access[role]) this.drawPlatformRole(role, () => groups()[role]);
      }
      if (this.usesOidc) this.drawOidc(provider, groups);
    });
    if (!github) return;
    for (const { team, roles } of github.teams) {
      this.check(() => this.roles.error(`team '${team}'`, roles));
    }
    drawGithubLogin(this, { github, namespace: this.namespace, hostname: this.hostname });
  }

  private drawOidc(provider: IdentityProvider, groups: () => AccessGroups): void {
    drawOidcLogin(this, { provider, groups, namespace: this.namespace, hostname: this.hostname });
    this.connect('identity', provider.destination, AUTH_LABELS);
    if (provider.caCertificates !== undefined) {
      this.authorities.add(() => provider.caCertificates ?? '');
    }
  }

  private drawPlatformRole(role: AccessRole, groups: () => readonly string[]): void {
    const name = platformRole(role);
    // The same rights as those who log in to the API server themselves.
    const bound = (): string[] =>
      groups().map((group) => ClusterAccess.find(this)?.groupOf(group) ?? group);
    this.roles.add(name, bound);
    this.object(TeleportRoleV8, name, () => ({
      spec: roleSpec(platformRoleOptions(role, bound())),
    }));
  }

  private warnOfGaps(): void {
    this.warn(() => this.stores.advice);
    this.warn(() =>
      LoadBalancing.find(this) === undefined
        ? 'waits for an address that nothing in this platform gives; add a load balancer'
        : undefined,
    );
    this.warn(() => {
      const unbound = unboundGroups(this, this.roles.kubernetesGroups);
      return unbound.length > 0
        ? `gives people the Kubernetes groups '${unbound.join(', ')}', which no binding of this platform names; bind them, or they may do nothing`
        : undefined;
    });
  }

  private values(shellImage: string): Values {
    const { props, hostname } = this;
    const oidc = this.usesOidc && Identity.find(this) !== undefined;
    const github = props.github && ({ type: 'github', name: GITHUB } as const);
    return teleportValues(this, props, {
      hostname,
      kubeClusterName: props.kubeClusterName ?? Platform.of(this)?.name ?? hostname,
      hosts: this.hosts,
      certificateSecret: props.certificateSecret ?? 'teleport-tls',
      authorities: this.authorities.configMap,
      stores: this.stores,
      connector: oidc ? { type: 'oidc', name: OIDC } : github,
      shellImage,
    });
  }
}
