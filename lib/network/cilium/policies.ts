import { parseAddresses } from '../../index';
import type { CiliumEgressGatewayPolicySpec, CiliumNetworkPolicySpec } from './kinds';
import type { CiliumValuesOptions } from './options';
import type { EgressPolicyOptions } from './words';

const DIRECTIONS = ['ingress', 'ingressDeny', 'egress', 'egressDeny'] as const;

/** What is wrong with a policy, or `undefined`. */
export function policyError(
  spec: CiliumNetworkPolicySpec,
  scope: { readonly clusterwide: boolean; readonly hostFirewall: boolean },
): string | undefined {
  const { endpointSelector, nodeSelector } = spec;
  if ((endpointSelector === undefined) === (nodeSelector === undefined)) {
    return 'selects Pods and nodes, or neither; pass either `endpointSelector` or `nodeSelector`';
  }
  if (nodeSelector && !scope.clusterwide) {
    return 'selects nodes, which have no namespace; add it with `addClusterwideNetworkPolicy()`';
  }
  if (nodeSelector && !scope.hostFirewall) {
    return 'selects nodes, but the host firewall is off; pass `hostFirewall: true`';
  }
  if (DIRECTIONS.every((direction) => spec[direction] === undefined)) {
    return 'has no rules; pass `ingress` or `egress`, `[{}]` to deny all';
  }
  return undefined;
}

/** What is wrong with an egress policy, or `undefined`. */
export function egressError(
  options: EgressPolicyOptions,
  { kubeProxyReplacement = true }: CiliumValuesOptions,
): string | undefined {
  const { name, destinations, except = [], address, interface: device } = options;
  if (!kubeProxyReplacement) {
    return `egress policy '${name}' works without kube-proxy only; leave \`kubeProxyReplacement\` on`;
  }
  if (destinations.length === 0) return `egress policy '${name}' has no destinations; pass one`;
  for (const cidr of [...destinations, ...except, ...(address === undefined ? [] : [address])]) {
    const range = parseAddresses(cidr);
    if (typeof range === 'string') return `egress policy '${name}': ${range}; correct it`;
    if (range.family === 6) {
      return `egress policy '${name}' names '${cidr}', but gateways serve IPv4 only; leave it out`;
    }
  }
  return address !== undefined && device !== undefined
    ? `egress policy '${name}' names an address and an interface; keep one of them`
    : undefined;
}

/** An egress policy as an object. */
export function egressPolicy(options: EgressPolicyOptions): CiliumEgressGatewayPolicySpec {
  const { podLabels, namespaces, destinations, except, gatewayLabels, address } = options;
  return {
    selectors: [
      {
        podSelector: podLabels ? { matchLabels: podLabels } : {},
        ...(namespaces && {
          namespaceSelector: {
            matchExpressions: [
              { key: 'kubernetes.io/metadata.name', operator: 'In', values: namespaces },
            ],
          },
        }),
      },
    ],
    destinationCIDRs: destinations,
    ...(except && { excludedCIDRs: except }),
    egressGateway: {
      nodeSelector: { matchLabels: gatewayLabels },
      ...(address !== undefined && { egressIP: address }),
      ...(options.interface !== undefined && { interface: options.interface }),
    },
  };
}
