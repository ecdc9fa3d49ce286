import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { Exposure } from '../../contracts/exposure';
import { Identity } from '../../contracts/identity';
import {
  ImageRegistry,
  type Registry as ImageRegistryService,
  type RegistryMirror,
  type Repository,
  type RepositoryRequest,
} from '../../contracts/image-registry';
import { Metrics } from '../../contracts/metrics';
import { Dashboards } from '../../contracts/dashboards';
import {
  Component,
  highlyAvailable,
  Platform,
  type ChartPin,
  type Destination,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import { checksOf, warningsOf } from './checks';
import { drawConfiguration } from './configuration';
import { Content } from './content';
import { dashboard } from './dashboard';
import { chartImages, imageKeys } from './images';
import { CALLBACK, type HarborLogin } from './login';
import { alerts } from './monitoring';
import { ADMIN, KEYS_SECRET, RELEASE, TOKEN_SECRET } from './names';
import { openOutside } from './network';
import { optionError } from './option-errors';
import type { ProjectOptions, RobotOptions } from './project-words';
import type { HarborProps } from './props';
import { cacheProject } from './proxy-cache';
import type {
  ProxyCacheOptions,
  RegistryEndpointOptions,
  ReplicationOptions,
} from './replication-words';
import { Repositories } from './repositories';
import { drawScanner, scannerDatabases, type ScannerDatabases } from './scanner';
import { Services } from './services';
import { harborValues } from './values';

/**
 * Keeps images: the organization's own in projects, with scans, signatures, quotas and retention;
 * copies of public ones in proxy caches; and others by replication. Everything in it that is
 * described here is brought there by its API and kept so: what people change goes back, what they
 * add stays, but for groups in projects and rules of immutable tags, where the description is all. Nodes, policies and pipelines learn from it where images come from.
 *
 * It needs a PostgreSQL database, a cache and a bucket (or a volume), and makes no Secret at random:
 * its keys (`secretKey`, `secret`, `JOBSERVICE_SECRET`, `REGISTRY_HTTP_SECRET` of 16 characters,
 * `CSRF_KEY` of 32, `REGISTRY_PASSWD`, and `REGISTRY_HTPASSWD`, the bcrypt line of
 * `harbor_registry_user` with that password) stay the same for good, as does the key of tokens.
 * Without `secretKey`, passwords in the database are lost: back it up with the database.
 *
 * Login by OpenID Connect can be switched on only while nobody but `admin` exists, and core does not
 * start where it cannot be. One group has the rights of an administrator: the first of those named.
 *
 * Upgrades: one minor version at a time. Core migrates the database when it starts, and there is no
 * way back: copy the database before. Old copies go on while the new one migrates.
 *
 * @see https://goharbor.io/docs
 */
export class Harbor extends Component implements ImageRegistryService {
  static readonly chart: ChartPin = {
    repository: 'https://helm.goharbor.io',
    name: 'harbor',
    version: '1.19.1',
    images: chartImages,
  };
  static readonly images: ImageKeys = imageKeys;

  readonly release: HelmRelease;
  /** Name under which nodes and people know it. */
  readonly host: string;
  declare readonly caCertificates?: string;
  private readonly props: HarborProps;
  private readonly content = new Content();
  private readonly repositories: Repositories;
  private readonly services: Services;
  private readonly replicas: number;
  private login: HarborLogin | undefined;

  /** @throws DefinitionError for props that cannot be, or two of one name */
  constructor(scope: Construct, id: string, props: HarborProps = {}) {
    super(scope, id, props, { namespace: 'harbor', podSecurity: 'restricted' });
    this.props = props;
    this.orFail(optionError(props) ?? this.content.addAll(props));
    const platform = Platform.of(this);
    this.host = props.hostname ?? platform?.hostname('harbor') ?? 'harbor.cluster.local';
    const { caCertificates } = platform ?? {};
    if (caCertificates !== undefined) this.caCertificates = caCertificates;
    this.replicas = props.replicas ?? (highlyAvailable(this) ? 2 : 1);
    this.isolate({});
    this.services = new Services(this, props, (name, to, pods) => this.connect(name, to, pods));
    this.repositories = new Repositories(this, this.content, this.host);
    const databases = this.scannerDatabases();
    openOutside(this, props, this.content, Object.values(databases ?? {}).flat());
    this.logIn();
    this.release = this.install(Harbor.chart, () => this.values(), {
      name: RELEASE,
      images: Harbor.images,
    });
    if (databases) this.scan(databases);
    drawConfiguration(this, props, this.content, () => this.login);
    if (props.expose ?? true) this.exposeIt();
    this.watch();
    Backups.whenProvided(this, (keeper) => {
      const volumes = props.storage !== undefined && props.storage !== 'bucket';
      const method = volumes ? 'volumes' : 'objects';
      keeper.protect(this, { name: 'harbor', namespace: this.namespace, method });
    });
    ImageRegistry.provide(this, this);
    this.checkAndWarn();
  }

  /** @throws DefinitionError if there is such a project, or a name, size or rule cannot be */
  addProject(project: ProjectOptions): void {
    this.orFail(this.content.addProject(project));
  }

  /** @throws DefinitionError if there is such an account in the project, or its name cannot be */
  addRobot(robot: RobotOptions): void {
    this.orFail(this.content.addRobot(robot));
  }

  /** @throws DefinitionError if there is one of that upstream, or a project of that name */
  addProxyCache(cache: ProxyCacheOptions): void {
    this.orFail(this.content.addProxyCache(cache));
  }

  /** @throws DefinitionError if there is such a registry, or its address is none */
  addRegistry(registry: RegistryEndpointOptions): void {
    this.orFail(this.content.addRegistry(registry));
  }

  /** @throws DefinitionError if there is such a replication, or its trigger cannot be */
  addReplication(replication: ReplicationOptions): void {
    this.orFail(this.content.addReplication(replication));
  }

  get mirrors(): readonly RegistryMirror[] {
    return this.content.proxyCaches.map((cache) => ({
      upstream: cache.upstream,
      mirror: `${this.host}/${cacheProject(cache)}`,
    }));
  }

  get destination(): Destination {
    return Exposure.find(this)?.entrance ?? { host: this.host, port: 443 };
  }

  /** @throws DefinitionError if another request has the same Secret, or the namespace is no part of an account's name */
  repository(scope: Construct, request: RepositoryRequest): Repository {
    return this.repositories.add(scope, request);
  }

  private logIn(): void {
    Identity.whenProvided(this, (provider) => {
      const client = provider.client(this, {
        id: 'harbor',
        displayName: 'Harbor',
        namespace: this.namespace,
        redirectUris: [`https://${this.host}${CALLBACK}`],
      });
      this.login = { provider, client };
      this.services.trust(provider.caCertificates);
      this.services.connectParts('identity', provider.destination, ['core']);
    });
  }

  /** Where the scanner's databases come from; `undefined` where there is no scanner. */
  private scannerDatabases(): ScannerDatabases | undefined {
    const { scanner = {} } = this.props;
    return typeof scanner === 'object'
      ? scannerDatabases(scanner, (image) => this.image(image), Platform.of(this))
      : undefined;
  }

  private scan(databases: ScannerDatabases): void {
    const { scanner = {} } = this.props;
    if (typeof scanner !== 'object') return;
    drawScanner(this, { ...this.props, ...databases }, scanner, this.services, this.replicas);
  }

  private exposeIt(): void {
    Exposure.whenProvided(this, (gateway) => {
      gateway.expose(this, {
        name: 'harbor',
        host: this.host,
        namespace: this.namespace,
        service: RELEASE,
        port: 80,
        podPort: 8080,
        timeoutSeconds: this.props.timeoutSeconds ?? 1800,
        uploads: true,
      });
    });
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.scrapeServices(this, {
        name: 'harbor',
        namespace,
        selector: { app: 'harbor', release: RELEASE },
        // The name tells of TLS between the parts; metrics themselves go without.
        endpoints: [{ port: this.props.internalTls ? 'https-metrics' : 'http-metrics' }],
        podPorts: [8001],
      });
      metrics.addRules(this, { name: 'harbor', namespace, groups: alerts(namespace) });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard(namespace), namespace));
  }

  private checkAndWarn(): void {
    const { props, content, services, host } = this;
    for (const rule of checksOf(this, props, content, () => this.login)) this.check(rule);
    for (const text of warningsOf(this, props, { host, services }, () => this.login)) {
      this.warn(text);
    }
  }

  private values(): Values {
    const { props, services } = this;
    const gateway = (props.expose ?? true) ? Exposure.find(this) : undefined;
    return harborValues(props, {
      url: gateway?.url(this.host) ?? `https://${this.host}`,
      replicas: this.replicas,
      database: services.database,
      cache: services.cache,
      bucket: services.bucket,
      volume: services.volume,
      login: this.login,
      adminPassword: props.adminPassword ?? ADMIN,
      keysSecret: props.keysSecret ?? KEYS_SECRET,
      tokenSecret: props.tokenCertificate ?? TOKEN_SECRET,
      trust: services.trustedSecret,
      storageTrust: services.storageTrust,
      metrics: Metrics.find(this) !== undefined,
      scans: typeof (props.scanner ?? {}) === 'object',
    });
  }
}
