import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { LoadBalancerOwner } from '../../contracts/exclusives';
import {
  LoadBalancing,
  type AddressRequest,
  type LoadBalancer,
} from '../../contracts/load-balancing';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { dashboard } from './dashboard';
import { IMAGES } from './images';
import {
  BFDProfile,
  BGPAdvertisement,
  BGPPeer,
  brings,
  Community,
  IPAddressPool,
  L2Advertisement,
} from './kinds';
import { nodePorts } from './node-ports';
import { metallbValues, type MetalLBValuesOptions } from './values';
import type {
  AddressPool,
  BfdProfileOptions,
  BgpAdvertisementOptions,
  BgpPeerOptions,
  Layer2Options,
} from './words';

export interface MetalLBProps extends ComponentProps, MetalLBValuesOptions {
  /** Pools to start with. @default - none; `addPool()` must then add one */
  readonly pools?: readonly AddressPool[];
  /** Routers to start with. @default - none; pools are announced on layer 2 */
  readonly peers?: readonly BgpPeerOptions[];
  /** The cluster's autonomous system. @default - each peer names it */
  readonly asn?: number;
  /** How pools are announced on layer 2. @default - on every interface of every node */
  readonly layer2?: Layer2Options;
}

/**
 * Gives Services of type LoadBalancer an address where no cloud does, and announces it to the
 * network: by ARP and NDP, or by BGP. Choose BGP where the routers can be configured: it spreads
 * load over nodes and fails over in seconds; layer 2 needs nothing but free addresses.
 *
 * @see https://metallb.universe.tf
 */
export class MetalLB extends Component implements LoadBalancer {
  static readonly chart: ChartPin = {
    repository: 'https://metallb.github.io/metallb',
    name: 'metallb',
    version: '0.16.1',
    kubeVersion: '>= 1.19.0-0',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'controller.image.repository': 'quay.io/metallb/controller',
    'speaker.image.repository': 'quay.io/metallb/speaker',
    'speaker.frr.image.repository': 'quay.io/frrouting/frr',
    'frr-k8s.frrk8s.image.repository': 'quay.io/metallb/frr-k8s',
    'frr-k8s.frrk8s.frr.image.repository': 'quay.io/frrouting/frr',
  };

  readonly release: HelmRelease;
  readonly loadBalancerClass: string | undefined;
  readonly ready = this;
  private readonly props: MetalLBProps;
  private readonly pools = new Map<string, AddressPool>();
  private readonly peers = new Set<string>();
  private readonly bfdProfiles = new Set<string>();

  constructor(scope: Construct, id: string, props: MetalLBProps = {}) {
    super(scope, id, props, { namespace: 'metallb-system', podSecurity: 'privileged' });
    this.props = props;
    this.loadBalancerClass = props.loadBalancerClass;
    const values = () => metallbValues(this, props, { bgp: this.peers.size > 0 });
    this.release = this.install(MetalLB.chart, values, { brings, images: MetalLB.images });
    for (const peer of props.peers ?? []) this.addPeer(peer);
    for (const pool of props.pools ?? []) this.addPool(pool);
    LoadBalancing.provide(this, this);
    LoadBalancerOwner.claim(this, () => props.loadBalancerClass === undefined);
    this.hostPorts(() =>
      nodePorts({
        bgp: this.peers.size > 0,
        bfd: this.bfdProfiles.size > 0,
        metrics: Metrics.find(this) !== undefined,
      }),
    );
    Metrics.whenProvided(this, (metrics) => {
      metrics.reach(this, { namespace: this.namespace, ports: [9120] });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, this.namespace));
    this.check(() =>
      this.pools.size === 0
        ? 'has no addresses to hand out; pass `pools` or call `addPool()`'
        : undefined,
    );
  }

  /**
   * Adds addresses and announces them.
   * @throws DefinitionError if there is such a pool, or it is announced by BGP and there is no peer
   */
  addPool(pool: AddressPool): void {
    const { name, addresses, autoAssign = true, namespaces, priority } = pool;
    if (this.pools.has(name)) this.fail(`there is already a pool '${name}'; name it otherwise`);
    if (addresses.length === 0) this.fail(`pool '${name}' has no addresses; pass one or more`);
    const announce = pool.announce ?? (this.peers.size > 0 ? 'bgp' : 'layer-2');
    if (announce === 'bgp' && this.peers.size === 0) {
      this.fail(`pool '${name}' is announced by BGP, but there is no peer; add one before`);
    }
    this.pools.set(name, pool);
    for (const range of addresses) {
      this.claimAddresses(`load balancer pool '${name}'`, range, {
        withinNodes: announce === 'layer-2',
      });
    }
    const limited = namespaces !== undefined || priority !== undefined;
    this.object(IPAddressPool, name, {
      spec: {
        addresses,
        autoAssign,
        avoidBuggyIPs: true,
        ...(limited && {
          serviceAllocation: {
            ...(namespaces && { namespaces }),
            ...(priority !== undefined && { priority }),
          },
        }),
      },
    });
    if (announce === 'layer-2') this.announceOnLayer2(name);
    if (announce === 'bgp') this.addBgpAdvertisement({ name, pools: [name] });
  }

  /** @throws DefinitionError if there is such a peer, or no autonomous system is known */
  addPeer(peer: BgpPeerOptions): void {
    const { name, address, asn, port, holdTimeSeconds, multihop, bfdProfile, passwordSecret } =
      peer;
    if (this.peers.has(name)) this.fail(`there is already a peer '${name}'; name it otherwise`);
    const myASN = peer.localAsn ?? this.props.asn;
    if (myASN === undefined) {
      this.fail(`peer '${name}' has no local autonomous system; pass \`asn\` or \`localAsn\``);
    }
    this.peers.add(name);
    this.check(() =>
      bfdProfile === undefined || this.bfdProfiles.has(bfdProfile)
        ? undefined
        : `peer '${name}' names the BFD profile '${bfdProfile}', which is not there; add it with \`addBfdProfile()\``,
    );
    this.object(BGPPeer, name, {
      spec: {
        myASN,
        peerASN: asn,
        peerAddress: address,
        ...(port !== undefined && { peerPort: port }),
        ...(holdTimeSeconds !== undefined && { holdTime: `${holdTimeSeconds}s` }),
        ...(multihop && { ebgpMultiHop: true }),
        ...(bfdProfile !== undefined && { bfdProfile }),
        ...(passwordSecret !== undefined && { passwordSecret: { name: passwordSecret } }),
        ...nodeSelectors(peer.nodeSelector),
      },
    });
  }

  /** Announces pools to peers in one more way, beside what `addPool` does. */
  addBgpAdvertisement(options: BgpAdvertisementOptions): void {
    const { name, pools, peers, communities, aggregationLength, localPreference } = options;
    this.object(BGPAdvertisement, name, {
      spec: {
        ...(pools && { ipAddressPools: pools }),
        ...(peers && { peers }),
        ...(communities && { communities }),
        ...(aggregationLength !== undefined && { aggregationLength }),
        ...(localPreference !== undefined && { localPref: localPreference }),
        ...nodeSelectors(options.nodeSelector),
      },
    });
  }

  /** Makes the loss of a peer known in milliseconds. */
  addBfdProfile(options: BfdProfileOptions): void {
    const { name, receiveInterval = 300, transmitInterval = 300, detectMultiplier = 3 } = options;
    this.bfdProfiles.add(name);
    this.object(BFDProfile, name, {
      spec: { receiveInterval, transmitInterval, detectMultiplier },
    });
  }

  /** Gives a name to a BGP community such as `65535:65282`. */
  addCommunity(name: string, value: string): void {
    this.object(Community, name, { spec: { communities: [{ name, value }] } });
  }

  serviceAnnotations({ pool, addresses }: AddressRequest): Readonly<Record<string, string>> {
    return {
      ...(pool !== undefined && { 'metallb.io/address-pool': pool }),
      ...(addresses && { 'metallb.io/loadBalancerIPs': addresses.join(',') }),
    };
  }

  /** None: Services ask by annotations. */
  serviceLabels(): Readonly<Record<string, string>> {
    return {};
  }

  private announceOnLayer2(pool: string): void {
    const { interfaces, nodeSelector } = this.props.layer2 ?? {};
    this.object(L2Advertisement, pool, {
      spec: {
        ipAddressPools: [pool],
        ...(interfaces && { interfaces }),
        ...nodeSelectors(nodeSelector),
      },
    });
  }
}

const nodeSelectors = (labels: Readonly<Record<string, string>> | undefined) =>
  labels && { nodeSelectors: [{ matchLabels: labels }] };
