import { contains, parseAddresses, type HostPeer, type Platform } from '../../index';
import { isIpv6 } from '../api-endpoint';

/** Addresses of those who may connect, by family. */
export interface Sources {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

/** What is known of those who connect. */
export interface Surroundings {
  readonly platform: Platform;
  /** Networks of the operators; anywhere if undefined. */
  readonly operators: readonly string[] | undefined;
}

/** Who is meant by `peers`: addresses, or everybody. */
export function sourcesOf(
  peers: readonly HostPeer[],
  surroundings: Surroundings,
): Sources | 'anywhere' {
  const found = peers.map((peer) => addressesOf(peer, surroundings));
  if (found.includes('anywhere')) return 'anywhere';
  const all = found.flatMap((addresses) => (addresses === 'anywhere' ? [] : addresses));
  const simple = simplified(all);
  return {
    v4: simple.filter((address) => !isIpv6(address)),
    v6: simple.filter(isIpv6),
  };
}

function addressesOf(
  peer: HostPeer,
  { platform, operators }: Surroundings,
): readonly string[] | 'anywhere' {
  if (peer === 'anywhere') return 'anywhere';
  if (peer === 'operator') return operators ?? 'anywhere';
  // Most CNIs give what leaves the Pods' network the address of the node.
  if (peer === 'pods') return [...platform.networks.pods, ...nodeAddresses(platform, 'nodes')];
  if (peer === 'nodes' || peer === 'control-plane' || peer === 'worker') {
    return nodeAddresses(platform, peer);
  }
  if (peer === 'load-balancer' || peer === 'etcd' || peer === 'build') {
    return platform.hosts(peer).map(({ address }) => address);
  }
  return [peer];
}

/** The inventory knows one address of a node; of the other family there is the network only. */
function nodeAddresses(
  platform: Platform,
  group: 'nodes' | 'control-plane' | 'worker',
): readonly string[] {
  const addresses = platform.hosts(group).map(({ address }) => address);
  const unknown = platform.networks.nodes.filter(
    (network) => !addresses.some((address) => isIpv6(address) === isIpv6(network)),
  );
  return addresses.length === 0 ? [] : [...addresses, ...unknown];
}

/** Without what is within another: nftables takes no overlapping intervals. */
function simplified(addresses: readonly string[]): readonly string[] {
  const ranges = [...new Set(addresses)].flatMap((address) => {
    const range = parseAddresses(address);
    return typeof range === 'string' ? [] : [{ address, range }];
  });
  return ranges
    .filter(({ range: own }, at) =>
      ranges.every(({ range: outer }, otherAt) => {
        if (at === otherAt || !contains(outer, own)) return true;
        return contains(own, outer) && at < otherAt;
      }),
    )
    .map(({ address }) => address);
}
