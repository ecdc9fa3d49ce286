import { parseAddresses, type HostPeer, type Platform } from '../../index';
import { isAddress, isIpv6 } from '../api-endpoint';
import type { TakenPort } from './collected';
import { ROLES } from './machine-roles';
import type { NodePrerequisitesProps } from './props';

/** What is wrong with the props by themselves, or `undefined`. */
export function propsError(props: NodePrerequisitesProps): string | undefined {
  const { ntpServers = [], sysctls = {}, sshPort = 22, conntrackMax = 1, operators = [] } = props;
  const server = ntpServers.find((name) => !/^[A-Za-z0-9.:-]+$/.test(name));
  if (server !== undefined) {
    return `time server '${server}' is neither a name nor an address; write it like \`ntp1.example.com\``;
  }
  const key = Object.keys(sysctls).find((name) => !/^[a-z0-9_]+([./][A-Za-z0-9_*-]+)+$/.test(name));
  if (key !== undefined) {
    return `kernel setting '${key}' is none; write it like \`vm.max_map_count\``;
  }
  const [odd] = Object.entries(sysctls).find(([, value]) => !/^\S([^\n]*\S)?$/.test(value)) ?? [];
  if (odd !== undefined) {
    return `kernel setting '${odd}' has the value '${sysctls[odd]}', which is not one line; write it like \`262144\``;
  }
  if (!isPort(sshPort)) return `sshPort '${sshPort}' is no port; give 1 to 65535`;
  if (!Number.isInteger(conntrackMax) || conntrackMax < 1) {
    return `conntrackMax '${conntrackMax}' is no number of connections; give 1 or more`;
  }
  const operator = operators.map((o) => parseAddresses(o)).find((o) => typeof o === 'string');
  if (operator !== undefined) return `operators cannot be told from others: ${String(operator)}`;
  return (
    peersError('sshFrom', props.sshFrom ?? []) ??
    peersError('nodePortsFrom', props.nodePortsFrom ?? [])
  );
}

/** What is wrong with a port for a firewall, or `undefined`. */
export function portError({
  port,
  lastPort = port,
  purpose,
  by,
  from,
}: TakenPort): string | undefined {
  const what = `port ${port} for ${purpose} of '${by}'`;
  if (!isPort(port) || !isPort(lastPort) || lastPort < port) {
    return `${what} cannot be, up to '${lastPort}'; give 1 to 65535, the lower one first`;
  }
  return peersError(what, from);
}

/** What is wrong with the machines for what is drawn here, or `undefined`. */
export function machineError({ nodes, machines }: Platform): string | undefined {
  const wrong = [...nodes, ...machines].find(({ address }) => !isAddress(address));
  return (
    wrong &&
    `machine '${wrong.name}' has the address '${wrong.address}', which no firewall understands; give its IP address`
  );
}

/** Families of Pod addresses of which no address of a node is known. */
export function unknownFamilies({ nodes, networks }: Platform): readonly string[] {
  const known = [...nodes.map(({ address }) => address), ...networks.nodes];
  return [false, true]
    .filter((v6) => networks.pods.some((network) => isIpv6(network) === v6))
    .filter((v6) => !known.some((address) => isIpv6(address) === v6))
    .map((v6) => (v6 ? 'IPv6' : 'IPv4'));
}

function peersError(what: string, peers: readonly HostPeer[]): string | undefined {
  const networks = peers.filter((peer) => !GROUPS.has(peer));
  const wrong = networks.map((n) => parseAddresses(n)).find((n) => typeof n === 'string');
  return wrong === undefined
    ? undefined
    : `${what} is open to a network that is none: ${String(wrong)}`;
}

const GROUPS: ReadonlySet<string> = new Set([...ROLES, 'nodes', 'operator', 'pods', 'anywhere']);

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;
