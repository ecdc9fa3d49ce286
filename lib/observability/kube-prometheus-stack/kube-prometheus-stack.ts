import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import { exposeWithLogin, type LoginChoice } from '../../contracts/login-gate';
import {
  Metrics,
  type MetricsCollector,
  type RuleOptions,
  type ScrapeMachinesOptions,
  type ScrapeOptions,
} from '../../contracts/metrics';
import {
  Component,
  Platform,
  type ChartPin,
  type ComponentProps,
  type Destination,
  type HelmRelease,
  type ImageKeys,
  type PodPort,
  type Values,
} from '../../index';
import { AlertRouting } from './alert-routing';
import type { AlertingOptions, AlertReceiver, AlertRoute } from './alerting-words';
import { alertmanagerValues, type AlertmanagerOptions } from './alertmanager-values';
import { hardwareDashboard } from './hardware-dashboard';
import {
  admit,
  drawMachineMonitor,
  drawPodMonitor,
  drawRules,
  drawServiceMonitor,
} from './draw-monitors';
import { brings } from '../prometheus-operator-crds/kinds';
import { IMAGE_KEYS, IMAGES } from './images';
import { unreadTextfiles } from './node-exporter-values';
import { optionErrors } from './option-errors';
import { platformRules } from './platform-rules';
import { prometheusValues } from './prometheus-values';
import type { PrometheusOptions, RemoteWriteTarget } from './prometheus-words';
import { destinationOf, guardOf, PORTS, type StackUi } from './user-interfaces';
import { stackValues, type StackOptions } from './values';

export interface KubePrometheusStackProps
  extends ComponentProps, PrometheusOptions, AlertmanagerOptions, AlertingOptions, StackOptions {
  /** User interfaces that get a hostname: `prometheus.<domain>`, `alertmanager.<domain>`. @default [] */
  readonly expose?: readonly StackUi[];
  /**
   * Who asks for a login in front of them, as they have none. With `none`, whoever reaches the
   * gateway may read all metrics and silence all alerts.
   * @default 'proxy'
   */
  readonly login?: LoginChoice;
  /**
   * Namespaces whose Pods may query Prometheus and send alerts, beside the components that were
   * given it.
   * @default []
   */
  readonly clientNamespaces?: readonly string[];
}

/**
 * Collects metrics, evaluates rules and tells people: the Prometheus Operator with Prometheus,
 * Alertmanager, kube-state-metrics, an agent on each node, and the field's rules and dashboards
 * for Kubernetes. Every monitor and rule of the cluster counts, without a label. Secrets of
 * receivers are mounted as files from the stack's namespace. Teams add an `AlertmanagerConfig`
 * to their namespace, for that namespace's alerts.
 *
 * Choose it unless metrics only pass through to a store elsewhere. Add `PrometheusOperatorCrds`
 * for the CRDs and `Grafana` for the dashboards.
 *
 * Upgrades: the chart's major version follows the operator's minor one, together with
 * `PrometheusOperatorCrds`. Volumes grow only if their class allows it and the operator's Pods are
 * made anew; they never shrink.
 *
 * @see https://prometheus-operator.dev
 */
export class KubePrometheusStack extends Component implements MetricsCollector {
  static readonly chart: ChartPin = {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'kube-prometheus-stack',
    version: '88.5.3',
    kubeVersion: '>=1.25.0-0',
    images: IMAGES,
  };

  static readonly images: ImageKeys = IMAGE_KEYS;

  readonly release: HelmRelease;
  readonly serviceAccount: string;
  readonly monitorLabels: Readonly<Record<string, string>>;
  readonly url: string;
  readonly alertmanagerUrl: string | undefined;
  readonly queryDestination: Destination;
  readonly alertDestination: Destination | undefined;
  private readonly props: KubePrometheusStackProps;
  private readonly routing: AlertRouting;
  private readonly remoteWrite = new Map<string, RemoteWriteTarget>();

  /** @throws DefinitionError for a duration, size, receiver, route or target that cannot be */
  constructor(scope: Construct, id: string, props: KubePrometheusStackProps = {}) {
    const nodeExporter = props.nodeExporter ?? true;
    // The agent on the nodes reads their file systems and processes; all else is unprivileged.
    const podSecurity = nodeExporter ? 'privileged' : 'restricted';
    super(scope, id, props, { namespace: 'monitoring', podSecurity });
    this.props = props;
    this.orFail(optionErrors(props)[0]);
    if (props.alertmanager === false && props.expose?.includes('alertmanager')) {
      this.fail("exposes 'alertmanager', which is off; turn it on, or drop it from `expose`");
    }
    this.isolateStack();
    this.routing = new AlertRouting(props);
    this.release = this.install(KubePrometheusStack.chart, () => this.values(), {
      // The chart's CRDs are off, so it needs all that it would bring.
      needs: () => brings,
      images: KubePrometheusStack.images,
    });
    const name = this.release.name;
    this.serviceAccount = `${name}-prometheus`;
    this.monitorLabels = { release: name };
    this.url = `http://${name}-prometheus.${this.namespace}.svc:${PORTS.prometheus}`;
    this.alertmanagerUrl =
      props.alertmanager === false
        ? undefined
        : `http://${name}-alertmanager.${this.namespace}.svc:${PORTS.alertmanager}`;
    this.queryDestination = destinationOf('prometheus', this.namespace);
    this.alertDestination =
      this.alertmanagerUrl === undefined
        ? undefined
        : destinationOf('alertmanager', this.namespace);
    for (const receiver of props.receivers ?? []) this.addReceiver(receiver);
    for (const route of props.routes ?? []) this.addRoute(route);
    for (const target of props.remoteWrite ?? []) this.addRemoteWrite(target);
    Metrics.provide(this, this);
    this.hostPorts(() => (nodeExporter ? [{ port: 9100, purpose: 'node metrics' }] : []));
    this.exposeUis();
    const { namespace } = this;
    const groups = platformRules(nodeExporter);
    this.addRules(this, { name: 'platform', namespace, groups });
    if (nodeExporter) {
      Dashboards.whenProvided(this, (to) => to.add(this, hardwareDashboard, namespace));
    }
    this.node.addValidation({ validate: () => this.routing.errors() });
    this.warn(() => unreadTextfiles(this, nodeExporter));
    this.warn(() =>
      this.alertmanagerUrl === undefined || this.routing.reachesSomebody
        ? undefined
        : 'sends alerts to nobody; pass `receivers` or call `addReceiver()`',
    );
  }

  /**
   * Adds somebody who is told about alerts.
   * @throws DefinitionError if there is such a receiver, or it reaches nobody
   */
  addReceiver(receiver: AlertReceiver): void {
    this.orFail(this.routing.addReceiver(receiver));
  }

  /**
   * Sends some alerts somewhere else than to the default receiver; the first route that fits counts.
   * @throws DefinitionError for a matcher or duration that cannot be
   */
  addRoute(route: AlertRoute): void {
    this.orFail(this.routing.addRoute(route));
  }

  /**
   * Adds a store that gets every sample.
   * @throws DefinitionError if there is one of that name
   */
  addRemoteWrite(target: RemoteWriteTarget): void {
    const { name } = target;
    if (this.remoteWrite.has(name)) {
      this.fail(`there is already a remote write target '${name}'; name it otherwise`);
    }
    this.remoteWrite.set(name, target);
  }

  scrapeServices(scope: Construct, options: ScrapeOptions): void {
    drawServiceMonitor(scope, options, this);
  }

  /** @throws DefinitionError if some endpoints are authorized and some are not */
  scrapePods(scope: Construct, options: ScrapeOptions): void {
    drawPodMonitor(scope, options, this);
  }

  scrapeMachines(scope: Construct, options: ScrapeMachinesOptions): void {
    drawMachineMonitor(scope, options, this);
  }

  reach(
    scope: Construct,
    { namespace, ports }: { namespace: string; ports: readonly PodPort[] },
  ): void {
    const name = ['metrics', scope.node.id, ...ports].join('-').replaceAll('/', '-').toLowerCase();
    admit(scope, { name, namespace, ports }, this);
  }

  /** @throws DefinitionError for an interval or a `for` that is not a duration */
  addRules(scope: Construct, options: RuleOptions): void {
    drawRules(scope, options, this);
  }

  private isolateStack(): void {
    const { clientNamespaces = [], thanosSidecar } = this.props;
    const { prometheus, alertmanager, webhook, thanos } = PORTS;
    const served = [prometheus, alertmanager, ...(thanosSidecar ? [thanos] : [])];
    this.isolate({
      ingress: [
        { with: 'api-server', ports: [webhook] },
        ...clientNamespaces.map((namespace) => ({ with: { namespace }, ports: served })),
      ],
      // Whatever has metrics may be anywhere, and so may be whoever is told of alerts.
      egress: [{ with: 'anywhere' }],
    });
  }

  private exposeUis(): void {
    const { login = 'proxy' } = this.props;
    for (const ui of new Set(this.props.expose)) {
      const { namespace } = this;
      const where = { host: this.hostOf(ui), namespace, release: this.release.name };
      exposeWithLogin(this, login, guardOf(ui, where));
      if (login === 'none') {
        this.warn(`exposes ${ui}, which has no login; let the gateway ask for one`);
      }
    }
  }

  private hostOf(ui: StackUi): string {
    return Platform.of(this)?.hostname(ui) ?? `${ui}.cluster.local`;
  }

  private values(): Values {
    const gateway = Exposure.find(this);
    const urlOf = (ui: StackUi): string | undefined =>
      this.props.expose?.includes(ui) ? gateway?.url(this.hostOf(ui)) : undefined;
    return {
      ...stackValues(this, this.props),
      prometheus: prometheusValues(this, this.props, {
        externalUrl: urlOf('prometheus'),
        remoteWrite: [...this.remoteWrite.values()],
      }),
      alertmanager: alertmanagerValues(this, this.props, this.routing, urlOf('alertmanager')),
    };
  }
}
