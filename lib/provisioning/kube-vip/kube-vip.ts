import type { Construct } from 'constructs';
import { ApiLoadBalancer, type ApiEndpoint } from '../../contracts/api-load-balancer';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  ON_MACHINES,
  parseAddresses,
  type ComponentProps,
  type Host,
  type HostTarget,
  type Platform,
} from '../../index';
import {
  API_SERVER_PORT,
  ApiAddressOwner,
  apiEndpoint,
  isIpv6,
  sharedAddressError,
} from '../api-endpoint';
import { KUBECONFIG_SCRIPT, kubeconfigScript } from './kubeconfig-script';
import { interfaceOf, LABELS, MANIFEST, METRICS_PORT, staticPod } from './manifest';
import { MONITOR, rules } from './metrics';
import { kubeVipSteps } from './steps';
import type { SharedAddressOptions } from './words';

export interface KubeVipProps extends Pick<ComponentProps, 'wiring'>, SharedAddressOptions {}

/**
 * One address for the API servers without extra machines: a static Pod on each control plane, one of
 * which holds the address at a time, by a lease. It tells neighbours by ARP and NDP, or routers by
 * BGP. All requests go to the API server of the holder; choose `HaProxy` to spread them, or to limit
 * connections. It leaves Services of type LoadBalancer to others.
 *
 * API servers must listen at the platform's `apiServer.port`, as only the address is shared. The lease
 * is kept with the API server of the same machine, so one that fails gives the address away. On the
 * machine of `kubeadm init`, a script switches its kubeconfig before and after (see the runbook).
 *
 * Upgrade: change the image, and put the file in place on one machine at a time.
 *
 * @see https://kube-vip.io
 */
export class KubeVip extends Component {
  static readonly version = 'v1.0.4';

  readonly endpoint: ApiEndpoint;
  private readonly props: KubeVipProps;
  private readonly machines: readonly Host[];

  /** @throws DefinitionError for a platform without control planes, or an address or port that cannot be */
  constructor(scope: Construct, id: string, props: KubeVipProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.props = props;
    this.orFail(optionError(props));
    const { platform, endpoint } = apiEndpoint(this, props.virtualAddress);
    this.endpoint = endpoint;
    this.machines = platform.hosts('control-plane');
    this.checkEndpoint(platform);
    const image = this.image(`ghcr.io/kube-vip/kube-vip:${KubeVip.version}`);
    this.writeFiles(image);
    this.hostPorts(() => [
      {
        port: props.metricsPort ?? METRICS_PORT,
        purpose: "kube-vip's metrics",
        on: 'control-plane',
        from: ['nodes', 'pods'],
      },
    ]);
    const { leaseSeconds = 15 } = props;
    const { name: first } = this.first;
    const on = interfaceOf(props, this.first);
    this.steps(() => kubeVipSteps({ endpoint, first, interface: on, image, leaseSeconds }));
    ApiLoadBalancer.provide(this, endpoint);
    ApiAddressOwner.claim(this);
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      const endpoints = [{ port: 'metrics' }];
      metrics.scrapePods(this, { name: MONITOR, namespace, selector: LABELS, endpoints });
      const groups = [{ name: MONITOR, rules: rules(props.bgp !== undefined) }];
      metrics.addRules(this, { name: MONITOR, namespace, groups });
    });
    if (this.machines.length === 1) {
      this.warn('there is one control plane only, so the address cannot move; add two more');
    }
  }

  /** The machine of `kubeadm init`; `apiEndpoint()` has seen that there is one. */
  private get first(): Host {
    return this.machines[0] as Host;
  }

  private checkEndpoint(platform: Platform): void {
    const { virtualAddress: address, port } = this.endpoint;
    if (port !== API_SERVER_PORT) {
      this.fail(
        `the platform's \`apiServer.port\` is '${port}', but kube-vip shares an address only, at which API servers listen at ${API_SERVER_PORT}; set that port, or use HaProxy`,
      );
    }
    const foreign = [address, ...this.machines.map((m) => m.address)].find(isIpv6);
    if (this.props.bgp !== undefined && foreign !== undefined) {
      this.fail(`bgp is for IPv4 here, but '${foreign}' is not; announce it without \`bgp\``);
    }
    if (this.props.bgp === undefined) {
      this.orFail(sharedAddressError({ platform, address, holders: this.machines }));
    }
    this.claimAddresses("the API servers' virtual address", address, { withinNodes: true });
  }

  /** One file for all machines, but where they differ. */
  private writeFiles(image: string): void {
    const { props: options, machines, first } = this;
    const { virtualAddress: address, port } = this.endpoint;
    const podOf = (host: Host) => staticPod({ image, address, port, options, host });
    const texts = new Set(machines.map((host) => JSON.stringify(podOf(host))));
    const targets: readonly (readonly [HostTarget, Host])[] =
      texts.size === 1
        ? [['control-plane', first]]
        : machines.map((host) => [{ host: host.name }, host]);
    for (const [on, host] of targets) {
      this.hostFile({ on, path: MANIFEST, content: { yaml: podOf(host) }, mode: '0600' });
    }
    this.hostFile({
      on: { host: first.name },
      path: KUBECONFIG_SCRIPT,
      content: { text: kubeconfigScript },
      mode: '0755',
    });
  }
}

/** What is wrong with the props themselves, if anything. */
function optionError({ leaseSeconds, bgp, metricsPort }: SharedAddressOptions): string | undefined {
  if (leaseSeconds !== undefined && !(Number.isInteger(leaseSeconds) && leaseSeconds >= 5)) {
    return `leaseSeconds '${leaseSeconds}' is too short to be renewed in time; give a whole number from 5`;
  }
  if (
    metricsPort !== undefined &&
    !(Number.isInteger(metricsPort) && metricsPort > 0 && metricsPort < 65536)
  ) {
    return `metricsPort '${metricsPort}' is not a port; give 1 to 65535`;
  }
  if (bgp === undefined) return undefined;
  if (bgp.routers.length === 0) return 'bgp has no router to tell; name one or more';
  for (const { address, asn } of [{ address: '192.0.2.1', asn: bgp.asn }, ...bgp.routers]) {
    const range = parseAddresses(address);
    if (typeof range === 'string' || range.first !== range.last) {
      return `router '${address}' is not an address; give one such as \`192.0.2.1\``;
    }
    if (!(Number.isInteger(asn) && asn >= 1 && asn <= 4_294_967_295)) {
      return `asn '${asn}' is not that of an autonomous system; give 1 to 4294967295`;
    }
  }
  return undefined;
}
