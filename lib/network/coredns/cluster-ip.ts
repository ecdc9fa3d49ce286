import { Address4, Address6 } from 'ip-address';
import { parseAddresses } from '../../index';

/** The tenth address of a network: where kubelets look for the DNS of their cluster. */
export function clusterDnsAddress(network: string): string {
  const range = parseAddresses(network);
  // The platform reports what is wrong with its networks by itself.
  if (typeof range === 'string') return '';
  const address = range.first + 10n;
  return (
    range.family === 4 ? Address4.fromBigInt(address) : Address6.fromBigInt(address)
  ).correctForm();
}
