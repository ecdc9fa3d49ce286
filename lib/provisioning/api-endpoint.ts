import type { IConstruct } from 'constructs';
import type { ApiEndpoint } from '../contracts/api-load-balancer';
import {
  contains,
  DefinitionError,
  Exclusive,
  overlap,
  parseAddresses,
  Platform,
  type Host,
} from '../index';

/** Who moves the address of the API servers between machines. */
export const ApiAddressOwner = new Exclusive(
  "the API servers' virtual address",
  'it can be in one hand only; keep HAProxy or kube-vip, and remove the other',
);

/** Where API servers listen, unless something else is told to all that start them. */
export const API_SERVER_PORT = 6443;

/** What is asked about an address before machines share it. */
export interface AddressQuestion {
  readonly platform: Platform;
  /** The address that moves between machines. */
  readonly address: string;
  /** Machines that may hold it. */
  readonly holders: readonly Host[];
  /** Bits of the network part, where a user gave them. */
  readonly prefixLength?: number | undefined;
}

/** A platform with API servers, and where they answer. */
export interface Balanced {
  readonly platform: Platform;
  readonly endpoint: ApiEndpoint;
}

/**
 * Where the API servers answer, from the platform's own words.
 * @param virtualAddress as the user gave it
 * @throws DefinitionError where the platform does not say it, or says something else
 */
export function apiEndpoint(scope: IConstruct, virtualAddress: string | undefined): Balanced {
  const platform = Platform.of(scope);
  if (platform?.apiServer === undefined) {
    throw new DefinitionError(
      scope,
      'does not know where the API servers answer; give the platform `apiServer: { host }`',
    );
  }
  const { host, port } = platform.apiServer;
  const address = virtualAddress ?? (isAddress(host) ? host : undefined);
  if (address === undefined) {
    throw new DefinitionError(
      scope,
      `does not know the address behind '${host}'; give \`virtualAddress\``,
    );
  }
  if (!isAddress(address)) {
    throw new DefinitionError(
      scope,
      `virtualAddress '${address}' is not an address such as \`192.0.2.10\``,
    );
  }
  if (isAddress(host) && host !== address) {
    throw new DefinitionError(
      scope,
      `virtualAddress '${address}' is not the platform's \`apiServer.host\` '${host}'; drop it, or give \`apiServer\` a host name that leads there`,
    );
  }
  if (platform.controlPlaneAddresses.length === 0) {
    throw new DefinitionError(
      scope,
      'has no API server to lead to; give the platform nodes with role `control-plane`',
    );
  }
  return { platform, endpoint: { host, port, virtualAddress: address } };
}

/** What is wrong with an address that machines are to share on their own network, if anything. */
export function sharedAddressError(question: AddressQuestion): string | undefined {
  const { platform, address, holders, prefixLength } = question;
  const vip = parseAddresses(address);
  if (typeof vip === 'string') return vip;
  const bits = vip.family === 4 ? 32 : 128;
  if (prefixLength !== undefined && !(prefixLength >= 1 && prefixLength <= bits)) {
    return `prefixLength '${prefixLength}' is not one of an IPv${vip.family} network; give 1 to ${bits}`;
  }
  for (const holder of holders) {
    const own = parseAddresses(holder.address);
    if (typeof own === 'string') continue; // The platform itself reports it.
    if (own.family !== vip.family) {
      return `virtual address '${address}' is not of the same family as '${holder.address}' of '${holder.name}'; take one of the machines' network`;
    }
    const network = networkOf(platform, holder.address);
    const range = network === undefined ? undefined : parseAddresses(network);
    const shift = BigInt(bits - (prefixLength ?? bits));
    const near =
      range === undefined || typeof range === 'string'
        ? shift === 0n || vip.first >> shift === own.first >> shift
        : contains(range, vip);
    if (near) continue;
    const where = network ?? `${holder.address}/${prefixLength}`;
    return `virtual address '${address}' is not in the network '${where}' of '${holder.name}', which is to hold it; take a free address of that network`;
  }
  return undefined;
}

/**
 * Bits of the network part that the address is put on an interface with: what the user gave, else
 * that of the node network that it is in, else those of one address alone.
 */
export function prefixLengthOf({ platform, address, prefixLength }: AddressQuestion): number {
  if (prefixLength !== undefined) return prefixLength;
  const network = networkOf(platform, address);
  return network === undefined ? (isIpv6(address) ? 128 : 32) : Number(network.split('/')[1]);
}

/** Whether a text is an IP address, without a network part. */
export const isAddress = (text: string): boolean =>
  !/[/-]/.test(text) && typeof parseAddresses(text) !== 'string';

/** Whether an address or network is of IPv6. */
export const isIpv6 = (address: string): boolean => address.includes(':');

/** The node network that an address is in, where it is known. */
function networkOf({ networks }: Platform, address: string): string | undefined {
  const range = parseAddresses(address);
  if (typeof range === 'string') return undefined;
  return networks.nodes.find((network) => {
    const known = parseAddresses(network);
    return typeof known !== 'string' && overlap(known, range);
  });
}
