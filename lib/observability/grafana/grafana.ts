import type { Construct } from 'constructs';
import { Dashboards, type Dashboard, type DashboardViewer } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import {
  ClusterRole,
  Component,
  ConfigMap,
  DefinitionError,
  KubeObject,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type SecretRef,
  type Values,
} from '../../index';
import {
  DASHBOARD_LABEL,
  DATASOURCE_LABEL,
  FOLDER_ANNOTATION,
  SIDECAR_LABEL_VALUE,
} from '../dashboard-sidecar';
import { dashboardError, grafanaDashboard } from './dashboard-json';
import { datasourceError, datasourcesFile, uidOf } from './datasources';
import { allowEgress } from './egress';
import { alerts, dashboard } from './monitoring';
import { optionError, servers } from './option-errors';
import { grafanaValues, SIDECAR_ROLE, type GrafanaValuesOptions } from './values';
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
  /** What it asks beside the platform's metrics. @default [] */
  readonly datasources?: readonly DatasourceOptions[];
}

const PORT = 3000;
const GENERATED: AdminOptions = { secretName: 'grafana-admin' };
const GENERATED_KEY: SecretRef = { name: 'grafana-secret-key', key: 'secret-key' };

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
    this.drawSidecarObjects();
    this.release = this.install(Grafana.chart, () => this.values(), { images: Grafana.images });
    for (const datasource of props.datasources ?? []) this.addDatasource(datasource);
    Dashboards.provide(this, this);
    this.generateSecrets();
    if (props.expose ?? true) this.expose();
    this.watch();
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
    allowEgress(this, this.namespace, name, [datasource.url]);
  }

  /** @throws DefinitionError for a uid that cannot be or is taken, or a dashboard without panels */
  add(scope: Construct, dashboard: Dashboard, namespace: string): void {
    const { uid, folder = 'Platform' } = dashboard;
    const twin = this.uids.has(uid)
      ? `there is already a dashboard with the uid '${uid}'; give this one another`
      : undefined;
    const error = dashboardError(dashboard) ?? twin;
    if (error !== undefined) throw new DefinitionError(scope, error);
    this.uids.add(uid);
    new KubeObject(scope, `ConfigMap-dashboard-${uid}`, ConfigMap, {
      name: `dashboard-${uid}`,
      namespace,
      labels: { [DASHBOARD_LABEL]: SIDECAR_LABEL_VALUE },
      annotations: { [FOLDER_ANNOTATION]: folder },
      body: {
        data: { [`${uid}.json`]: `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n` },
      },
    });
  }

  private drawSidecarObjects(): void {
    const datasources = () => datasourcesFile(Metrics.find(this), this.datasources);
    this.object(
      ConfigMap,
      'platform-datasources',
      () => ({ data: { 'platform.yaml': datasources() } }),
      {
        labels: { [DATASOURCE_LABEL]: SIDECAR_LABEL_VALUE },
        phase: 'before',
      },
    );
    // The chart's own role reads every Secret of the cluster.
    const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }];
    this.object(ClusterRole, SIDECAR_ROLE, { rules }, { phase: 'before' });
  }

  private generateSecrets(): void {
    const { admin, secretKey } = this.props;
    const { namespace } = this;
    Secrets.whenProvided(this, (secrets) => {
      if (!admin) {
        secrets.generate(this, {
          name: GENERATED.secretName,
          namespace,
          generated: { 'admin-password': { length: 32 } },
          plain: { 'admin-user': 'admin' },
        });
      }
      if (!secretKey) {
        const { name, key } = GENERATED_KEY;
        secrets.generate(this, { name, namespace, generated: { [key]: { length: 40 } } });
      }
    });
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

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      const { url, alertmanagerUrl } = metrics;
      allowEgress(this, namespace, 'metrics-queries', [url, alertmanagerUrl ?? []].flat());
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
    const { admin, secretKey, storage } = this.props;
    const source = (): boolean => Secrets.find(this) !== undefined;
    this.check(() =>
      admin || source()
        ? undefined
        : "has no password for its first user 'admin', and nothing in this platform makes one; pass `admin`, or add a source of secrets",
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

  private values(): Values {
    const { props } = this;
    const source = Secrets.find(this);
    const gateway = (props.expose ?? true) ? Exposure.find(this) : undefined;
    const own = props.hostname === undefined ? undefined : `https://${props.hostname}`;
    return grafanaValues(this, props, {
      admin: props.admin ?? GENERATED,
      secretKey: props.secretKey ?? (source && GENERATED_KEY),
      url: gateway?.url(this.hostname) ?? own,
      datasources: this.datasources,
    });
  }
}
