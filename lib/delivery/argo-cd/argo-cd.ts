import type { Construct } from 'constructs';
import { Delivery, type DeliveredApplication, type Deliverer } from '../../contracts/delivery';
import { Exposure } from '../../contracts/exposure';
import { accessGroups } from '../../contracts/identity';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import {
  Component,
  KubeObject,
  knowsKind,
  Platform,
  type HelmRelease,
  type KindId,
  type Values,
} from '../../index';
import { addressOf } from '../address';
import { notificationError, notifiedServers } from '../notifications';
import { applicationError, applicationSpec } from './application';
import {
  applicationSetError,
  applicationSetSpec,
  generatorRepositories,
  type ApplicationSetOptions,
} from './application-set';
import { bootstrapApplication, bootstrapProject } from './bootstrap';
import { CHART, IMAGES } from './chart';
import { configMap } from './config';
import { Exits } from './exits';
import { healthCustomizations, uncheckedKinds, type HealthCheck } from './health';
import { Application, ApplicationSet, AppProject, brings } from './kinds';
import { LABELLING_KIND, LabelledSecrets } from './labelled-secrets';
import { oidcConfig, policyCsv, policyError } from './login';
import { Names } from './names';
import { argoCdNotifications } from './notification-texts';
import { projectError, projectSpec } from './project';
import type { ArgoCdProps } from './props';
import {
  clusterError,
  clusterSecret,
  repositoryError,
  repositorySecret,
  type ClusterOptions,
  type RepositoryOptions,
} from './repositories';
import { argoCdValues } from './values';
import { wire, type Wired } from './wiring';
import type { ApplicationOptions, ProjectOptions } from './words';

/**
 * Keeps clusters as Git has them, shows where they differ, and waits with each step until the one
 * before is healthy: it knows the health of every kind of this platform. Log in on the command line
 * with `argocd login <host> --sso --grpc-web`. The first password of `admin`, where nobody logs in
 * through an identity provider, is in the Secret `argocd-initial-admin-secret`.
 *
 * CRDs come with the chart and stay when it goes, as every Application would go with them. Before a
 * new minor version read the project's upgrade notes: health checks that it knows by then are
 * better than ours. To change the password of its cache, delete the Secret `argocd-redis` and
 * restart all Pods.
 *
 * @see https://argo-cd.readthedocs.io
 */
export class ArgoCd extends Component implements Deliverer {
  static readonly chart = CHART;
  static readonly images = IMAGES;

  readonly release: HelmRelease;
  /** Host of its pages and API. */
  readonly hostname: string;
  private readonly props: ArgoCdProps;
  private readonly exits: Exits;
  private readonly labelled: LabelledSecrets;
  private readonly names = new Names();
  private readonly checks = new Map<KindId, HealthCheck>();
  private readonly certificates = new Map<string, string>();
  private readonly wired: Wired;

  /** @throws DefinitionError for options that cannot be */
  constructor(scope: Construct, id: string, props: ArgoCdProps = {}) {
    super(scope, id, props, { namespace: 'argocd', podSecurity: 'restricted' });
    this.props = props;
    this.hostname = props.hostname ?? Platform.of(this)?.hostname('argocd') ?? 'argocd.local';
    this.orFail(policyError(props.policies ?? []));
    this.orFail(props.notifications && notificationError(props.notifications));
    this.isolate({ egress: [{ with: 'api-server' }] });
    this.exits = new Exits(this, this.namespace);
    this.labelled = new LabelledSecrets(this, this.namespace);
    this.release = this.install(ArgoCd.chart, () => this.values(), {
      name: 'argocd',
      brings,
      images: ArgoCd.images,
    });
    this.replay();
    Delivery.provide(this, this);
    const { namespace, hostname, exits, labelled } = this;
    this.wired = wire(this, { namespace, hostname, exits, labelled }, props);
    this.checkAndWarn();
  }

  /** @throws DefinitionError if there is such a project, or it can read or write nothing */
  addProject(project: ProjectOptions): void {
    this.names.take(this, 'project', project.name);
    this.orFail(projectError(project));
    this.object(AppProject, project.name, { spec: projectSpec(project) });
  }

  /** @throws DefinitionError if there is such an Application, or its source cannot be */
  addApplication(application: ApplicationOptions): void {
    this.orFail(applicationError(application));
    this.draw(this, application);
  }

  /** @throws DefinitionError if there is such a set, or its Applications would share a name */
  addApplicationSet(set: ApplicationSetOptions): void {
    this.names.take(this, 'application set', set.name);
    this.orFail(applicationSetError(set));
    this.object(ApplicationSet, set.name, { spec: applicationSetSpec(set) });
    const { repository } = set.template.source;
    for (const url of [...generatorRepositories(set.generators), repository]) {
      this.exits.repository(url);
    }
  }

  /** @throws DefinitionError if there is such a repository, or its address or credentials cannot be */
  addRepository(repository: RepositoryOptions): void {
    const { name, url, caCertificates } = repository;
    this.names.take(this, 'repository', name);
    this.orFail(repositoryError(repository));
    const secret = repositorySecret(repository);
    if (secret) this.labelled.add(secret);
    const host = addressOf(url)?.host;
    if (caCertificates !== undefined && host !== undefined) {
      this.certificates.set(host, caCertificates);
    }
    this.exits.repository(url);
  }

  /** @throws DefinitionError if there is such a cluster, or its server is no address */
  addCluster(cluster: ClusterOptions): void {
    const { name, server } = cluster;
    this.names.take(this, 'cluster', name);
    this.orFail(clusterError(cluster));
    this.labelled.add(clusterSecret(cluster));
    const address = addressOf(server);
    // Controller, server and application sets all call it.
    if (address) this.connect(`cluster-${name}`, address);
  }

  /** @throws DefinitionError at `scope` if there is such an Application */
  deliver(scope: Construct, application: DeliveredApplication): void {
    const { name, namespace, repository, path, revision } = application;
    this.draw(scope, {
      name,
      source: {
        repository,
        ...(path !== undefined && { path }),
        ...(revision !== undefined && { revision }),
      },
      destination: { namespace },
      sync: { createNamespace: true },
    });
  }

  /** @throws DefinitionError if the kind has another check already */
  addHealthCheck(kind: KindId, check: HealthCheck): void {
    const other = this.checks.get(kind);
    if (other && JSON.stringify(other) !== JSON.stringify(check)) {
      this.fail(
        `the health of '${kind}' is read from '${other.condition}' already, not '${check.condition}'; keep one`,
      );
    }
    this.checks.set(kind, check);
  }

  private replay(): void {
    const { bootstrap, notifications, ...props } = this.props;
    for (const repository of props.repositories ?? []) this.addRepository(repository);
    for (const cluster of props.clusters ?? []) this.addCluster(cluster);
    for (const project of props.projects ?? []) this.addProject(project);
    for (const application of props.applications ?? []) this.addApplication(application);
    for (const set of props.applicationSets ?? []) this.addApplicationSet(set);
    if (bootstrap) {
      this.addProject(bootstrapProject);
      this.addApplication(bootstrapApplication(bootstrap, this.namespace));
    }
    for (const server of notifications ? notifiedServers(notifications) : []) {
      this.exits.server('notifications-controller', server);
    }
  }

  private draw(scope: Construct, application: ApplicationOptions): void {
    const { name, wave, labels } = application;
    this.names.take(scope, 'application', name);
    new KubeObject(scope, `Application-${name}`, Application, {
      name,
      namespace: this.namespace,
      ...(labels && { labels }),
      ...(wave !== undefined && {
        annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
      }),
      body: { spec: applicationSpec(application) },
    });
    this.exits.repository(application.source.repository);
  }

  private checkAndWarn(): void {
    this.check(() =>
      !this.labelled.some || knowsKind(this, LABELLING_KIND)
        ? undefined
        : 'has credentials of repositories, clusters or its login in Secrets without its labels, and nothing in this platform labels them; add External Secrets, or write labelled Secrets and drop the credentials here',
    );
    this.check(() => {
      const { controllers = 1 } = this.props;
      const clusters = this.names.count('cluster') + 1;
      return controllers > clusters
        ? `has '${controllers}' controllers for '${clusters}' clusters, of which each takes whole ones; lower \`controllers\``
        : undefined;
    });
    this.warn(() =>
      (this.wired.login ?? this.props.expose === false)
        ? undefined
        : 'lets nobody in but `admin`, by password; add an identity provider',
    );
  }

  private values(): Values {
    const { props, hostname } = this;
    const { login, cache } = this.wired;
    const gateway = props.expose === false ? undefined : Exposure.find(this);
    const groups = login && accessGroups(login.provider, props.access);
    return argoCdValues(this, props, {
      hostname,
      cm: configMap(props, {
        url: gateway?.url(hostname),
        oidc: login && oidcConfig(login),
        customizations: healthCustomizations(this.checks, uncheckedKinds(this, this.checks)),
      }),
      rbac: {
        'policy.default': '',
        'policy.csv': policyCsv(groups, props.policies ?? []),
        scopes: `[${login?.provider.groupsClaim ?? 'groups'}]`,
      },
      certificates: Object.fromEntries(this.certificates),
      cache,
      hasRedisSecret: Secrets.find(this) !== undefined,
      metrics: Metrics.find(this) !== undefined,
      notifications: props.notifications && argoCdNotifications(props.notifications),
      insecure: gateway !== undefined,
    });
  }
}
