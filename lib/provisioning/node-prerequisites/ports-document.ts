import type { HostGroup, HostPeer, Platform } from '../../index';
import type { TakenPort } from './collected';
import { PROTOCOLS } from './firewall';
import { isNode } from './machine-roles';
import type { NodePrerequisitesProps } from './props';
import type { RoleSetup } from './role-setup';
import { sourcesOf } from './sources';

/** Cells of a table. */
type Row = readonly string[];

/** What to open between machines, as Markdown: for people who run firewalls on the way. */
export function portsDocument(
  ports: readonly TakenPort[],
  setups: readonly RoleSetup[],
  platform: Platform,
  props: NodePrerequisitesProps,
): string {
  const { sshPort = 22, sshFrom = ['anywhere'] } = props;
  const groups: readonly HostGroup[] = [
    ...(platform.nodes.length > 0 ? [NODES] : []),
    ...setups.map(({ role }) => role),
  ];
  const sections = groups.flatMap((group) => {
    const rows = [
      ...portRows(ports.filter(({ on }) => on === group)),
      ...protocolRows(group, setups),
    ];
    return rows.length === 0 ? [] : [`## On ${group}\n\n${table(HEAD, rows)}`];
  });
  return `# Ports

Ports of the platform's machines, for firewalls between them. Answers to what is asked have to pass
too, and ICMP (path MTU, echo, IPv6 neighbours). What Pods ask may come from the address of their
node, and between Pods of different nodes traffic is that of the CNI: wrapped in one of these ports
or protocols, or with Pod addresses where it is routed as it is. \`nodes\` are control planes and
workers; each has the ports of its own group too.

## On every machine

${table(HEAD, [[`${sshPort}/TCP`, 'SSH', peersText(sshFrom), 'sshd']])}

${sections.join('\n\n')}

## Who that is

${table(['from', 'addresses'], peerRows(groups, platform, props))}
`;
}

const NODES: HostGroup = 'nodes';
const HEAD: Row = ['port', 'for', 'from', 'component'];

/** A row for each port; what differs in nothing but the protocol is one. */
function portRows(ports: readonly TakenPort[]): Row[] {
  const rows = new Map<string, { port: TakenPort; protocols: string[] }>();
  for (const port of [...ports].sort((a, b) => a.port - b.port)) {
    const { protocol, ...rest } = port;
    const key = JSON.stringify(rest);
    const { protocols } = rows.get(key) ?? { protocols: [] };
    rows.set(key, { port, protocols: [...protocols, protocol] });
  }
  return [...rows.values()].map(({ port: { port, lastPort, purpose, from, by }, protocols }) => [
    `${port}${lastPort === undefined ? '' : `-${lastPort}`}/${protocols.sort().join(', ')}`,
    purpose,
    peersText(from),
    by,
  ]);
}

/** Rows of protocols without ports: those of both kinds of nodes are said of `nodes`. */
function protocolRows(group: HostGroup, setups: readonly RoleSetup[]): Row[] {
  const nodes = setups.filter(({ role }) => isNode(role)).map(({ needs }) => needs.protocols);
  const shared = (nodes[0] ?? []).filter((name) => nodes.every((all) => all.includes(name)));
  const own = setups.find(({ role }) => role === group);
  const ofNodes = own === undefined || isNode(own.role);
  const found = own?.needs.protocols.filter((name) => !ofNodes || !shared.includes(name)) ?? shared;
  return found.map((name) => [
    `IP protocol ${PROTOCOLS[name]}`,
    name.toUpperCase(),
    ofNodes ? NODES : group,
    '',
  ]);
}

function peerRows(
  groups: readonly HostGroup[],
  platform: Platform,
  { operators }: NodePrerequisitesProps,
): Row[] {
  const pods: readonly HostPeer[] = platform.nodes.length > 0 ? ['pods'] : [];
  return [...groups, ...pods, 'operator' as const].map((peer) => {
    const found = sourcesOf([peer], { platform, operators });
    return [peer, found === 'anywhere' ? 'anywhere' : [...found.v4, ...found.v6].join(', ')];
  });
}

const peersText = (peers: readonly HostPeer[]): string =>
  peers.length === 0 ? 'this machine only' : peers.join(', ');

function table(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
