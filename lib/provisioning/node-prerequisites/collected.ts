import type {
  Host,
  HostNeeds,
  HostPackage,
  HostPeer,
  HostPort,
  Platform,
  Registry,
} from '../../index';
import { rolesOf, type MachineRole } from './machine-roles';

/** Everything that somebody needs of the machines of one role. */
export interface CollectedNeeds {
  readonly role: MachineRole;
  readonly machines: readonly Host[];
  /** Oldest kernel that all are content with. */
  readonly kernel: string | undefined;
  readonly modules: readonly string[];
  readonly sysctls: Readonly<Record<string, string>>;
  readonly packages: readonly HostPackage[];
  readonly services: readonly string[];
  readonly disabledServices: readonly string[];
  readonly protocols: readonly ('vrrp' | 'ipip' | 'esp')[];
}

/** A port of machines, and who takes it. */
export interface TakenPort extends Required<Omit<HostPort, 'lastPort'>> {
  readonly lastPort: number | undefined;
  /** Id of the component. */
  readonly by: string;
}

/** Puts together what all components need of machines of a role. */
export function collectNeeds(
  platform: Platform,
  registry: Registry,
  role: MachineRole,
): CollectedNeeds {
  const all = registry.hostNeeds
    .map(({ needs }) => needs())
    .filter(({ on = 'nodes' }) => rolesOf(on).includes(role));
  const list = <K extends 'modules' | 'services' | 'disabledServices'>(key: K): string[] =>
    [...new Set(all.flatMap((needs) => needs[key] ?? []))].sort();
  const services = list('services');
  return {
    role,
    machines: platform.hosts(role),
    kernel: newest(all),
    modules: list('modules'),
    sysctls: Object.fromEntries(
      all.flatMap(({ sysctls = {} }) => Object.entries(sysctls)).sort(([a], [b]) => order(a, b)),
    ),
    packages: packagesOf(all),
    services,
    disabledServices: list('disabledServices').filter((name) => !services.includes(name)),
    protocols: [...new Set(all.flatMap(({ protocols = [] }) => protocols))].sort(),
  };
}

/** Where Services of type NodePort answer, on every node. */
export const nodePorts: readonly HostPort[] = (['TCP', 'UDP'] as const).map((protocol) => ({
  port: 30000,
  lastPort: 32767,
  protocol,
  purpose: 'Services of type NodePort',
  from: ['anywhere'],
}));

/**
 * All ports of the platform's machines, with what is not said filled in.
 * @param nodePortsFrom who reaches NodePorts, instead of whom their taker names
 */
export function collectPorts(
  registry: Registry,
  nodePortsFrom: readonly HostPeer[] | undefined,
): TakenPort[] {
  const [{ port: first, lastPort: last }] = nodePorts as [HostPort];
  return registry.hostPorts.flatMap(({ by, ports }) =>
    ports().map((port) => {
      const taken = takenPort(port, by.node.id);
      const narrowed = taken.port === first && taken.lastPort === last ? nodePortsFrom : undefined;
      return narrowed === undefined ? taken : { ...taken, from: narrowed };
    }),
  );
}

/** A port with its defaults. */
export const takenPort = (port: HostPort, by: string): TakenPort => ({
  protocol: 'TCP',
  on: 'nodes',
  from: ['nodes', 'pods'],
  lastPort: undefined,
  ...port,
  by,
});

/** Ports of machines of a role, lowest first. */
export const portsOfRole = (ports: readonly TakenPort[], role: MachineRole): TakenPort[] =>
  ports
    .filter(({ on }) => rolesOf(on).includes(role))
    .sort((a, b) => a.port - b.port || order(a.protocol, b.protocol) || order(a.by, b.by));

function newest(all: readonly HostNeeds[]): string | undefined {
  const parts = (version: string): number[] => version.split('.').map(Number);
  return all
    .flatMap(({ kernel }) => kernel ?? [])
    .sort((a, b) => {
      const [major = 0, minor = 0] = parts(a);
      const [otherMajor = 0, otherMinor = 0] = parts(b);
      return otherMajor - major || otherMinor - minor;
    })[0];
}

function packagesOf(all: readonly HostNeeds[]): HostPackage[] {
  const byName = new Map(
    all.flatMap(({ packages = [] }) => packages).map((p) => [`${p.debian} ${p.redhat}`, p]),
  );
  return [...byName].sort(([a], [b]) => order(a, b)).map(([, found]) => found);
}

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
