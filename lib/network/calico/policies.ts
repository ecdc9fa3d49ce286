import type {
  GlobalNetworkPolicySpec,
  NetworkPolicySpecEgress,
  NetworkPolicySpecEgressSource,
} from './kinds';
import { selectorError } from './selectors';
import type { DefaultDenyOptions } from './words';

/** Tiers that every cluster has. */
const BUILT_IN_TIERS = new Set(['default', 'kube-admin', 'kube-baseline', 'calico-system']);
const PROTOCOLS_WITH_PORTS = new Set(['TCP', 'UDP', 'SCTP', 6, 17, 132]);

/** The tier that must be there for a policy, or `undefined`. */
export function tierOf({ tier }: GlobalNetworkPolicySpec): string | undefined {
  return tier === undefined || BUILT_IN_TIERS.has(tier) ? undefined : tier;
}

/** What is wrong with a policy, global or not, or `undefined`. */
export function policyError(spec: GlobalNetworkPolicySpec): string | undefined {
  const rules = [...(spec.ingress ?? []), ...(spec.egress ?? [])];
  const selectors = [
    spec.selector,
    spec.namespaceSelector,
    spec.serviceAccountSelector,
    ...rules.flatMap((rule) => [...selectorsOf(rule.source), ...selectorsOf(rule.destination)]),
  ];
  const errors = selectors.map((s) => (s === undefined || s === '' ? undefined : selectorError(s)));
  return [...errors, ...rules.map(portsError), typesError(spec)].find((e) => e !== undefined);
}

/** Rules for a direction that `types` leaves out would silently do nothing. */
function typesError({ types, ingress, egress }: GlobalNetworkPolicySpec): string | undefined {
  if (types === undefined) return undefined;
  const unused = [
    ...(ingress && !types.includes('Ingress') ? ['Ingress'] : []),
    ...(egress && !types.includes('Egress') ? ['Egress'] : []),
  ][0];
  return unused && `has rules for '${unused}', which \`types\` does not name; add it there`;
}

function portsError({
  protocol,
  source,
  destination,
}: NetworkPolicySpecEgress): string | undefined {
  const ports = [source, destination].flatMap((e) => e?.ports ?? e?.notPorts ?? []);
  if (ports.length === 0 || (protocol !== undefined && PROTOCOLS_WITH_PORTS.has(protocol))) {
    return undefined;
  }
  return `names port '${ports[0]}' in a rule without a protocol that has ports; add \`protocol: 'TCP'\``;
}

const selectorsOf = (entity: NetworkPolicySpecEgressSource | undefined) => [
  entity?.selector,
  entity?.notSelector,
  entity?.namespaceSelector,
  entity?.serviceAccounts?.selector,
];

const OPEN_NAMESPACES = [
  'calico-apiserver',
  'calico-system',
  'kube-node-lease',
  'kube-public',
  'kube-system',
  'tigera-operator',
];

/** Where the node-local DNS cache listens, if there is one. */
const NODE_LOCAL_DNS = '169.254.20.10/32';

/**
 * Denies what no NetworkPolicy allows to Pods of applications, DNS aside. The platform's own
 * namespaces carry a label and have rules of their own. It comes after every NetworkPolicy, whose
 * order is 1000.
 */
export function defaultDeny({ exempt = [] }: DefaultDenyOptions): GlobalNetworkPolicySpec {
  const open = [...new Set([...OPEN_NAMESPACES, ...exempt])].sort();
  const dns = ['UDP', 'TCP'].flatMap((protocol) => [
    {
      action: 'Allow' as const,
      protocol,
      destination: {
        namespaceSelector: "kubernetes.io/metadata.name == 'kube-system'",
        selector: "k8s-app == 'kube-dns'",
        ports: [53],
      },
    },
    {
      action: 'Allow' as const,
      protocol,
      destination: { nets: [NODE_LOCAL_DNS], ports: [53] },
    },
  ]);
  return {
    order: 2000,
    namespaceSelector: [
      'has(kubernetes.io/metadata.name)',
      `kubernetes.io/metadata.name not in {${open.map((name) => `'${name}'`).join(', ')}}`,
      "app.kubernetes.io/managed-by != 'kubestrata'",
    ].join(' && '),
    types: ['Ingress', 'Egress'],
    egress: dns,
  };
}
