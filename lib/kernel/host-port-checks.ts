import type { HostPort } from './exclusive';
import { sameMachines } from './host-needs-checks';
import type { Registry } from './registry';

interface Taken {
  readonly by: string;
  readonly port: HostPort;
}

/** Ports that cannot be, and ranges that reach into what others take. One and the same port is a claim of its own. */
export function portErrors({ hostPorts }: Registry): string[] {
  const taken = hostPorts.flatMap(({ by, ports }) =>
    ports().map((port): Taken => ({ by: by.node.path, port })),
  );
  const clashes = taken.flatMap((first, i) =>
    taken
      .slice(i + 1)
      .filter((second) => second.by !== first.by && meet(first.port, second.port))
      .map(
        (second) =>
          `'${first.by}' takes the host ports ${label(first.port)} for ${first.port.purpose}, and '${second.by}' takes ${label(second.port)} for ${second.port.purpose}; move one of them`,
      ),
  );
  return [...taken.flatMap(impossible), ...clashes];
}

function meet(a: HostPort, b: HostPort): boolean {
  if (a.port === b.port || protocolOf(a) !== protocolOf(b)) return false;
  if (!sameMachines(a.on ?? 'nodes', b.on ?? 'nodes')) return false;
  return a.port <= lastOf(b) && b.port <= lastOf(a);
}

function impossible({ by, port }: Taken): string[] {
  const last = lastOf(port);
  const fine = Number.isInteger(port.port) && Number.isInteger(last) && last >= port.port;
  if (fine && port.port >= 1 && last <= 65535) return [];
  return [
    `'${by}' takes the host port ${label(port)} for ${port.purpose}; give a number from 1 to 65535, the last of a range after the first`,
  ];
}

const lastOf = ({ port, lastPort = port }: HostPort): number => lastPort;
const protocolOf = ({ protocol = 'TCP' }: HostPort): string => protocol;
const label = (p: HostPort): string =>
  `${p.port}${p.lastPort === undefined ? '' : `-${p.lastPort}`}/${protocolOf(p)}`;
