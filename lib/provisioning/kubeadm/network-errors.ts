import { parseAddresses } from '../../index';
import type { Cluster } from './cluster';
import type { KubeadmProps } from './words';

/** The most nodes that the controller manager's map of Pod networks has room for, in bits. */
const NODE_BITS = 16;

/** The largest Service network, in bits of addresses: /12 of IPv4, /108 of IPv6. */
const SERVICE_BITS = 20;

/** What is wrong with the cluster's own networks. */
export function networkErrors(cluster: Cluster, props: KubeadmProps): readonly string[] {
  const { pods, services } = cluster;
  return [
    ...familiesOf('Pod', pods),
    ...familiesOf('Service', services),
    ...pods.flatMap((network) => podError(network, cluster, props) ?? []),
    ...services.flatMap((network) => serviceError(network) ?? []),
    ...sameFamilies(cluster),
    ...advertised(cluster),
  ];
}

/** More Pods than a node has addresses; of no meaning with a CNI that hands out its own. */
export function podsPerNodeWarning({ pods }: Cluster, props: KubeadmProps): string | undefined {
  const { nodeMask = 24, kubelet } = props;
  const { maxPods = 110 } = kubelet ?? {};
  const addresses = 2 ** (32 - nodeMask) - 2;
  return pods.some((network) => !network.includes(':')) && maxPods > addresses
    ? `gives each node ${addresses} Pod addresses (/${nodeMask}) and lets it run ${maxPods} Pods; lower \`nodeMask\` or \`kubelet.maxPods\`, unless the CNI hands out addresses by itself`
    : undefined;
}

/** Nodes that have addresses of one family only, in a cluster of two. */
export function dualStackWarning(
  { pods, controlPlanes, workers }: Cluster,
  { secondAddresses = {} }: KubeadmProps,
): string | undefined {
  if (pods.length < 2) return undefined;
  const without = [...controlPlanes, ...workers].filter(({ name }) => !(name in secondAddresses));
  return without.length > 0
    ? `has Pod networks of both families and nodes with one address (${without.map(({ name }) => name).join(', ')}); name the other one in \`secondAddresses\`, else Pods on the host network have one family`
    : undefined;
}

function familiesOf(what: string, networks: readonly string[]): string[] {
  const [first, second, third] = networks;
  if (first === undefined)
    return [`has no ${what} network; name one in the platform's \`networks\``];
  if (second === undefined) return [];
  const isDual = third === undefined && first.includes(':') !== second.includes(':');
  return isDual
    ? []
    : [
        `has the ${what} networks '${networks.join(', ')}'; give one, or one of IPv4 and one of IPv6`,
      ];
}

function podError(network: string, cluster: Cluster, props: KubeadmProps): string | undefined {
  if (typeof parseAddresses(network) === 'string') return undefined; // The platform itself reports it.
  const is6 = network.includes(':');
  const [name, mask] = is6
    ? (['nodeMaskIpv6', props.nodeMaskIpv6 ?? 64] as const)
    : (['nodeMask', props.nodeMask ?? 24] as const);
  if (!(mask >= 1 && mask <= (is6 ? 128 : 32))) return undefined; // What is no mask is reported by itself.
  const bits = bitsOf(network);
  const nodes = cluster.controlPlanes.length + cluster.workers.length;
  const needed = Math.ceil(Math.log2(Math.max(nodes, 1)));
  if (mask < bits || 2 ** (mask - bits) < nodes) {
    const room = mask < bits ? 0 : 2 ** (mask - bits);
    return `Pod network '${network}' has room for ${room} nodes with a /${mask} each, and there are ${nodes}; take a network of /${Math.max(mask - needed, 1)} or larger, or give \`${name}: ${bits + needed}\` or more`;
  }
  return mask - bits > NODE_BITS
    ? `Pod network '${network}' has more parts of /${mask} than Kubernetes keeps count of; give \`${name}: ${bits + NODE_BITS}\` or less`
    : undefined;
}

function serviceError(network: string): string | undefined {
  if (typeof parseAddresses(network) === 'string') return undefined;
  const all = network.includes(':') ? 128 : 32;
  const bits = bitsOf(network);
  if (all - bits > SERVICE_BITS) {
    return `Service network '${network}' is larger than Kubernetes takes; make it /${all - SERVICE_BITS} or smaller`;
  }
  return all - bits < 4
    ? `Service network '${network}' has no tenth address, which DNS needs; make it /${all - 4} or larger`
    : undefined;
}

function sameFamilies({ pods, services }: Cluster): string[] {
  const [pod] = pods;
  const [service] = services;
  if (pod === undefined || service === undefined) return [];
  return pod.includes(':') === service.includes(':') && pods.length >= services.length
    ? []
    : [
        `Service networks '${services.join(', ')}' do not fit the Pod networks '${pods.join(', ')}'; name the same families in the same order`,
      ];
}

/** API servers announce an address of the first Service network's family. */
function advertised({ controlPlanes, services }: Cluster): string[] {
  const [first] = services;
  return controlPlanes
    .filter(({ address }) => first !== undefined && address.includes(':') !== first.includes(':'))
    .map(
      ({ name, address }) =>
        `'${name}' has the address '${address}', which is not of the family of the first Service network '${first}'; change the order of \`networks.services\`, or the address`,
    );
}

const bitsOf = (network: string): number => Number(network.split('/')[1]);
