import type { Construct } from 'constructs';
import { ContainerRuntime, type NodeRuntime } from '../contracts/container-runtime';
import { Metrics } from '../contracts/metrics';
import { Component, ON_MACHINES, Platform, type HostNeeds } from '../index';
import { drawRuntimeClasses } from './runtime-classes';
import { handlersOf, placements, strandedError, type Handler } from './runtime-handlers';
import { drawRuntimeMetrics, type RuntimeMonitoring } from './runtime-metrics';
import { RuntimeOwner } from './runtime-owner';
import { bootstrapWarning, registriesError, strangersError } from './runtime-registries';
import { proxyError, unitDropIn } from './runtime-unit';
import { DEFAULT_KUBERNETES, pauseImage } from './runtime-versions';
import type { RuntimeProps } from './runtime-words';

/** What tells one runtime from the other. */
export interface AboutRuntime extends Pick<NodeRuntime, 'name' | 'version' | 'socket' | 'service'> {
  /** Lines of its unit's drop-in, below `[Service]`. */
  readonly unit: readonly string[];
  /** Runtimes that are there anyway. */
  readonly ownHandlers: readonly string[];
  /** Port of metrics unless somebody moves it. */
  readonly metricsPort: number;
  readonly monitoring: RuntimeMonitoring;
}

/** What containerd and CRI-O have in common: who they are, runtimes of Pods, metrics, their unit. */
export abstract class RuntimeOnNodes extends Component implements NodeRuntime {
  readonly name: NodeRuntime['name'];
  readonly version: string;
  readonly socket: string;
  readonly service: string;
  /** Runtimes beside the default one, as their configuration names them. */
  readonly handlers: readonly string[];
  protected readonly runtimes: readonly Handler[];
  protected readonly metricsPort: number | false;
  /** Minor version of the cluster's Kubernetes. */
  protected readonly kubernetes: string;

  constructor(scope: Construct, id: string, props: RuntimeProps, about: AboutRuntime) {
    super(scope, id, props, ON_MACHINES);
    this.name = about.name;
    this.version = about.version;
    this.socket = about.socket;
    this.service = about.service;
    this.kubernetes = Platform.of(this)?.kubernetesVersion ?? DEFAULT_KUBERNETES;
    this.metricsPort = props.metricsPort ?? about.metricsPort;
    const runtimes = handlersOf(props.runtimes ?? [], about.ownHandlers);
    if (typeof runtimes === 'string') this.fail(runtimes);
    this.runtimes = runtimes;
    this.handlers = runtimes.map(({ name }) => name);
    this.orFail(registriesError(props.registries ?? []));
    this.orFail(proxyError(props.proxy));
    RuntimeOwner.claim(this);
    ContainerRuntime.provide(this, this);
    drawRuntimeClasses(this, runtimes);
    this.watch(about.monitoring);
    this.placeFiles(props, about);
    this.hostNeeds(() => this.needs());
    this.check(() => strandedError(this, runtimes));
    this.check(() => strangersError(this, props.registries ?? []));
    this.warn(() => bootstrapWarning(this, props));
    for (const { host, skipVerify } of props.registries ?? []) {
      if (skipVerify) this.warn(`takes any certificate of '${host}'; give \`caCertificates\``);
    }
  }

  /** What the machines must have before this runtime can run there. */
  protected abstract needs(): HostNeeds;

  /** What every runtime wants of the kernel. */
  protected readonly kernelNeeds: HostNeeds = {
    modules: ['overlay', 'br_netfilter'],
    sysctls: {
      'net.bridge.bridge-nf-call-ip6tables': '1',
      'net.bridge.bridge-nf-call-iptables': '1',
      'net.ipv4.ip_forward': '1',
    },
  };

  /** The pause image that kubeadm of this Kubernetes names, where nodes pull it from. */
  protected pauseImage(): string {
    return this.image(pauseImage(this.kubernetes));
  }

  /** Groups of machines that have the same runtimes. */
  protected get placements() {
    return placements(this, this.runtimes);
  }

  private watch(monitoring: RuntimeMonitoring): void {
    const { metricsPort: port } = this;
    if (port === false) return;
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      this.fail(`metricsPort '${port}' is no port; take 1 to 65535`);
    }
    this.hostPorts(() => [{ port, purpose: `metrics of ${this.name}`, from: ['nodes', 'pods'] }]);
    Metrics.whenProvided(this, (metrics) => drawRuntimeMetrics(this, metrics, port, monitoring));
  }

  private placeFiles(props: RuntimeProps, { unit, socket, service }: AboutRuntime): void {
    this.hostFile({
      on: 'nodes',
      path: '/etc/crictl.yaml',
      content: { yaml: { 'runtime-endpoint': socket, 'image-endpoint': socket, timeout: 10 } },
    });
    this.hostFile({
      on: 'nodes',
      path: `/etc/systemd/system/${service}.service.d/20-kubestrata.conf`,
      content: () => unitDropIn(this, unit, props.proxy),
      restarts: [service],
    });
  }
}
