import type { Construct } from 'constructs';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { Dashboards } from '../../contracts/dashboards';
import { Logs } from '../../contracts/logs';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  highlyAvailable,
  Registry,
  resources,
  Service,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import { ALERT_TEMPLATE, alertTemplate, PORT, socketWarning, traceeConfig } from './config';
import { brings, Policy } from './kinds';
import { alerts, dashboard } from './monitoring';
import { policyError } from './policies';
import { intrusions, type TraceePolicy } from './words';

export interface TraceeProps extends ComponentProps {
  /** What is watched for. @default - what looks like an intrusion */
  readonly policies?: readonly TraceePolicy[];
  /** Whether findings become alerts, where something takes alerts. @default true */
  readonly alertmanager?: boolean;
  /** Severity of findings that people are told of: 0 for all, 3 for the worst. @default 2 */
  readonly alertsFrom?: 0 | 1 | 2 | 3;
  /**
   * Whether events are also sent to the log pipeline by themselves. They are in the output of the
   * Pods already, as JSON, one a line.
   * @default false
   */
  readonly eventsToLogs?: boolean;
  /** Pages of the buffer that each CPU writes events to, a power of two. @default 1024 */
  readonly bufferPages?: number;
}

const LABELS = { 'app.kubernetes.io/name': 'tracee', 'app.kubernetes.io/instance': 'tracee' };

/**
 * Watches the kernel by eBPF and tells people, and the log, what looks like an intrusion. Easier to
 * begin with than Falco, which is steadier and has the richer rules; both at a time cost twice.
 *
 * Needs Linux 5.4 with BTF, the nodes' processes (`hostPID`), `/tmp/tracee` and the socket of the
 * container runtime on each node. A change of a policy restarts Tracee on all nodes. Before the next
 * version: its CRD is not upgraded with the chart, and the words of its configuration file change.
 *
 * @see https://aquasecurity.github.io/tracee/latest
 */
export class Tracee extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://aquasecurity.github.io/helm-charts',
    name: 'tracee',
    version: '0.24.1',
    images: ['docker.io/aquasec/tracee:0.24.1'],
  };
  static readonly images: ImageKeys = { 'image.repository': 'docker.io/aquasec/tracee' };

  readonly release: HelmRelease;
  private readonly props: TraceeProps;
  private readonly names = new Set<string>();

  /** @throws DefinitionError for a policy that Tracee refuses, or a buffer that cannot be */
  constructor(scope: Construct, id: string, props: TraceeProps = {}) {
    super(scope, id, props, { namespace: 'tracee', podSecurity: 'privileged' });
    this.props = props;
    const { bufferPages = 1024, policies = [intrusions] } = props;
    if (!Number.isInteger(Math.log2(bufferPages)) || bufferPages < 1) {
      this.fail(`bufferPages '${bufferPages}' is no power of two such as 1024`);
    }
    this.isolate({ egress: [{ with: 'api-server' }] });
    this.hostNeeds(() => ({ kernel: '5.4' }));
    const images = Tracee.images;
    this.release = this.install(Tracee.chart, () => this.values(), { brings, images });
    for (const policy of policies) this.addPolicy(policy);
    this.connectOutputs();
    this.watch();
    this.check(() =>
      this.names.size === 0
        ? 'watches for nothing; pass `policies` or call `addPolicy()`'
        : undefined,
    );
    this.warn(() => socketWarning(ContainerRuntime.find(this)));
    this.warn(() =>
      Registry.of(this).releases.some(({ chart }) => chart.name === 'falco')
        ? 'Falco watches the same; each costs CPU on every node, keep one of them'
        : undefined,
    );
  }

  /** @throws DefinitionError if there is such a policy, or Tracee would refuse it */
  addPolicy(policy: TraceePolicy): void {
    this.orFail(policyError(policy, this.names));
    const { name, description, scope = ['global'], rules } = policy;
    this.names.add(name);
    const spec = { scope, defaultActions: ['log'], rules };
    this.object(Policy, name, { spec }, { annotations: { description } });
  }

  private connectOutputs(): void {
    if (this.props.alertmanager ?? true) {
      Metrics.whenProvided(this, ({ alertDestination }) => {
        if (alertDestination) this.connect('alertmanager', alertDestination, LABELS);
      });
    }
    if (this.props.eventsToLogs) {
      Logs.require(this, 'to send events to');
      Logs.whenProvided(this, ({ destination }) => this.connect('logs', destination, LABELS));
    }
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      const labels = { 'app.kubernetes.io/component': 'metrics', ...LABELS };
      const ports = [{ name: 'metrics', port: PORT, targetPort: PORT }];
      const spec = { selector: LABELS, clusterIP: 'None', ports };
      this.object(Service, 'tracee-metrics', { spec }, { labels });
      const endpoints = [{ port: 'metrics' }];
      const monitor = { name: 'tracee', namespace, selector: labels, endpoints };
      metrics.scrapeServices(this, { ...monitor, podPorts: [PORT] });
      metrics.addRules(this, { name: 'tracee', namespace, groups: [alerts(namespace)] });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard(namespace), namespace));
  }

  private values(): Values {
    const { alertmanager = true, alertsFrom = 2, eventsToLogs, bufferPages = 1024 } = this.props;
    const alertmanagerUrl = alertmanager ? Metrics.find(this)?.alertmanagerUrl : undefined;
    const eventsUrl = eventsToLogs ? Logs.find(this)?.eventsUrl('tracee') : undefined;
    return {
      defaultPolicy: false,
      configFile: traceeConfig({
        ...{ bufferPages, alertmanagerUrl, eventsUrl },
        runtime: ContainerRuntime.find(this),
      }),
      // Where the chart's probe looks.
      config: { healthz: true, listenAddr: `:${PORT}` },
      ...(alertmanagerUrl !== undefined && {
        extraWebhookTemplates: [{ name: ALERT_TEMPLATE, goTemplate: alertTemplate(alertsFrom) }],
      }),
      resources: highlyAvailable(this)
        ? resources('100m', '512Mi', '1Gi')
        : resources('50m', '256Mi', '768Mi'),
    };
  }
}
