import { parseAddresses, type SecretRef } from '../../index';
import type { BGPConfigurationSpec, BGPPeerSpec } from './kinds';
import { selectorError } from './selectors';
import type { BgpOptions, BgpPeerOptions, RouteReflectors } from './words';

/** Whether every node peers with every other. */
export const hasMesh = (bgp: BgpOptions): boolean =>
  bgp.nodeMesh ?? bgp.routeReflectors === undefined;

/** What is wrong with how BGP is set up, or `undefined`. */
export function bgpError(bgp: BgpOptions): string | undefined {
  const { routeReflectors } = bgp;
  if (routeReflectors && hasMesh(bgp)) {
    return 'has route reflectors beside the mesh of all nodes; leave `nodeMesh` out, or set it to false';
  }
  if (bgp.nodePassword && !routeReflectors && !hasMesh(bgp)) {
    return 'has a password for sessions between nodes, but there are none; leave `nodePassword` out';
  }
  const cidrs = [
    ...(bgp.advertiseLoadBalancers ?? []),
    ...(bgp.advertiseExternal ?? []),
    ...Object.keys(bgp.prefixCommunities ?? {}),
  ];
  const wrong = cidrs.map((cidr) => parseAddresses(cidr)).find((r) => typeof r === 'string');
  if (wrong !== undefined) return `cannot advertise: ${wrong}; correct it`;
  return (
    asNumberError('asNumber', bgp.asNumber) ??
    (routeReflectors && selectorError(routeReflectors.nodeSelector))
  );
}

/** What is wrong with a peer, or `undefined`. */
export function peerError(peer: BgpPeerOptions): string | undefined {
  const of = `peer '${peer.name}'`;
  const { host, port } = endpoint(peer.address);
  const address = host.includes('/') || host.includes('-') ? 'a range' : parseAddresses(host);
  if (typeof address === 'string' || port < 1 || port > 65535) {
    return `${of} has the address '${peer.address}'; write it like \`192.0.2.1\` or \`[2001:db8::1]:1179\``;
  }
  const { ttlSecurity } = peer;
  if (ttlSecurity !== undefined && (ttlSecurity < 1 || ttlSecurity > 255)) {
    return `${of} is '${ttlSecurity}' hops away; pass 1 to 255`;
  }
  const wrong =
    asNumberError('asNumber', peer.asNumber) ??
    asNumberError('localAsNumber', peer.localAsNumber) ??
    (peer.nodeSelector === undefined ? undefined : selectorError(peer.nodeSelector));
  return wrong && `${of}: ${wrong}`;
}

/** The settings that all sessions share. */
export function bgpConfiguration(
  bgp: BgpOptions,
  serviceNetworks: readonly string[],
): BGPConfigurationSpec {
  const { nodePassword, communities = {}, prefixCommunities = {} } = bgp;
  const cidrs = (all: readonly string[] = []) => all.map((cidr) => ({ cidr }));
  return {
    asNumber: bgp.asNumber ?? 64512,
    nodeToNodeMeshEnabled: hasMesh(bgp),
    serviceClusterIPs: cidrs(bgp.advertiseServices ? serviceNetworks : []),
    serviceLoadBalancerIPs: cidrs(bgp.advertiseLoadBalancers),
    serviceExternalIPs: cidrs(bgp.advertiseExternal),
    communities: Object.entries(communities).map(([name, value]) => ({ name, value })),
    prefixAdvertisements: Object.entries(prefixCommunities).map(([cidr, carried]) => ({
      cidr,
      communities: carried,
    })),
    ...(nodePassword &&
      hasMesh(bgp) && { nodeMeshPassword: { secretKeyRef: { ...nodePassword } } }),
  };
}

/** The nodes that reflect routes, as peers of all nodes. */
export const reflectorPeer = (
  { nodeSelector }: RouteReflectors,
  password: SecretRef | undefined,
): BGPPeerSpec => ({
  nodeSelector: 'all()',
  peerSelector: nodeSelector,
  ...(password && { password: { secretKeyRef: { ...password } } }),
});

/** A router as a peer of the nodes. */
export function bgpPeer(peer: BgpPeerOptions): BGPPeerSpec {
  const { password, filters, maxRestartSeconds } = peer;
  return {
    peerIP: peer.address,
    asNumber: peer.asNumber,
    ...(peer.localAsNumber !== undefined && { localASNumber: peer.localAsNumber }),
    ...(peer.nodeSelector !== undefined && { nodeSelector: peer.nodeSelector }),
    ...(peer.keepNextHop && { keepOriginalNextHop: true }),
    ...(peer.ttlSecurity !== undefined && { ttlSecurity: peer.ttlSecurity }),
    ...(maxRestartSeconds !== undefined && { maxRestartTime: `${maxRestartSeconds}s` }),
    ...(filters && { filters }),
    ...(password && { password: { secretKeyRef: { ...password } } }),
  };
}

function asNumberError(what: string, value: number | undefined): string | undefined {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= 4294967295)) {
    return undefined;
  }
  return `${what} '${value}' is no autonomous system; pass 1 to 4294967295`;
}

/** `192.0.2.1:1179` and `[2001:db8::1]:1179` have a port, `2001:db8::1` has none. */
function endpoint(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(address);
  if (!match) return { host: address, port: 179 };
  return { host: match[1] ?? match[2] ?? '', port: Number(match[3] ?? 179) };
}
