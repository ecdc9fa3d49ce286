import type { Construct } from 'constructs';
import { Network } from '../../contracts/cluster-network';
import { Dashboards } from '../../contracts/dashboards';
import { Cni, LoadBalancerOwner } from '../../contracts/exclusives';
import {
  LoadBalancing,
  type AddressRequest,
  type LoadBalancer,
} from '../../contracts/load-balancing';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { alerts } from './alerts';
import { BgpSpeaker } from './bgp-speaker';
import { dashboard } from './dashboard';
import { exposeHubble, RELAY_METRICS } from './hubble';
import { IMAGES, images } from './images';
import {
  brings,
  CiliumCIDRGroup,
  CiliumClusterwideNetworkPolicy,
  CiliumEgressGatewayPolicy,
  CiliumL2AnnouncementPolicy,
  CiliumLoadBalancerIPPool,
  CiliumNetworkPolicy,
  type CiliumNetworkPolicySpec,
} from './kinds';
import { l2PolicySpec, poolError, poolSpec, unnamable } from './load-balancing';
import { exposeMesh } from './mesh';
import { apiServerError, ciliumWarnings, GATEWAY_KINDS, optionsError, takenPorts } from './needs';
import { nodeNeeds } from './node-needs';
import type { CiliumValuesOptions } from './options';
import { egressError, egressPolicy, policyError } from './policies';
import { ciliumValues } from './values';
import type {
  BgpAdvertisementOptions,
  BgpPeerOptions,
  ClusterMeshOptions,
  EgressPolicyOptions,
  L2PolicyOptions,
  LoadBalancerPool,
  LoadBalancingMode,
  LoadBalancingOptions,
} from './words';

export interface CiliumProps extends ComponentProps, CiliumValuesOptions, LoadBalancingOptions {}

/**
 * Gives Pods their network in eBPF: policies by identity, Services without kube-proxy, insight
 * into every flow, addresses for LoadBalancers, and a mesh between clusters. Choose it for new
 * kernels; choose Calico for proven ones, for plain routes that a network engineer can trace, and
 * for route reflectors.
 *
 * Upgrades go one minor version at a time, and the agents restart when a setting changes. IPAM,
 * Pod networks, block sizes, and a cluster's name and mesh number are fixed once Pods run.
 *
 * @see https://docs.cilium.io
 */
export class Cilium extends Component implements LoadBalancer {
  static readonly chart: ChartPin = {
    repository: 'https://helm.cilium.io',
    name: 'cilium',
    version: '1.20.0',
    kubeVersion: '>= 1.21.0-0',
    images: IMAGES,
  };
  static readonly images: ImageKeys = images;

  readonly release: HelmRelease;
  readonly ready = this;
  private readonly props: CiliumProps;
  private readonly speaker: BgpSpeaker;
  private readonly pools = new Map<string, LoadBalancerPool>();
  private hasEgressPolicies = false;

  /** @throws DefinitionError for choices that do not go together, or a pool or peer that cannot be */
  constructor(scope: Construct, id: string, props: CiliumProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'privileged' });
    this.props = props;
    const platform = Platform.of(this);
    const podNetworks = platform?.networks.pods ?? ['10.244.0.0/16'];
    const clusterName = props.clusterName ?? platform?.name ?? 'default';
    this.orFail(optionsError(props, { clusterName, podNetworks }));
    this.release = this.install(
      Cilium.chart,
      () =>
        ciliumValues(this, props, {
          clusterName,
          podNetworks,
          egressGateway: this.hasEgressPolicies,
          images: Cilium.images,
        }),
      { brings, needs: () => (props.gatewayApi ? GATEWAY_KINDS : []), images: Cilium.images },
    );
    this.speaker = new BgpSpeaker(this, { asn: props.asn, podNetworks });
    this.balanceLoad();
    if (props.clusterMesh) this.joinMesh(props.clusterMesh);
    Cni.claim(this);
    Network.provide(this, {
      replacesKubeProxy: props.kubeProxyReplacement ?? true,
      kubeProxyMode: 'iptables',
      encrypted: props.encryption !== undefined,
      enforcesPolicies: true,
    });
    this.hostNeeds(() => nodeNeeds(props));
    this.hostPorts(() => takenPorts(props, { metrics: Metrics.find(this) !== undefined }));
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      if (props.hubble ?? true) metrics.reach(this, { namespace, ports: [RELAY_METRICS] });
      metrics.addRules(this, { name: 'cilium', namespace, groups: alerts(props) });
    });
    Dashboards.whenProvided(this, (d) => d.add(this, dashboard(props), this.namespace));
    if (props.hubbleUi === 'exposed') {
      exposeHubble(this, props.hubbleLogin ?? 'proxy', this.namespace);
    }
    this.check(() => apiServerError(props, Platform.of(this)?.apiServer));
    for (const text of ciliumWarnings(this.release, props)) this.warn(text);
  }

  get loadBalancerClass(): string | undefined {
    if (!this.props.ownClassOnly) return undefined;
    return `io.cilium/${this.props.loadBalancing === 'l2' ? 'l2-announcer' : 'bgp-control-plane'}`;
  }

  /**
   * Adds addresses for Services of type LoadBalancer.
   * @throws DefinitionError if load balancing is off, there is such a pool, or an address cannot be
   */
  addPool(pool: LoadBalancerPool): void {
    const { name, addresses } = pool;
    this.needs(['l2', 'bgp'], `pool '${name}'`);
    if (this.pools.has(name)) this.fail(`there is already a pool '${name}'; name it otherwise`);
    this.orFail(poolError(pool));
    this.pools.set(name, pool);
    const withinNodes = this.props.loadBalancing === 'l2';
    for (const range of addresses) {
      this.claimAddresses(`load balancer pool '${name}'`, range, { withinNodes });
    }
    this.object(CiliumLoadBalancerIPPool, name, { spec: poolSpec(pool) });
  }

  /**
   * Says which nodes answer for which Services on their own network.
   * @throws DefinitionError unless load balancing is `l2`
   */
  addL2Policy(policy: L2PolicyOptions): void {
    this.needs(['l2'], `policy '${policy.name}'`);
    this.object(CiliumL2AnnouncementPolicy, policy.name, { spec: l2PolicySpec(policy) });
  }

  /** @throws DefinitionError if there is such a peer, its address cannot be, or BGP is off */
  addBgpPeer(peer: BgpPeerOptions): void {
    this.needs(['bgp'], `peer '${peer.name}'`);
    this.orFail(this.speaker.addPeer(peer));
  }

  /** @throws DefinitionError if BGP is off */
  addBgpAdvertisement(options: BgpAdvertisementOptions): void {
    this.needs(['bgp'], `advertisement '${options.name}'`);
    this.speaker.addAdvertisement(options);
  }

  /** @throws DefinitionError for a policy that selects nothing, or has no rules */
  addClusterwideNetworkPolicy(name: string, spec: CiliumNetworkPolicySpec): void {
    this.checkPolicy(`policy '${name}'`, spec, true);
    this.object(CiliumClusterwideNetworkPolicy, name, { spec });
  }

  /** @throws DefinitionError for a policy that selects nothing, or has no rules */
  addNetworkPolicy(namespace: string, name: string, spec: CiliumNetworkPolicySpec): void {
    this.checkPolicy(`policy '${namespace}/${name}'`, spec, false);
    this.object(CiliumNetworkPolicy, name, { spec }, { namespace });
  }

  /** Gives a name to CIDRs, for policies. */
  addCidrGroup(name: string, externalCIDRs: readonly string[]): void {
    this.object(CiliumCIDRGroup, name, { spec: { externalCIDRs } });
  }

  /**
   * Has traffic leave the cluster with a known address.
   * @throws DefinitionError for destinations that cannot be, or without the replacement of kube-proxy
   */
  addEgressPolicy(policy: EgressPolicyOptions): void {
    this.orFail(egressError(policy, this.props));
    this.hasEgressPolicies = true;
    this.object(CiliumEgressGatewayPolicy, policy.name, { spec: egressPolicy(policy) });
  }

  serviceAnnotations({ addresses }: AddressRequest): Readonly<Record<string, string>> {
    return addresses ? { 'lbipam.cilium.io/ips': addresses.join(',') } : {};
  }

  /** @throws DefinitionError if the pool is not there, or serves Services without asking for labels */
  serviceLabels({ pool }: AddressRequest): Readonly<Record<string, string>> {
    if (pool === undefined) return {};
    return this.pools.get(pool)?.serviceLabels ?? this.fail(unnamable(pool));
  }

  private balanceLoad(): void {
    const { loadBalancing = 'none', pools = [], peers = [] } = this.props;
    const { l2Policies = [{ name: 'all' }], advertisements = [{ name: 'services' }] } = this.props;
    for (const pool of pools) this.addPool(pool);
    for (const peer of peers) this.addBgpPeer(peer);
    if (loadBalancing === 'none') return;
    if (loadBalancing === 'l2') for (const policy of l2Policies) this.addL2Policy(policy);
    if (loadBalancing === 'bgp') {
      for (const told of advertisements) this.addBgpAdvertisement(told);
      this.check(() => this.speaker.error);
    }
    LoadBalancing.provide(this, this);
    LoadBalancerOwner.claim(this, () => !this.props.ownClassOnly);
    this.check(() =>
      this.pools.size === 0
        ? 'has no addresses for LoadBalancers; pass `pools` or call `addPool()`'
        : undefined,
    );
  }

  private joinMesh(mesh: ClusterMeshOptions): void {
    for (const { name, pods } of mesh.clusters ?? []) {
      for (const cidr of pods) this.claimAddresses(`Pods of the cluster '${name}'`, cidr);
    }
    if (mesh.service !== 'LoadBalancer') return;
    LoadBalancing.require(this, "to give the mesh's API an address");
    LoadBalancing.whenProvided(this, (balancer) => {
      exposeMesh(this, { namespace: this.namespace, mesh, balancer });
    });
  }

  private checkPolicy(what: string, spec: CiliumNetworkPolicySpec, clusterwide: boolean): void {
    const hostFirewall = this.props.hostFirewall ?? false;
    const error = policyError(spec, { clusterwide, hostFirewall });
    if (error !== undefined) this.fail(`${what} ${error}`);
  }

  private needs(modes: readonly LoadBalancingMode[], what: string): void {
    const { loadBalancing = 'none' } = this.props;
    if (modes.includes(loadBalancing)) return;
    const choice = modes.map((mode) => `'${mode}'`).join(' or ');
    this.fail(`${what} is of no use with the load balancing '${loadBalancing}'; choose ${choice}`);
  }
}
