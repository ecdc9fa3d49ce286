import type { Construct } from 'constructs';
import { KubeObject, type Kind } from '../../index';
import {
  advertisement,
  ADVERTISEMENT,
  clusterConfig,
  peerConfig,
  peerError,
  type Session,
} from './bgp';
import { CiliumBGPAdvertisement, CiliumBGPClusterConfig, CiliumBGPPeerConfig } from './kinds';
import type { BgpAdvertisementOptions, BgpPeerOptions } from './words';

/** The peers and advertisements of one cluster, drawn below `scope` as they come. */
export class BgpSpeaker {
  private readonly peers = new Map<string, BgpPeerOptions>();
  private readonly advertisements = new Set<string>();
  private readonly sessions = new Map<string, Session[]>();

  constructor(
    private readonly scope: Construct,
    private readonly options: {
      readonly asn: number | undefined;
      /** The routes are of the families that Pods have. */
      readonly podNetworks: readonly string[];
    },
  ) {}

  /** @returns a sentence that says what is wrong with the peer, or `undefined` */
  addPeer(peer: BgpPeerOptions): string | undefined {
    const { name } = peer;
    if (this.peers.has(name)) return `there is already a peer '${name}'; name it otherwise`;
    const error = peerError(peer);
    if (error !== undefined) return error;
    const localAsn = peer.localAsn ?? this.options.asn;
    if (localAsn === undefined) {
      return `peer '${name}' has no local autonomous system; pass \`asn\` or \`localAsn\``;
    }
    this.peers.set(name, peer);
    this.draw(CiliumBGPPeerConfig, name, { spec: peerConfig(peer, this.families) });
    this.join({ peer, localAsn });
    return undefined;
  }

  addAdvertisement(options: BgpAdvertisementOptions): void {
    const { name } = options;
    this.advertisements.add(name);
    const labels = { [ADVERTISEMENT]: name };
    this.draw(CiliumBGPAdvertisement, name, { spec: advertisement(options) }, labels);
  }

  /** What is wrong with all of it together, or `undefined`. */
  get error(): string | undefined {
    if (this.peers.size === 0)
      return 'has no routers to talk to; pass `peers` or call `addBgpPeer()`';
    if (this.sessions.has('') && this.sessions.size > 1) {
      return 'has peers of all nodes beside peers of some, but a node takes part in one group of peers only; give all peers `nodeLabels`, or none';
    }
    for (const { name, advertisements = [] } of this.peers.values()) {
      const missing = advertisements.find((a) => !this.advertisements.has(a));
      if (missing !== undefined) {
        return `peer '${name}' names the advertisement '${missing}', which is not there; add it with \`addBgpAdvertisement()\``;
      }
    }
    return undefined;
  }

  private get families(): readonly ('ipv4' | 'ipv6')[] {
    return (['ipv4', 'ipv6'] as const).filter((family) =>
      this.options.podNetworks.some((cidr) => cidr.includes(':') === (family === 'ipv6')),
    );
  }

  /** Puts the session into the object of its group of nodes, which is drawn for the first one. */
  private join(session: Session): void {
    const { name, nodeLabels = {} } = session.peer;
    const labels = Object.entries(nodeLabels).map((label) => label.join('='));
    const group = labels.sort().join(',');
    const known = this.sessions.get(group);
    if (known) {
      known.push(session);
      return;
    }
    const sessions = [session];
    this.sessions.set(group, sessions);
    const config = group === '' ? 'all-nodes' : `nodes-of-${name}`;
    this.draw(CiliumBGPClusterConfig, config, () => ({ spec: clusterConfig(sessions) }));
  }

  private draw<Body extends object>(
    kind: Kind<Body>,
    name: string,
    body: Body | (() => Body),
    labels: Readonly<Record<string, string>> = {},
  ): void {
    new KubeObject(this.scope, `${kind.kind}-${name}`, kind, { name, labels, body });
  }
}
