import { parseAddresses } from '../../index';
import type {
  CiliumL2AnnouncementPolicySpec,
  CiliumLoadBalancerIPPoolSpec,
  LabelSelector,
} from './kinds';
import type { L2PolicyOptions, LoadBalancerPool } from './words';

/** What is wrong with a pool, or `undefined`. */
export function poolError({ name, addresses }: LoadBalancerPool): string | undefined {
  if (addresses.length === 0) return `pool '${name}' has no addresses; pass one or more`;
  const wrong = addresses.map((text) => parseAddresses(text)).find((r) => typeof r === 'string');
  return wrong && `pool '${name}': ${wrong}; correct it`;
}

/** A pool as an object. The first and last address of a CIDR stay unused: some clients mistrust them. */
export function poolSpec(pool: LoadBalancerPool): CiliumLoadBalancerIPPoolSpec {
  const { addresses, namespaces, serviceLabels } = pool;
  const isLimited = namespaces !== undefined || serviceLabels !== undefined;
  return {
    allowFirstLastIPs: 'No',
    blocks: addresses.map((text) => {
      if (text.includes('/')) return { cidr: text };
      const [start = '', stop = start] = text.split('-').map((part) => part.trim());
      return { start, stop };
    }),
    ...(isLimited && {
      serviceSelector: {
        ...(serviceLabels && { matchLabels: serviceLabels }),
        ...(namespaces && {
          matchExpressions: [
            { key: 'io.kubernetes.service.namespace', operator: 'In', values: namespaces },
          ],
        }),
      } satisfies LabelSelector,
    }),
  };
}

/** Who answers by ARP and NDP. */
export function l2PolicySpec(policy: L2PolicyOptions): CiliumL2AnnouncementPolicySpec {
  const { interfaces, nodeLabels, serviceLabels } = policy;
  return {
    loadBalancerIPs: true,
    ...(interfaces && { interfaces }),
    ...(nodeLabels && { nodeSelector: { matchLabels: nodeLabels } }),
    ...(serviceLabels && { serviceSelector: { matchLabels: serviceLabels } }),
  };
}

/** Why a Service's request for a pool cannot be served. */
export const unnamable = (pool: string): string =>
  `a Service asks for pool '${pool}', which is not there or has no labels to ask by; give the pool \`serviceLabels\`, or ask for \`addresses\``;
