import type { Construct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Dashboards } from '../../contracts/dashboards';
import {
  Databases,
  type Database,
  type DatabaseRequest,
  type DatabaseServer,
} from '../../contracts/databases';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  highlyAvailable,
  PodDisruptionBudget,
  untested,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { BarmanCloudPlugin, type BarmanCloudPluginProps } from './barman-cloud-plugin';
import { clusterSpec } from './cluster';
import {
  authorityName,
  drawExtensions,
  drawIn,
  drawMonitors,
  drawRules,
  type Place,
} from './cluster-drawing';
import { ClusterBackups, defaultBucket } from './cluster-backups';
import { backupsError, clusterError, instancesError } from './cluster-errors';
import { databaseOf } from './database';
import { brings, Cluster } from './kinds';
import { alerts, dashboard } from './monitoring';
import { drawPooler } from './pooler';
import { operatorLabels, operatorValues } from './values';
import type {
  BackupOptions,
  ClusterOptions,
  RecoveryOptions,
  SnapshotRecoveryOptions,
} from './words';

const POSTGRES = 'ghcr.io/cloudnative-pg/postgresql:18.4-system-trixie';
const PGBOUNCER = 'ghcr.io/cloudnative-pg/pgbouncer:1.25.1';

export interface CloudNativePgProps extends ComponentProps {
  /** Server image of databases that name none. @default - PostgreSQL 18.4 */
  readonly postgresImage?: string;
  /** Copies of each database that says nothing else. @default - 3, or 1 in the single-node profile */
  readonly instances?: number;
  /** How databases are backed up, or not at all. @default - to buckets of the platform's object store */
  readonly backups?: BackupOptions | 'none';
  /** Databases of components that start from a backup, by `<namespace>/<name>`; see the class on restoring. @default {} */
  readonly restores?: Readonly<Record<string, RecoveryOptions | SnapshotRecoveryOptions>>;
  /** The plugin that writes backups to object stores. @default - its own defaults */
  readonly barmanCloud?: Pick<BarmanCloudPluginProps, 'assumeCertManager' | 'chart' | 'values'>;
}

/** Versions of Kubernetes that the project supports, or tests all the same. */
const TESTED = { chart: '0.29', kubernetes: '1.30 - 1.36' };

/**
 * PostgreSQL for the platform and its teams: an operator that makes, fails over, backs up and
 * restores database clusters. Each component that asks gets a cluster of its own, in its own
 * namespace, with three copies, TLS only, and no superuser.
 *
 * A cluster `x` answers at `x-rw`; Secret `x-app` holds `username`, `password`, `dbname`, `host`,
 * `port`, `uri` and `jdbc-uri`, Secret `x-ca` the authority as `ca.crt`. Its objects are applied
 * before the releases of whoever asked, which does not mean that it answers by then: the first
 * start takes minutes, and clients restart until it does.
 *
 * With `pooled`, clients reach PgBouncer (`x-pooler`), which gives each transaction a connection:
 * more clients than connections, but no LISTEN, no advisory locks or temporary tables that outlive
 * a transaction, and no SET but SET LOCAL. Migrations that need those go to `x-rw`.
 *
 * **Restoring** always makes a new cluster. Name the database in `restores` with the name that its
 * backups have (`from`), a new one for its own (`archiveAs`) and, if needed, the moment; delete the
 * Cluster object, whose volumes go with it while the bucket stays; deploy. Keep the entry.
 *
 * **Upgrades.** A new operator restarts every cluster, one a minute. A new minor version of the image is rolled
 * out standby by standby; a new major version upgrades in place, with the database down: take a
 * backup first, and give backups a new name. CRDs and databases stay when the component is removed.
 *
 * @see https://cloudnative-pg.io
 */
export class CloudNativePg extends Component implements DatabaseServer {
  static readonly chart: ChartPin = {
    repository: 'https://cloudnative-pg.github.io/charts',
    name: 'cloudnative-pg',
    version: '0.29.0',
    kubeVersion: '>=1.29.0-0',
    images: ['ghcr.io/cloudnative-pg/cloudnative-pg:1.30.0', POSTGRES, PGBOUNCER],
  };
  static readonly images: ImageKeys = {
    'image.repository': 'ghcr.io/cloudnative-pg/cloudnative-pg',
    'config.data.POSTGRES_IMAGE_NAME': POSTGRES,
    'config.data.PGBOUNCER_IMAGE_NAME': PGBOUNCER,
  };

  readonly release: HelmRelease;
  /** What writes backups to object stores. */
  readonly barmanCloud: BarmanCloudPlugin;
  private readonly props: CloudNativePgProps;
  private readonly clusters = new Set<string>();
  /** Those that components asked for. */
  private readonly requested = new Set<string>();
  private usesSnapshots = false;

  /** @throws DefinitionError for backups that cannot be */
  constructor(scope: Construct, id: string, props: CloudNativePgProps = {}) {
    super(scope, id, props, { namespace: 'cnpg-system', podSecurity: 'restricted' });
    this.props = props;
    const { backups = {} } = props;
    if (backups !== 'none') this.orFail(backupsError(backups));
    this.orFail(instancesError('each database', props.instances));
    this.isolate({
      ingress: [{ with: 'api-server', ports: [9443] }],
      egress: [{ with: 'api-server' }],
    });
    this.release = this.install(CloudNativePg.chart, () => operatorValues(this), {
      brings: brings.filter((kind) => kind.endsWith('.postgresql.cnpg.io')),
      // The operator looks for this kind when it starts, and never again.
      needs: () => (this.usesSnapshots ? ['VolumeSnapshot.snapshot.storage.k8s.io'] : []),
      images: CloudNativePg.images,
    });
    this.warn(() => untested(this.release, TESTED));
    this.barmanCloud = new BarmanCloudPlugin(this, 'barman-cloud', {
      ...props.barmanCloud,
      namespace: this.namespace,
      createNamespace: false,
    });
    if (highlyAvailable(this)) {
      const spec = { minAvailable: 1, selector: { matchLabels: operatorLabels } };
      this.object(PodDisruptionBudget, 'cloudnative-pg', { spec });
    }
    Databases.provide(this, this);
    this.monitorOperator();
    this.check(() => this.unknownRestore());
  }

  postgres(scope: Construct, request: DatabaseRequest): Database {
    const key = `${request.namespace}/${request.name}`;
    this.requested.add(key);
    const recovery = this.props.restores?.[key];
    const phase = Component.of(scope) === this ? 'after' : 'before';
    return this.draw(
      { scope, phase },
      { ...request, ...(recovery && { bootstrap: { recovery } }) },
    );
  }

  /**
   * Makes a cluster for a team, in a namespace that is there.
   * @throws DefinitionError if there is such a cluster, or a name, size or setting cannot be
   */
  addCluster(options: ClusterOptions): Database {
    return this.draw({ scope: this, phase: 'after' }, options);
  }

  private draw(place: Place, options: ClusterOptions): Database {
    const { name, namespace } = options;
    const key = `${namespace}/${name}`;
    this.orFail(clusterError(options));
    if (this.clusters.has(key)) this.fail(`there is already a database '${key}'; rename one`);
    this.clusters.add(key);
    const backups = options.backups ?? this.props.backups ?? {};
    if (backups !== 'none')
      this.orFail(backupsError({ bucket: defaultBucket(options), ...backups }));
    const instances = options.instances ?? this.props.instances ?? (highlyAvailable(this) ? 3 : 1);
    const image = this.image(options.image ?? this.props.postgresImage ?? POSTGRES);
    const kept = new ClusterBackups(this, options, backups);
    kept.draw(place, this.barmanCloud);
    this.usesSnapshots ||= kept.usesSnapshots;
    this.check(() => kept.error);
    this.warn(() => kept.warning);
    drawIn(place, Cluster, name, namespace, () => ({
      spec: clusterSpec(options, {
        instances,
        image,
        storageClass: options.storageClass ?? BlockStorage.find(this)?.storageClass,
        archives: kept.archives,
        snapshotClass: kept.snapshotClass,
        authorityConfigMap: kept.hasAuthority ? authorityName(name) : undefined,
      }),
    }));
    drawExtensions(place, options);
    if (options.pooled) {
      const pool = { image: this.image(PGBOUNCER), replicated: instances > 1, phase: place.phase };
      drawPooler(place.scope, options, pool);
    }
    drawRules(place, options, { namespace: this.namespace, pods: operatorLabels });
    Metrics.whenProvided(this, (metrics) => drawMonitors(place, options, metrics));
    return databaseOf(options);
  }

  private unknownRestore(): string | undefined {
    const keys = Object.keys(this.props.restores ?? {});
    const unknown = keys.find((key) => !this.requested.has(key));
    if (unknown === undefined) return undefined;
    return this.clusters.has(unknown)
      ? `\`restores\` names '${unknown}', which is there by \`addCluster()\`; say there what it starts from, as \`bootstrap: { recovery: … }\``
      : `\`restores\` names '${unknown}', which no component asks for; write \`<namespace>/<name>\``;
  }

  private monitorOperator(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      const endpoints = [{ port: 'metrics' }];
      const podPorts = [8080];
      const name = 'cloudnative-pg';
      metrics.scrapePods(this, { name, namespace, selector: operatorLabels, endpoints, podPorts });
      metrics.addRules(this, { name, namespace, groups: alerts(namespace) });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, namespace));
  }
}
