import type { Construct } from 'constructs';
import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { Dashboards } from '../../contracts/dashboards';
import { MachineTextfiles, type TextfileFolder } from '../../contracts/machine-textfiles';
import { Metrics, type MetricsCollector } from '../../contracts/metrics';
import {
  Component,
  hostPort,
  ON_MACHINES,
  Platform,
  Registry,
  type Host,
  type HostGroup,
  type HostNeeds,
} from '../../index';
import { dashboard } from './dashboard';
import { exporterFiles, writerFiles } from './machine-files';
import { optionError } from './option-errors';
import { isNode, OUTER_ROLES, rolesOf, type Role } from './places';
import { JOB, machineRules, NAME } from './rules';
import { metricsSteps } from './steps';
import { PORT } from './units';
import type { MachineMetricsProps } from './words';
import { TEXTFILES } from './writer-script';

/**
 * Metrics of machines that nobody else has: node exporter on those outside the cluster (load
 * balancers, members of etcd, build hosts), and on all machines a script that measures when
 * certificates end (kubeadm's, those in kubeconfigs, kubelets', etcd's), which balancer holds the API
 * servers' address, and whether a reboot waits. Set up only where somebody reads: a collector on the
 * platform, or `readers`.
 *
 * The exporters have the job `node-exporter`, as agents on the nodes: the field's rules (disk, memory,
 * clock, failed units) and dashboards, which kube-prometheus-stack brings, are for these machines,
 * too. Sums over the whole cluster in those dashboards then count them as well.
 *
 * Node exporter is the project's own release, of the version that agents on the nodes are of:
 * packages differ in version, unit and place between distributions, and RHEL has none of its own.
 * It listens at the machine's address without TLS, as agents do; the firewall lets nodes and Pods in.
 *
 * Upgrades: the runbook's step installs the newer release; nothing is lost meanwhile but minutes.
 *
 * @see https://github.com/prometheus/node_exporter
 */
export class MachineMetrics extends Component implements TextfileFolder {
  /** Folder that programs on machines may leave metrics in: files `*.prom`. */
  readonly directory = TEXTFILES;
  private readonly props: MachineMetricsProps;
  /** Roles that machines of the platform have. */
  readonly roles: readonly Role[];

  /** @throws DefinitionError for a port, path, network or number of days that cannot be */
  constructor(scope: Construct, id: string, props: MachineMetricsProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.orFail(optionError(props));
    this.props = props;
    this.roles = rolesOf(this);
    MachineTextfiles.provide(this, this);
    this.check(() => this.strandedError());
    this.warn(() =>
      this.roles.length > 0 ? undefined : 'knows no machine to measure; give the platform `nodes`',
    );
    if (this.roles.length === 0) return;
    this.hostFiles(() => (this.isRead ? this.files() : []));
    for (const role of this.roles) this.hostNeeds(() => this.needs(role));
    this.hostPorts(() => (this.isRead ? this.ports() : []));
    this.steps(() => (this.isRead ? metricsSteps(this) : []));
    Metrics.whenProvided(this, (metrics) => this.draw(metrics));
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, this.namespace));
  }

  /** Whether anybody reads what would be measured. */
  private get isRead(): boolean {
    return (this.props.readers ?? []).length > 0 || Metrics.find(this) !== undefined;
  }

  private get outerRoles(): readonly (typeof OUTER_ROLES)[number][] {
    return OUTER_ROLES.filter((role) => this.roles.includes(role));
  }

  /** Whether node exporter is installed on machines outside the cluster. */
  get installs(): boolean {
    return this.props.exporter ?? true;
  }

  private machines(role: HostGroup): readonly Host[] {
    return Platform.of(this)?.hosts(role) ?? [];
  }

  private draw(metrics: MetricsCollector): void {
    const { namespace, props } = this;
    const { port = PORT, warningDays = 30, criticalDays = 7 } = props;
    const outer = this.outerRoles.flatMap((role) => this.machines(role));
    if (outer.length > 0) {
      metrics.scrapeMachines(this, { name: JOB, namespace, machines: outer, port });
    }
    const instances = [
      ...this.machines('control-plane').map(({ address }) => hostPort(address, PORT)),
      ...outer.map(({ address }) => hostPort(address, port)),
    ];
    const names = outer.map(({ name }) => name);
    const group = machineRules({ warningDays, criticalDays, outer: names, instances });
    metrics.addRules(this, { name: NAME, namespace, groups: [group] });
  }

  private files() {
    return [
      ...this.roles.flatMap((role) => writerFiles(role, this.props, this.addressOn(role))),
      ...(this.installs
        ? this.outerRoles.flatMap((role) => exporterFiles(role, this.machines(role), this.props))
        : []),
    ];
  }

  /** The address that keepalived moves between machines of the role: whoever runs it needs it there. */
  private addressOn(role: Role): string | undefined {
    const moves = Registry.of(this).hostNeeds.some(({ needs }) => {
      const { on = 'nodes', packages = [] } = needs();
      const meant = on === role || (on === 'nodes' && isNode(role));
      return meant && packages.some(({ debian }) => debian === 'keepalived');
    });
    return moves ? ApiLoadBalancer.find(this)?.virtualAddress : undefined;
  }

  private needs(on: Role): HostNeeds {
    if (!this.isRead) return { on };
    const exports = this.installs && !isNode(on);
    // By D-Bus node exporter learns of failed units.
    const names = ['openssl', ...(exports ? ['curl', 'dbus', 'tar'] : [])];
    return {
      on,
      packages: names.map((name) => ({ debian: name, redhat: name })),
      ...(exports && { disabledServices: ['prometheus-node-exporter'] }),
    };
  }

  private ports() {
    const { port = PORT, readers = [] } = this.props;
    return this.outerRoles.map((on) => ({
      port,
      purpose: 'metrics of the machine',
      on,
      from: ['nodes', 'pods', ...readers] as const,
    }));
  }

  private strandedError(): string | undefined {
    const { certificates = [] } = this.props;
    const odd = certificates.find(({ on }) => this.machines(on).length === 0);
    return odd === undefined
      ? undefined
      : `measures '${odd.path}' on '${odd.on}', which the platform has no machine of; name another group, or drop it from \`certificates\``;
  }
}
