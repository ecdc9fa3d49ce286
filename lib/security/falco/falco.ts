import type { Construct } from 'constructs';
import { stringify } from 'yaml';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { Dashboards } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import { Logs } from '../../contracts/logs';
import { Metrics } from '../../contracts/metrics';
import {
  allowEgress,
  Component,
  Platform,
  PodDisruptionBudget,
  type ChartPin,
  type Destination,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { serverRule } from '../server-address';
import { falcoValues } from './chart-values';
import { brings, Config, Falco as FalcoInstance, Plugin, Rulesfile } from './kinds';
import { IMAGES, OPERATOR_IMAGES, SIDEKICK_IMAGES } from './images';
import { alerts, dashboard } from './monitoring';
import { nodeNeeds } from './node-needs';
import {
  artifactSpecs,
  configSpec,
  containerPluginSpec,
  falcoSpec,
  operatorValues,
  rulesSpec,
} from './operator';
import type { FalcoOutputs } from './output-words';
import { outputSettings } from './outputs';
import { fetches, propsError, type FalcoProps } from './props';
import { RuleSet } from './rule-set';
import type { FalcoException, FalcoList, FalcoMacro, FalcoRule } from './rule-words';
import { CONTAINER_PLUGIN, KUBERNETES_PLUGIN } from './settings';
import { SIDEKICK_LABELS, sidekickValues, type FalcoUiOptions } from './sidekick';

const SIDEKICK = 'http://falcosidekick:2801';

/**
 * Watches the system calls of every container and host, and tells people, stores and streams what
 * looks like an intrusion. Rules are checked as they are added: grammar, fields, event types, the
 * macros and lists that they name.
 *
 * Needs Linux 5.8 with BTF for the default driver. Before the next major version: the gRPC output,
 * the old eBPF driver and gVisor are gone since 0.44, and `evt.dir` has lost its meaning.
 *
 * @see https://falco.org/docs
 */
export class Falco extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://falcosecurity.github.io/charts',
    name: 'falco',
    version: '9.1.0',
    images: IMAGES,
  };
  static readonly operatorChart: ChartPin = {
    repository: 'https://falcosecurity.github.io/charts',
    name: 'falco-operator',
    version: '0.3.1',
    images: OPERATOR_IMAGES,
  };
  static readonly sidekickChart: ChartPin = {
    repository: 'https://falcosecurity.github.io/charts',
    name: 'falcosidekick',
    version: '0.14.0',
    images: SIDEKICK_IMAGES,
  };
  static readonly images: ImageKeys = {
    'image.registry': 'docker.io',
    'driver.loader.initContainer.image.registry': 'docker.io',
    'falcoctl.image.registry': 'docker.io',
    'k8s-metacollector.image.registry': 'docker.io',
    'collectors.containerEngine.pluginRef': CONTAINER_PLUGIN,
    'collectors.kubernetes.pluginRef': KUBERNETES_PLUGIN,
  };
  static readonly operatorImages: ImageKeys = {
    'image.repository': 'docker.io/falcosecurity/falco-operator',
  };
  static readonly sidekickImages: ImageKeys = {
    'image.registry': 'docker.io',
    'webui.image.registry': 'docker.io',
    'webui.initContainer.image.registry': 'docker.io',
    'webui.redis.image.registry': 'docker.io',
  };

  readonly release: HelmRelease;
  /** Falcosidekick, which sends findings on. */
  readonly sidekick: HelmRelease;
  /** The platform's rules; it also changes rules, macros and lists that are there. */
  readonly rules: RuleSet;
  private readonly outputs: FalcoOutputs;

  /** @throws DefinitionError for settings that exclude each other, an address that is none, a bad rule */
  constructor(scope: Construct, id: string, props: FalcoProps = {}) {
    super(scope, id, props, { namespace: 'falco', podSecurity: 'privileged' });
    const error = propsError(props);
    if (error !== undefined) this.fail(error);
    this.outputs = props.outputs ?? {};
    this.rules = new RuleSet(props.assumes ?? {}, (what) => this.fail(what));
    const fetch = fetches(props, Platform.of(this)?.imageMirror !== undefined);
    this.isolate({
      egress: [
        { with: 'api-server' },
        ...(fetch ? [{ with: 'anywhere', ports: [443] } as const] : []),
        ...outputSettings(this.outputs).egress,
      ],
    });
    this.hostNeeds(() => nodeNeeds(props));
    this.release = props.delivery === 'operator' ? this.operate(props) : this.run(props, fetch);
    this.sidekick = this.installSidekick(props.ui);
    for (const pack of props.rulePacks ?? []) this.rules.addPack(pack);
    if (props.ui) this.exposeUi(props.ui);
    this.monitor(props.delivery);
    this.warn(() => {
      const rules = this.rules.rulesForAllEvents.map((rule) => `'${rule}'`).join(', ');
      if (rules === '') return undefined;
      return `rules ${rules} are evaluated for every system call; name types with \`evt.type\``;
    });
    if (props.driver === 'kmod' || props.driver === 'auto') {
      this.warn('a kernel module is built or downloaded on each node; modern_ebpf needs neither');
    }
  }

  /** @throws DefinitionError if there is such a rule, or Falco would not load it */
  addRule(rule: FalcoRule): void {
    this.rules.addRule(rule);
  }

  /** @throws DefinitionError if there is such a macro, or its condition does not read */
  addMacro(macro: FalcoMacro): void {
    this.rules.addMacro(macro);
  }

  /** @throws DefinitionError if there is such a list */
  addList(list: FalcoList): void {
    this.rules.addList(list);
  }

  /**
   * Lets a rule pass more, one of the default rules too.
   * @throws DefinitionError if there is no such rule, or the exception does not fit its fields
   */
  addException(rule: string, exception: FalcoException): void {
    this.rules.addException(rule, exception);
  }

  /** Has the chart run Falco. */
  private run(props: FalcoProps, fetch: boolean): HelmRelease {
    const pulled = (reference: string): string => this.image(reference);
    const values = () => {
      const { items } = this.rules;
      const rules = items.length > 0 ? stringify(items, { version: '1.1', lineWidth: 0 }) : '';
      return falcoValues(this, props, { rules, sidekick: SIDEKICK, fetch, pulled });
    };
    return this.install(Falco.chart, values, { images: Falco.images });
  }

  /** Has the operator run Falco. */
  private operate(props: FalcoProps): HelmRelease {
    const pulled = (reference: string): string => this.image(reference);
    const images = Falco.operatorImages;
    const release = this.install(Falco.operatorChart, operatorValues, { brings, images });
    this.object(FalcoInstance, 'falco', { spec: falcoSpec(props) });
    this.object(Config, 'platform', { spec: configSpec(props, SIDEKICK) });
    const plugin = pulled(CONTAINER_PLUGIN);
    this.object(Plugin, 'container', () => ({
      spec: containerPluginSpec(props, ContainerRuntime.find(this), plugin),
    }));
    for (const [name, spec] of artifactSpecs(props, pulled)) this.object(Rulesfile, name, { spec });
    // The number of objects is fixed before the rules are known: there is always one for them.
    this.object(Rulesfile, 'platform', () => ({ spec: rulesSpec(this.rules.items) }));
    return release;
  }

  private installSidekick(ui: FalcoUiOptions | undefined): HelmRelease {
    const values = () => sidekickValues(this, this.outputs, ui);
    const needs = () => (this.outputs.policyReport ? REPORTS : []);
    const options = { images: Falco.sidekickImages, needs };
    if (Platform.of(this)?.highlyAvailable ?? true) {
      this.object(PodDisruptionBudget, 'falcosidekick', {
        spec: { minAvailable: 1, selector: { matchLabels: SIDEKICK_LABELS } },
      });
    }
    return this.install(Falco.sidekickChart, values, options, 'sidekick');
  }

  private exposeUi({ hostname }: FalcoUiOptions): void {
    const service = 'falcosidekick-ui';
    const host = hostname ?? Platform.of(this)?.hostname('falco') ?? 'falco.cluster.local';
    const { namespace } = this;
    Exposure.whenProvided(this, (gateway) => {
      gateway.expose(this, { name: service, host, namespace, service, port: 2802 });
    });
  }

  private monitor(delivery: FalcoProps['delivery']): void {
    const { namespace } = this;
    this.sendLogs();
    Metrics.whenProvided(this, (metrics) => {
      const groups = [alerts(namespace)];
      metrics.addRules(this, { name: 'falco', namespace, groups });
      metrics.scrapeServices(this, {
        ...{ name: 'falcosidekick', namespace, selector: SIDEKICK_LABELS },
        endpoints: [{ port: 'http' }],
        podPorts: [2801],
      });
      if (delivery === 'operator') {
        const selector = { 'app.kubernetes.io/name': 'falco' };
        const endpoints = [{ port: 'web' }];
        metrics.scrapePods(this, { name: 'falco', namespace, selector, endpoints });
      } else {
        metrics.reach(this, { namespace, ports: [8765] });
      }
      this.sendAlerts(metrics.alertDestination);
    });
    Dashboards.whenProvided(this, (viewer) => {
      viewer.add(this, dashboard(namespace), namespace);
    });
  }

  /** Lets falcosidekick reach who takes its findings: the one of the outputs, or the platform's. */
  private sendAlerts(destination: Destination | undefined): void {
    const { alertmanager } = this.outputs;
    if (alertmanager === false) return;
    if (alertmanager?.url !== undefined) {
      const rules = [serverRule(alertmanager.url)];
      allowEgress(this, {
        name: 'falcosidekick-to-alertmanager',
        namespace: this.namespace,
        rules,
      });
    } else if (destination) this.connect('alerts', destination, SIDEKICK_LABELS);
  }

  /** What is found goes to the log pipeline too, where people search. */
  private sendLogs(): void {
    if (this.outputs.webhook) return;
    Logs.whenProvided(this, (logs) => {
      this.connect('logs', logs.destination, SIDEKICK_LABELS);
    });
  }
}

/** Kinds that falcosidekick writes; they come with a policy engine. */
const REPORTS = ['PolicyReport.wgpolicyk8s.io', 'ClusterPolicyReport.wgpolicyk8s.io'];
