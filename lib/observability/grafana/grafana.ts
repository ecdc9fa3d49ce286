import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { Dashboards, type Dashboard, type DashboardViewer } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import type { AccessGroups } from '../../contracts/identity';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import {
  allowEgress,
  Component,
  DefinitionError,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type SecretRef,
  type Values,
} from '../../index';
import { dashboardError } from './dashboard-json';
import { datasourceError, datasourcesFile, uidOf } from './datasources';
import {
  drawAuthority,
  drawDashboard,
  drawSidecarObjects,
  GENERATED,
  GENERATED_KEY,
  generateSecrets,
} from './draw-objects';
import { serverRule } from './egress';
import { IMAGES } from './images';
import { alerts, dashboard } from './monitoring';
import { optionError, servers } from './option-errors';
import { PlatformServices } from './platform-services';
import { grafanaValues, type GrafanaValuesOptions, type SettledOptions } from './values';
import type { AdminOptions, DatasourceOptions } from './words';

export interface GrafanaProps extends ComponentProps, GrafanaValuesOptions {
  /** The first user. @default - name `admin` with a password from the platform's source of secrets */
  readonly admin?: AdminOptions;
  /**
   * Key by which passwords in the database are encrypted. Whoever loses it enters them again.
   * @default - one from the platform's source of secrets; without one, Grafana's public default
   */
  readonly secretKey?: SecretRef;
  /** Whether it gets a hostname, where there is a gateway. @default true */
  readonly expose?: boolean;
  /** @default - `grafana` of the platform's domain */
  readonly hostname?: string;
  /** Groups of people, by role. @default - those of the platform's identity provider */
  readonly access?: Partial<AccessGroups>;
  /** What it asks beside the platform's metrics. @default [] */
  readonly datasources?: readonly DatasourceOptions[];
}

const PORT = 3000;

/**
 * Shows metrics, logs and traces to people, and the dashboards that components bring. Dashboards
 * and datasources stand in ConfigMaps of any namespace; what people make themselves is in a file
 * on a volume, or in PostgreSQL. Choose the database for more than one copy.
 *
 * Upgrades migrate the database and there is no way back: copy it before a major version. With a
 * file there is a gap of a minute, as only one Pod may open it. The volume goes with the release.
 *
 * @see https://grafana.com/docs/grafana/latest
 */
export class Grafana extends Component implements DashboardViewer {
  static readonly chart: ChartPin = {
    repository: 'https://grafana-community.github.io/helm-charts',
    name: 'grafana',
    version: '12.11.1',
    kubeVersion: '^1.25.0-0',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'downloadDashboardsImage.registry': 'docker.io',
    'image.registry': 'docker.io',
    'imageRenderer.image.registry': 'docker.io',
    'initChownData.image.registry': 'docker.io',
    'sidecar.image.registry': 'quay.io',
    'testFramework.image.registry': 'docker.io',
  };

  readonly release: HelmRelease;
  /** Name under which the gateway knows it. */
  readonly hostname: string;
  private readonly props: GrafanaProps;
  private readonly datasources: DatasourceOptions[] = [];
  private readonly uids = new Set<string>();
  private readonly platform: PlatformServices;

  /** @throws DefinitionError for copies without a database, or a login, host or size that cannot be */
  constructor(scope: Construct, id: string, props: GrafanaProps = {}) {
    super(scope, id, props, { namespace: 'grafana', podSecurity: 'restricted' });
    this.props = props;
    this.orFail(optionError(props));
    const host = Platform.of(this)?.hostname('grafana') ?? 'grafana.cluster.local';
    this.hostname = props.hostname ?? host;
    // Plugins come from grafana.com.
    const downloads = (props.plugins ?? []).length > 0;
    this.isolate({
      egress: [
        { with: 'api-server' },
        ...servers(props),
        ...(downloads ? [{ with: 'anywhere' as const, ports: [443] }] : []),
      ],
    });
    drawSidecarObjects(this, this.namespace, () =>
      datasourcesFile(Metrics.find(this), this.datasources),
    );
    if (props.oidc?.caCertificates !== undefined) {
      drawAuthority(this, this.namespace, props.oidc.caCertificates);
    }
    this.platform = new PlatformServices(this, {
      hostname: this.hostname,
      database: props.database === 'platform',
      login: props.oidc === undefined,
      access: props.access,
    });
    this.release = this.install(Grafana.chart, () => this.values(), { images: Grafana.images });
    for (const datasource of props.datasources ?? []) this.addDatasource(datasource);
    Dashboards.provide(this, this);
    generateSecrets(this, this.namespace, {
      admin: props.admin !== undefined,
      secretKey: props.secretKey !== undefined,
    });
    if (props.expose ?? true) this.expose();
    this.watch();
    if (!props.database && props.storage !== 'ephemeral') this.keep();
    this.checkAndWarn(downloads);
  }

  /**
   * Adds something to ask. It is reached where its `url` leads; a Service in its whole namespace.
   * @throws DefinitionError if there is one of that name or uid, or another default, or no address
   */
  addDatasource(datasource: DatasourceOptions): void {
    this.orFail(datasourceError(datasource, this.datasources));
    this.datasources.push(datasource);
    const name = `datasource-${uidOf(datasource).toLowerCase().replaceAll('_', '-')}`;
    if (datasource.destination) this.connect(name, datasource.destination);
    else
      allowEgress(this, { name, namespace: this.namespace, rules: [serverRule(datasource.url)] });
  }

  /** @throws DefinitionError for a uid that cannot be or is taken, or a dashboard without panels */
  add(scope: Construct, dashboard: Dashboard, namespace: string): void {
    const { uid } = dashboard;
    const twin = this.uids.has(uid)
      ? `there is already a dashboard with the uid '${uid}'; give this one another`
      : undefined;
    const error = dashboardError(dashboard) ?? twin;
    if (error !== undefined) throw new DefinitionError(scope, error);
    this.uids.add(uid);
    drawDashboard(scope, dashboard, namespace);
  }

  private expose(): void {
    const { hostname: host, namespace } = this;
    Exposure.whenProvided(this, (gateway) => {
      gateway.expose(this, {
        name: 'grafana',
        host,
        namespace,
        service: 'grafana',
        port: 80,
        podPort: PORT,
      });
    });
  }

  /** What people made themselves stands in a file on a volume. */
  private keep(): void {
    const { namespace } = this;
    Backups.whenProvided(this, (keeper) => {
      const selector = { 'app.kubernetes.io/name': 'grafana' };
      keeper.protect(this, { name: 'grafana', namespace, method: 'volumes', selector });
    });
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      this.connect('metrics', metrics.queryDestination);
      if (metrics.alertDestination) this.connect('alerts', metrics.alertDestination);
      // Its chart would write the label `release` twice.
      metrics.scrapeServices(this, {
        name: 'grafana',
        namespace,
        selector: { 'app.kubernetes.io/name': 'grafana', 'app.kubernetes.io/instance': 'grafana' },
        endpoints: [{ port: 'service' }],
        podPorts: [PORT],
      });
      metrics.addRules(this, { name: 'grafana', namespace, groups: alerts(namespace) });
    });
    this.add(this, dashboard(namespace), namespace);
  }

  private checkAndWarn(downloads: boolean): void {
    const { admin, secretKey, storage, disableLoginForm = false } = this.props;
    const source = (): boolean => Secrets.find(this) !== undefined;
    this.check(() =>
      admin || source()
        ? undefined
        : "has no password for its first user 'admin', and nothing in this platform makes one; pass `admin`, or add a source of secrets",
    );
    this.check(() =>
      disableLoginForm && this.settled().oidc === undefined
        ? "sets disableLoginForm to 'true' and has no other login; add an identity provider, or pass `oidc`"
        : undefined,
    );
    this.warn(() =>
      secretKey || source()
        ? undefined
        : "encrypts what it stores with Grafana's public default key; pass `secretKey`",
    );
    this.warn(() =>
      downloads && Platform.of(this)?.imageMirror
        ? 'downloads plugins from grafana.com at each start, which a mirror of images does not serve; put them into an image of your own'
        : undefined,
    );
    if (storage === 'ephemeral') {
      this.warn(
        'forgets users, own dashboards and alerts at each start; drop `storage: ephemeral`',
      );
    }
  }

  private settled(): SettledOptions {
    const { database, ...options } = this.props;
    const oidc = options.oidc ?? this.platform.oidc;
    const known = database === 'platform' ? this.platform.database : database;
    return { ...options, ...(known && { database: known }), ...(oidc && { oidc }) };
  }

  private values(): Values {
    const { props } = this;
    const source = Secrets.find(this);
    const gateway = (props.expose ?? true) ? Exposure.find(this) : undefined;
    const own = props.hostname === undefined ? undefined : `https://${props.hostname}`;
    return grafanaValues(this, this.settled(), {
      admin: props.admin ?? GENERATED,
      secretKey: props.secretKey ?? (source && GENERATED_KEY),
      url: gateway?.url(this.hostname) ?? own,
      datasources: this.datasources,
    });
  }
}
