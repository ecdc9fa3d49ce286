import { Address4, Address6 } from 'ip-address';

/** First and last address of a range, of one family, as numbers. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads a CIDR (`192.0.2.0/28`), one address, or a range (`192.0.2.1-192.0.2.9`).
 * A CIDR must name its network address: `192.0.2.7/28` is most likely a slip.
 * @returns the range, or a sentence that says what is wrong with the text
 */
export function parseAddresses(text: string): AddressRange | string {
  const [from, to, ...more] = text.split('-').map((part) => part.trim());
  if (from === undefined || more.length > 0) return `'${text}' is not a CIDR, address or range`;
  const first = parseOne(from);
  if (first === undefined) return `'${text}' is not a CIDR, address or range`;
  if (to === undefined) {
    const network = networkAddress(from);
    if (network !== undefined)
      return `'${text}' is not the start of its network; write '${network}'`;
    return first;
  }
  const last = parseOne(to);
  if (last === undefined) return `'${text}' is not a CIDR, address or range`;
  if (text.includes('/')) return `'${text}' mixes a CIDR with a range`;
  if (first.family !== last.family) return `'${text}' mixes IPv4 and IPv6`;
  if (first.first > last.first) return `'${text}' ends before it starts`;
  return { family: first.family, first: first.first, last: last.last };
}

/** An address with a port: `192.0.2.10:6443`, `[2001:db8::10]:6443`. */
export const hostPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Whether two ranges have an address in common. */
export const overlap = (a: AddressRange, b: AddressRange): boolean =>
  a.family === b.family && a.first <= b.last && b.first <= a.last;

/** Whether every address of `inner` is in `outer`. */
export const contains = (outer: AddressRange, inner: AddressRange): boolean =>
  outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;

function parseOne(text: string): AddressRange | undefined {
  const address = addressOf(text);
  if (address === undefined) return undefined;
  return {
    family: address instanceof Address4 ? 4 : 6,
    first: address.startAddress().bigInt(),
    last: address.endAddress().bigInt(),
  };
}

/** The CIDR that `text` should have been, where it is a CIDR with host bits set. */
function networkAddress(text: string): string | undefined {
  const address = text.includes('/') ? addressOf(text) : undefined;
  if (address === undefined || address.startAddress().bigInt() === address.bigInt())
    return undefined;
  return `${address.startAddress().correctForm()}/${address.subnetMask}`;
}

function addressOf(text: string): Address4 | Address6 | undefined {
  if (Address4.isValid(text)) return new Address4(text);
  return Address6.isValid(text) ? new Address6(text) : undefined;
}
