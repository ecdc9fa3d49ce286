import { parseAddresses } from '../../index';
import type {
  CiliumBGPAdvertisementSpec,
  CiliumBGPClusterConfigSpec,
  CiliumBGPPeerConfigSpec,
  LabelSelector,
} from './kinds';
import type { BgpAdvertisementOptions, BgpPeerOptions } from './words';

/** Label by which peers choose their advertisements. */
export const ADVERTISEMENT = 'kubestrata.io/advertisement';

/** A peer, with the autonomous system that the cluster has for it. */
export interface Session {
  readonly peer: BgpPeerOptions;
  readonly localAsn: number;
}

/** What is wrong with a peer, or `undefined`. */
export function peerError({ name, address, asn, localAsn }: BgpPeerOptions): string | undefined {
  const parsed = /[/-]/.test(address) ? 'a range' : parseAddresses(address);
  if (typeof parsed === 'string') {
    return `peer '${name}' has the address '${address}'; write it like \`192.0.2.1\``;
  }
  const wrong = [asn, localAsn].find(
    (n) => n !== undefined && !(Number.isInteger(n) && n >= 1 && n <= 4294967295),
  );
  return wrong === undefined
    ? undefined
    : `peer '${name}' has the autonomous system '${wrong}'; pass 1 to 4294967295`;
}

/** The sessions of one group of nodes: a node takes part in one such object only. */
export function clusterConfig(sessions: readonly Session[]): CiliumBGPClusterConfigSpec {
  const labels = sessions[0]?.peer.nodeLabels;
  const asns = [...new Set(sessions.map((s) => s.localAsn))];
  return {
    ...(labels && { nodeSelector: { matchLabels: labels } }),
    bgpInstances: asns.map((localASN) => ({
      name: `as-${localASN}`,
      localASN,
      peers: sessions
        .filter((s) => s.localAsn === localASN)
        .map(({ peer: { name, address, asn } }) => ({
          name,
          peerAddress: address,
          peerASN: asn,
          peerConfigRef: { name },
        })),
    })),
  };
}

/** How a session is kept, and what is told in it. */
export function peerConfig(
  peer: BgpPeerOptions,
  families: readonly ('ipv4' | 'ipv6')[],
): CiliumBGPPeerConfigSpec {
  const { passwordSecret, multihop, holdTimeSeconds, port } = peer;
  const wanted = peer.advertisements
    ? { key: ADVERTISEMENT, operator: 'In' as const, values: peer.advertisements }
    : { key: ADVERTISEMENT, operator: 'Exists' as const };
  return {
    ...(passwordSecret !== undefined && { authSecretRef: passwordSecret }),
    ...(multihop !== undefined && { ebgpMultihop: multihop }),
    ...(port !== undefined && { transport: { peerPort: port } }),
    ...(holdTimeSeconds !== undefined && {
      timers: {
        holdTimeSeconds,
        keepAliveTimeSeconds: Math.max(1, Math.floor(holdTimeSeconds / 3)),
      },
    }),
    // Routers keep the routes while an agent restarts: its eBPF programs go on forwarding.
    gracefulRestart: { enabled: true },
    families: families.map((afi) => ({
      afi,
      safi: 'unicast',
      advertisements: { matchExpressions: [wanted] },
    })),
  };
}

/** What routers are told. */
export function advertisement(options: BgpAdvertisementOptions): CiliumBGPAdvertisementSpec {
  const { what = 'services', serviceLabels, communities = [], localPreference } = options;
  const large = communities.filter((c) => c.split(':').length === 3);
  const standard = communities.filter((c) => !large.includes(c));
  const hasAttributes = communities.length > 0 || localPreference !== undefined;
  const attributes = {
    ...(communities.length > 0 && {
      communities: {
        ...(standard.length > 0 && { standard }),
        ...(large.length > 0 && { large }),
      },
    }),
    ...(localPreference !== undefined && { localPreference }),
  };
  return {
    advertisements: [
      {
        ...(what === 'pods'
          ? { advertisementType: 'PodCIDR' }
          : {
              advertisementType: 'Service',
              service: { addresses: ['LoadBalancerIP'] },
              selector: serviceLabels ? { matchLabels: serviceLabels } : ALL_SERVICES,
            }),
        ...(hasAttributes && { attributes }),
      },
    ],
  };
}

/** Cilium advertises no Service without a selector; this one is true of all. */
const ALL_SERVICES: LabelSelector = {
  matchExpressions: [{ key: ADVERTISEMENT, operator: 'NotIn', values: ['none'] }],
};
