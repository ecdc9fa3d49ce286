import type { Construct } from 'constructs';
import { Network } from '../../contracts/cluster-network';
import { Dashboards } from '../../contracts/dashboards';
import { Cni } from '../../contracts/exclusives';
import { Metrics } from '../../contracts/metrics';
import { PolicyEnforcement } from '../../contracts/policy-enforcement';
import {
  Component,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type ObjectArguments,
} from '../../index';
import { alerts } from './alerts';
import { bgpConfiguration, bgpError, bgpPeer, hasMesh, peerError, reflectorPeer } from './bgp';
import { dashboard } from './dashboard';
import { IMAGE_KEYS, IMAGES } from './images';
import {
  BGPConfiguration,
  BGPFilter,
  BGPPeer,
  brings,
  GlobalNetworkPolicy,
  GlobalNetworkSet,
  HostEndpoint,
  IPPool,
  NetworkPolicy,
  NetworkSet,
  Tier,
  type BGPFilterSpec,
  type GlobalNetworkPolicySpec,
  type HostEndpointSpec,
  type NetworkPolicySpec,
} from './kinds';
import { apiServerError, calicoWarnings, CRDS_CHART, isCrd, nodeNeeds, takenPorts } from './needs';
import { defaultDeny, policyError, tierOf } from './policies';
import { podNetworks, Pools, poolSpec } from './pools';
import { letAgentsRead } from './readable-secret';
import { drawReadiness } from './readiness';
import { scrapeCalico, SYSTEM_NAMESPACE } from './scraping';
import { calicoValues, type CalicoValuesOptions } from './values';
import type {
  BgpOptions,
  BgpPeerOptions,
  DefaultDenyOptions,
  Encapsulation,
  IpPool,
  NetworkSetOptions,
  TierOptions,
} from './words';

export interface CalicoProps extends ComponentProps, CalicoValuesOptions {
  /** How Pod traffic crosses the nodes' network. @default 'VXLANCrossSubnet' */
  readonly encapsulation?: Encapsulation;
  /** Pools to start with. @default - each Pod network of the platform that has none is one pool */
  readonly pools?: readonly IpPool[];
  /** Exchange of routes with routers, and between nodes. @default - none */
  readonly bgp?: BgpOptions;
  /** Denies what no policy allows in the namespaces of applications. @default - only policies close Pods */
  readonly defaultDeny?: DefaultDenyOptions;
}

/**
 * Gives Pods their network and enforces NetworkPolicies, with routes that a network engineer can
 * read: plain Linux routes, BGP to the routers of a data centre. Choose it for proven kernels, for
 * BGP, and where traffic has to be simple to trace; choose Cilium for new kernels, insight into
 * flows, Services without kube-proxy, and a mesh between clusters.
 *
 * Objects of `projectcalico.org/v3` are served by Calico's own API server, which the operator
 * starts a minute or two after its release is ready; a Job waits for it. A pool's CIDR and block size cannot change: add a pool, disable the old one, move the Pods.
 * The CRD chart has the operator's version; both move one minor version at a time.
 *
 * @see https://docs.tigera.io/calico/latest/about/
 */
export class Calico extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://docs.tigera.io/calico/charts',
    name: 'tigera-operator',
    version: 'v3.32.1',
    images: IMAGES,
  };
  static readonly crdsChart: ChartPin = { ...Calico.chart, name: CRDS_CHART, images: [] };
  static readonly images: ImageKeys = IMAGE_KEYS;

  readonly release: HelmRelease;
  private readonly bgp: BgpOptions | undefined;
  private readonly pools: Pools;
  private readonly peers = new Set<string>();
  private readonly filters = new Set<string>();
  private readonly tiers = new Set<string>();

  /** @throws DefinitionError for a pool, peer or selector that cannot be */
  constructor(scope: Construct, id: string, props: CalicoProps = {}) {
    super(scope, id, props, { namespace: 'tigera-operator', podSecurity: 'privileged' });
    this.bgp = props.bgp;
    const { encapsulation = 'VXLANCrossSubnet' } = props;
    this.pools = new Pools(podNetworks(this), encapsulation, props.bgp !== undefined);
    const crds = { ...Calico.crdsChart, ...props.chart, name: Calico.crdsChart.name };
    this.install(crds, () => ({}), { crdsOnly: true, brings: brings.filter(isCrd) }, 'crds');
    this.release = this.install(
      Calico.chart,
      () =>
        calicoValues(this, props, {
          bgp: props.bgp !== undefined,
          pools: this.pools.installed(),
          encapsulationOf: (pool) => this.pools.encapsulationOf(pool),
        }),
      { brings: brings.filter((kind) => !isCrd(kind)), images: Calico.images },
    );
    for (const pool of props.pools ?? []) this.addPool(pool);
    if (props.bgp) this.drawBgp(props.bgp);
    if (props.defaultDeny)
      this.addGlobalNetworkPolicy('default-deny', defaultDeny(props.defaultDeny));
    Cni.claim(this);
    Network.provide(this, {
      replacesKubeProxy: props.dataPlane === 'BPF',
      kubeProxyMode: props.dataPlane === 'Nftables' ? 'nftables' : 'iptables',
      encrypted: props.wireguard ?? false,
      enforcesPolicies: true,
    });
    this.hostNeeds(() => nodeNeeds(props));
    this.hostPorts(() => takenPorts(props, { metrics: Metrics.find(this) !== undefined }));
    Metrics.whenProvided(this, (metrics) => {
      drawReadiness(this, this.namespace);
      scrapeCalico(this, metrics);
      metrics.addRules(this, { name: 'calico', namespace: this.namespace, groups: alerts });
    });
    Dashboards.whenProvided(this, (d) => d.add(this, dashboard, this.namespace));
    PolicyEnforcement.whenProvided(this, (policies) => {
      const reason = 'The operator runs agents there that manage the network of the nodes.';
      policies.exempt(this, { policies: ['*'], namespace: SYSTEM_NAMESPACE, reason });
    });
    this.check(() => this.pools.error);
    this.check(() => apiServerError(props, Platform.of(this)?.apiServer));
    for (const text of calicoWarnings(this.release, props)) this.warn(text);
  }

  /**
   * Adds addresses for Pods.
   * @throws DefinitionError if it overlaps another pool, or its CIDR, blocks or encapsulation cannot be
   */
  addPool(pool: IpPool): void {
    const added = this.pools.add(pool);
    if (typeof added === 'string') this.fail(added);
    if (added.place === 'pod-network') return;
    this.claimAddresses(`pool '${pool.name}'`, pool.cidr);
    this.object(IPPool, pool.name, { spec: poolSpec(pool, this.pools.encapsulationOf(pool)) });
  }

  /** @throws DefinitionError if there is such a peer, its address cannot be, or BGP is off */
  addBgpPeer(peer: BgpPeerOptions): void {
    const { name, filters = [], password } = peer;
    if (!this.bgp) this.fail(`peer '${name}' needs BGP, which is off; pass \`bgp\``);
    if (this.peers.has(name)) this.fail(`there is already a peer '${name}'; name it otherwise`);
    this.orFail(peerError(peer));
    this.peers.add(name);
    this.object(BGPPeer, name, { spec: bgpPeer(peer) });
    if (password) letAgentsRead(this, password.name);
    this.check(() => {
      const missing = filters.find((filter) => !this.filters.has(filter));
      return (
        missing &&
        `peer '${name}' names the filter '${missing}', which is not there; add it with \`addBgpFilter()\``
      );
    });
  }

  /** Chooses the routes that peers naming this filter get and give. */
  addBgpFilter(name: string, spec: BGPFilterSpec): void {
    this.filters.add(name);
    this.object(BGPFilter, name, { spec });
  }

  /** @throws DefinitionError for a selector that cannot be read, or ports without a protocol */
  addGlobalNetworkPolicy(name: string, spec: GlobalNetworkPolicySpec): void {
    this.checkPolicy(`policy '${name}'`, spec);
    this.object(GlobalNetworkPolicy, name, { spec });
  }

  /** @throws DefinitionError for a selector that cannot be read, or ports without a protocol */
  addNetworkPolicy(namespace: string, name: string, spec: NetworkPolicySpec): void {
    this.checkPolicy(`policy '${namespace}/${name}'`, spec);
    this.object(NetworkPolicy, name, { spec }, { namespace });
  }

  /** Puts labels on addresses, for the selectors of all policies. */
  addGlobalNetworkSet({ name, nets, labels }: NetworkSetOptions): void {
    this.object(GlobalNetworkSet, name, { spec: { nets } }, { labels });
  }

  /** Puts labels on addresses, for the selectors of policies of one namespace. */
  addNetworkSet(namespace: string, { name, nets, labels }: NetworkSetOptions): void {
    this.object(NetworkSet, name, { spec: { nets } }, { namespace, labels });
  }

  /**
   * Puts an interface of a node under policies. From then on only what a policy allows, and
   * Calico's failsafe ports, pass it.
   */
  addHostEndpoint(
    name: string,
    spec: HostEndpointSpec,
    labels: Readonly<Record<string, string>> = {},
  ): void {
    this.object(HostEndpoint, name, { spec }, { labels });
  }

  /** Adds a group of policies that is evaluated before or after others. */
  addTier({ name, order, defaultAction = 'Deny' }: TierOptions): void {
    this.tiers.add(name);
    this.object(Tier, name, { spec: { order, defaultAction } });
  }

  /** Every object is of a kind that Calico's own API serves. */
  protected override object<Body extends object>(...object: ObjectArguments<Body>) {
    drawReadiness(this, this.namespace);
    return super.object(...object);
  }

  private checkPolicy(what: string, spec: GlobalNetworkPolicySpec): void {
    const error = policyError(spec);
    if (error !== undefined) this.fail(`${what}: ${error}`);
    const tier = tierOf(spec);
    this.check(() =>
      tier === undefined || this.tiers.has(tier)
        ? undefined
        : `${what} is in the tier '${tier}', which is not there; add it with \`addTier()\``,
    );
  }

  private drawBgp(bgp: BgpOptions): void {
    this.orFail(bgpError(bgp));
    const services = Platform.of(this)?.networks.services ?? ['10.96.0.0/16'];
    this.object(BGPConfiguration, 'default', { spec: bgpConfiguration(bgp, services) });
    if (bgp.nodePassword) letAgentsRead(this, bgp.nodePassword.name);
    if (bgp.routeReflectors) {
      const spec = reflectorPeer(bgp.routeReflectors, bgp.nodePassword);
      this.object(BGPPeer, 'route-reflectors', { spec });
    }
    for (const peer of bgp.peers ?? []) this.addBgpPeer(peer);
    this.check(() =>
      hasMesh(bgp) || bgp.routeReflectors || this.peers.size > 0
        ? undefined
        : 'has neither a mesh of nodes nor peers; add a peer, or name route reflectors',
    );
  }
}
