import type { Construct } from 'constructs';
import { ApiLoadBalancer, type ApiEndpoint } from '../../contracts/api-load-balancer';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  ON_MACHINES,
  type ComponentProps,
  type Host,
  type HostNeeds,
  type HostPeer,
  type HostPort,
  type Platform,
} from '../../index';
import {
  ApiAddressOwner,
  apiEndpoint,
  isIpv6,
  prefixLengthOf,
  sharedAddressError,
} from '../api-endpoint';
import { CHECK_SCRIPT, checkScript } from './check-script';
import { optionError, portError, singlePoints } from './checks';
import { dashboard } from './dashboard';
import { haproxyConfig, STATS_PORT } from './haproxy-config';
import { keepalivedConfig, SCRIPT_USER } from './keepalived-config';
import { drawMetrics } from './metrics';
import { balancerSteps } from './steps';
import type { BalancingOptions, VirtualAddressOptions } from './words';

export interface HaProxyProps
  extends Pick<ComponentProps, 'wiring'>, BalancingOptions, VirtualAddressOptions {}

/**
 * HAProxy in front of the API servers, and keepalived, which moves their common address to a machine
 * that works. It runs on the machines with role `load-balancer`; where there are none, on the control
 * planes, then at another port than theirs. TLS goes through untouched; an API server whose `/readyz`
 * fails gets no connections. Choose it where machines for it exist, or connections are to be limited;
 * `KubeVip` needs no machines, but one API server at a time has all the load.
 *
 * One machine works, and is a single point of failure: if the address is its own, keepalived is left
 * out; else keepalived holds it there, so that a second machine can come later. HAProxy must be 2.4 or newer, built with its Prometheus
 * exporter, as Debian's is.
 *
 * @see https://docs.haproxy.org
 * @see https://keepalived.readthedocs.io
 */
export class HaProxy extends Component {
  readonly endpoint: ApiEndpoint;
  /** The machines that it runs on. */
  readonly balancers: readonly Host[];
  private readonly on: 'load-balancer' | 'control-plane';
  private readonly props: HaProxyProps;
  private readonly platform: Platform;

  /** @throws DefinitionError for a platform without API servers, or an address or port that cannot be */
  constructor(scope: Construct, id: string, props: HaProxyProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.props = props;
    this.orFail(optionError(props));
    const { platform, endpoint } = apiEndpoint(this, props.virtualAddress);
    this.platform = platform;
    this.endpoint = endpoint;
    this.on = platform.hosts('load-balancer').length > 0 ? 'load-balancer' : 'control-plane';
    this.balancers = platform.hosts(this.on);
    this.orFail(portError(this.on, endpoint.port, props));
    this.checkAddress();
    this.writeFiles();
    this.hostNeeds(() => this.needs());
    this.hostPorts(() => this.ports());
    this.writeSteps();
    ApiLoadBalancer.provide(this, endpoint);
    ApiAddressOwner.claim(this);
    Metrics.whenProvided(this, (metrics) => {
      drawMetrics(this, metrics, { namespace: this.namespace, balancers: this.balancers });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, this.namespace));
    for (const weakness of singlePoints(platform, this.balancers)) this.warn(weakness);
  }

  /** Whether the address moves between machines, or is the only machine's own. */
  private get moves(): boolean {
    const [first, ...others] = this.balancers;
    return others.length > 0 || first?.address !== this.endpoint.virtualAddress;
  }

  private get addressQuestion() {
    const { platform, balancers: holders } = this;
    const { prefixLength } = this.props;
    return { platform, address: this.endpoint.virtualAddress, holders, prefixLength };
  }

  private checkAddress(): void {
    if (!this.moves) return;
    this.orFail(sharedAddressError(this.addressQuestion));
    const what = "the API servers' virtual address";
    this.claimAddresses(what, this.endpoint.virtualAddress, { withinNodes: true });
  }

  private writeFiles(): void {
    const { platform, props: options, on, balancers } = this;
    const { port, virtualAddress } = this.endpoint;
    this.hostFile({
      on,
      path: '/etc/haproxy/haproxy.cfg',
      content: () => ({ text: haproxyConfig({ options, port, virtualAddress, platform }) }),
      reloads: ['haproxy'],
    });
    this.hostFile({ on, path: CHECK_SCRIPT, content: { text: checkScript(port) }, mode: '0755' });
    if (!this.moves) return;
    this.hostFile({
      on,
      path: '/etc/sysusers.d/kubestrata-keepalived.conf',
      content: { text: `u ${SCRIPT_USER} - "Checks of keepalived"\n` },
    });
    const prefixLength = prefixLengthOf(this.addressQuestion);
    for (const host of balancers) {
      const input = { host, balancers, address: virtualAddress, prefixLength, options };
      this.hostFile({
        on: { host: host.name },
        path: '/etc/keepalived/keepalived.conf',
        content: { text: keepalivedConfig(input) },
        reloads: ['keepalived'],
      });
    }
  }

  private writeSteps(): void {
    const { endpoint, on, moves, balancers, props } = this;
    const steps = balancerSteps({
      endpoint,
      on,
      moves,
      names: balancers.map(({ name }) => name),
      virtualRouterId: props.virtualRouterId ?? 51,
      alwaysHeld: props.preempt ?? true,
    });
    this.steps(() => steps);
  }

  private needs(): HostNeeds {
    const family = isIpv6(this.endpoint.virtualAddress) ? 'ipv6' : 'ipv4';
    const names = ['haproxy', 'curl', ...(this.moves ? ['keepalived'] : [])];
    // The runbook starts the services: SELinux and `caFile` may keep them from it before.
    return {
      on: this.on,
      packages: names.map((name) => ({ debian: name, redhat: name })),
      ...(this.props.listenOn === 'virtual-address' &&
        this.moves && { sysctls: { [`net.${family}.ip_nonlocal_bind`]: '1' } }),
      ...(this.balancers.length > 1 && { protocols: ['vrrp'] }),
    };
  }

  private ports(): readonly HostPort[] {
    const { allowedNetworks, proxyProtocolFrom = [] } = this.props;
    const from: readonly HostPeer[] =
      allowedNetworks === undefined
        ? ['anywhere']
        : ['nodes', 'pods', this.on, ...allowedNetworks, ...proxyProtocolFrom];
    return [
      { port: this.endpoint.port, purpose: 'the API servers', on: this.on, from },
      { port: STATS_PORT, purpose: "HAProxy's metrics", on: this.on, from: ['nodes', 'pods'] },
    ];
  }
}
