import { createHash } from 'node:crypto';
import type { HostPeer } from '../../index';
import type { CollectedNeeds, TakenPort } from './collected';
import { isNode } from './machine-roles';
import type { NodePrerequisitesProps } from './props';
import { sourcesOf, type Sources, type Surroundings } from './sources';

/** The rules of one role's machines. */
export interface FirewallRules {
  /** A file for `nft -f` that replaces the table as one transaction. */
  readonly text: string;
  /** Name of an empty chain that tells whether these rules are loaded. */
  readonly versionChain: string;
}

/** Numbers of IP protocols; their names are not known to every machine. */
export const PROTOCOLS = { vrrp: 112, ipip: 4, esp: 50 } as const;

/** Rules for what comes in: everything is dropped but what is allowed here. */
export function firewallRules(
  needs: CollectedNeeds,
  ports: readonly TakenPort[],
  props: NodePrerequisitesProps,
  surroundings: Surroundings,
): FirewallRules {
  const sets = new Map<string, readonly string[]>();
  const known = new Map<string, Sources | 'anywhere'>();
  const sourcesFor = (peers: readonly HostPeer[]): Sources | 'anywhere' => {
    const sources = known.get(peers.join()) ?? sourcesOf(peers, surroundings);
    known.set(peers.join(), sources);
    return sources;
  };
  const allow = (peers: readonly HostPeer[], match: string, comment: string): string[] => {
    const why = `comment "${comment.replace(/["\\]/g, "'").slice(0, 120)}"`;
    const sources = sourcesFor(peers);
    if (sources === 'anywhere') return [`${match} accept ${why}`];
    const name = setName(peers, [...sources.v4, ...sources.v6]);
    return (['v4', 'v6'] as const).flatMap((family) => {
      if (sources[family].length === 0) return [];
      sets.set(`${name}_${family}`, sources[family]);
      const address = family === 'v4' ? 'ip' : 'ip6';
      return [`${address} saddr @${name}_${family} ${match} accept ${why}`];
    });
  };
  const rules = [
    'ct state { established, related } accept',
    'iifname "lo" accept',
    'meta l4proto { icmp, ipv6-icmp } accept comment "errors, path MTU, neighbours, ping"',
    'udp sport 67 udp dport 68 accept comment "DHCP"',
    'ip6 saddr fe80::/10 udp dport 546 accept comment "DHCPv6"',
    ...(isNode(needs.role) ? podRules(allow) : []),
    ...(needs.role === 'build' ? CONTAINER_DNS : []),
    ...allow(props.sshFrom ?? ['anywhere'], `tcp dport ${props.sshPort ?? 22}`, 'SSH'),
    ...needs.protocols.flatMap((name) =>
      allow(peersOf(needs), `meta l4proto ${PROTOCOLS[name]}`, `${name} among these machines`),
    ),
    ...ports.flatMap((port) => allow(port.from, matchOf(port), `${port.by}: ${port.purpose}`)),
    ...(props.logDrops
      ? ['limit rate 5/minute burst 10 packets log prefix "kubestrata-drop: " level info']
      : []),
    'counter comment "dropped"',
  ];
  return written(sets, rules);
}

/** What Pods and those who redirect their packets need of a node. */
const podRules = (
  allow: (peers: readonly HostPeer[], match: string, comment: string) => string[],
): string[] => [
  'ct status dnat accept comment "Services whose Pods are on this machine\'s network"',
  'meta mark & 0xf00 == 0x200 accept comment "packets that Cilium hands to its proxy"',
  ...allow(['pods'], 'ct state untracked', 'CNIs and DNS caches that track no connections'),
];

/** Containers of a build ask the bridge that they are on. */
const CONTAINER_DNS = ['docker0', 'br-*', 'podman*', 'cni-podman*'].map(
  (name) => `iifname "${name}" meta l4proto { tcp, udp } th dport 53 accept comment "DNS"`,
);

/** Who speaks a protocol without ports: nodes among themselves, whatever their role. */
const peersOf = ({ role }: CollectedNeeds): readonly HostPeer[] => [isNode(role) ? 'nodes' : role];

function matchOf({ port, lastPort, protocol }: TakenPort): string {
  const range = lastPort === undefined ? String(port) : `${port}-${lastPort}`;
  return `${protocol.toLowerCase()} dport ${range}`;
}

/** Groups by their names; networks that somebody gave by what they are. */
function setName(peers: readonly HostPeer[], addresses: readonly string[]): string {
  const groups = peers.filter((peer) => !peer.includes('/') && peer !== 'operator');
  const named = [...new Set(groups)].sort().join('_').replaceAll('-', '_');
  if (groups.length === peers.length) return named;
  const hash = createHash('sha256').update(addresses.join()).digest('hex').slice(0, 6);
  return `${named === '' ? 'networks' : named}_${hash}`;
}

function written(
  sets: ReadonlyMap<string, readonly string[]>,
  rules: readonly string[],
): FirewallRules {
  const body = [
    ...[...sets].flatMap(([name, elements]) => [
      `  set ${name} {`,
      `    type ${name.endsWith('_v6') ? 'ipv6_addr' : 'ipv4_addr'}`,
      '    flags interval',
      '    auto-merge',
      `    elements = { ${elements.join(', ')} }`,
      '  }',
      '',
    ]),
    '  chain input {',
    '    type filter hook input priority filter; policy drop;',
    ...rules.map((rule) => `    ${rule}`),
    '  }',
  ].join('\n');
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const versionChain = `version_${hash}`;
  const text = `# What is dropped here stays dropped, whatever other tables accept. Other tables are left alone.
table inet kubestrata
delete table inet kubestrata
table inet kubestrata {
${body}

  # Tells that these rules are loaded, and no older ones.
  chain ${versionChain} {
  }
}
`;
  return { text, versionChain };
}
