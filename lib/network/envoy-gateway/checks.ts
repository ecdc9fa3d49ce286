import { parseAddresses } from '../../index';
import type { GatewayOptions } from './words';

/** Versions of Kubernetes that the project's compatibility matrix has. */
export const TESTED = { chart: '1.9', kubernetes: '1.33 - 1.36' };

/** What is wrong with a gateway, or `undefined`. */
export function gatewayError(options: GatewayOptions): string | undefined {
  const { hosts = [], serviceType = 'LoadBalancer', sourceRanges = [] } = options;
  if (hosts.length === 0) return 'has no hosts; pass one or more';
  if (sourceRanges.length > 0 && serviceType !== 'LoadBalancer') {
    return `has source ranges, which a Service of type '${serviceType}' does not keep to; use \`protect()\` with \`allowedAddresses\``;
  }
  return rangeError(sourceRanges);
}

/** What is wrong with the first bad range among these, or `undefined`. */
export function rangeError(ranges: readonly string[] = []): string | undefined {
  const wrong = ranges.map((range) => parseAddresses(range)).find((r) => typeof r === 'string');
  return wrong && `has a bad address range: ${wrong}`;
}
