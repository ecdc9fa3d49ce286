import type { HostPeer, Registry } from '../../index';
import { collectNeeds, type TakenPort } from './collected';
import { isNode, rolesInUse } from './machine-roles';
import type { NodePrerequisitesProps } from './props';
import { sourcesOf, type Surroundings } from './sources';

/** What to open between machines, as Markdown: for people who run firewalls on the way. */
export function portsDocument(
  ports: readonly TakenPort[],
  props: NodePrerequisitesProps,
  surroundings: Surroundings,
  registry: Registry,
): string {
  const { platform } = surroundings;
  const own = rolesInUse(platform);
  const ssh = own.map((role) => [
    role,
    `${props.sshPort ?? 22}/TCP`,
    'SSH',
    peersText(props.sshFrom ?? ['anywhere']),
    'operating system',
  ]);
  const rows = ports
    .filter(({ on }) => platform.hosts(on).length > 0)
    .map((port) => [
      port.on,
      portText(port),
      port.purpose,
      port.from.length === 0 ? 'this machine only' : peersText(port.from),
      port.by,
    ]);
  const protocols = own.flatMap((role) =>
    collectNeeds(platform, registry, role).protocols.map((name) => [
      role,
      `IP protocol ${name}`,
      'without ports',
      isNode(role) ? 'nodes' : role,
      '',
    ]),
  );
  const nodePorts = [
    'nodes',
    '30000-32767/TCP, UDP',
    'NodePorts of Services',
    peersText(props.nodePortsFrom ?? ['anywhere']),
    'kubernetes',
  ];
  const hasNodes = platform.nodes.length > 0;
  return `# Ports

Ports of the platform's machines, for firewalls between them. Answers to what is asked have to pass
too, and ICMP (path MTU, echo, IPv6 neighbours). What Pods ask may come from the address of their
node, and between Pods of different nodes traffic is that of the CNI: wrapped in one of these ports
or protocols, or with Pod addresses where it is routed as it is.

## What is listened to

${table(['on', 'port', 'for', 'from', 'component'], sorted([...ssh, ...rows, ...protocols, ...(hasNodes ? [nodePorts] : [])]))}

## Who that is

${table(['from', 'addresses'], peerRows(surroundings))}
`;
}

function peerRows(surroundings: Surroundings): string[][] {
  const { platform } = surroundings;
  const peers: HostPeer[] = [
    ...(platform.nodes.length > 0 ? (['nodes', 'pods'] as const) : []),
    ...rolesInUse(platform),
    'operator',
  ];
  return peers.map((peer) => {
    const found = sourcesOf([peer], surroundings);
    return [peer, found === 'anywhere' ? 'anywhere' : [...found.v4, ...found.v6].join(', ')];
  });
}

const peersText = (peers: readonly HostPeer[]): string => peers.join(', ');

function portText({ port, lastPort, protocol }: TakenPort): string {
  return `${port}${lastPort === undefined ? '' : `-${lastPort}`}/${protocol}`;
}

const sorted = (rows: readonly string[][]): string[][] =>
  [...rows].sort(
    ([a = '', portA = ''], [b = '', portB = '']) =>
      a.localeCompare(b, 'en') ||
      parseInt(portA, 10) - parseInt(portB, 10) ||
      portA.localeCompare(portB, 'en'),
  );

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
