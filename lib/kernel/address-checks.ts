import { contains, overlap, parseAddresses, type AddressRange } from './addresses';
import type { Host } from './nodes';
import type { Platform } from './platform';
import type { AddressClaim, Registry } from './registry';

interface Parsed {
  readonly claim: AddressClaim;
  readonly range: AddressRange;
}

/** Malformed and overlapping address ranges: pods, services, nodes, pools, single machines. */
export function addressErrors(platform: Platform, registry: Registry): string[] {
  const errors: string[] = [];
  const parse = (claim: AddressClaim): Parsed[] => {
    const range = parseAddresses(claim.range);
    if (typeof range !== 'string') return [{ claim, range }];
    errors.push(
      `${claim.what} of '${claim.by.node.path}': ${range}${range.includes(';') ? '' : '; correct it'}`,
    );
    return [];
  };
  const { pods, services, nodes } = platform.networks;
  const of = (what: string, ranges: readonly string[]): AddressClaim[] =>
    ranges.map((range) => ({ by: platform, what, range }));
  const networks = [...of('the pods', pods), ...of('the services', services)].flatMap(parse);
  const nodeNetworks = of('the nodes', nodes).flatMap(parse);
  const single = (what: string, hosts: readonly Host[]): Parsed[] =>
    hosts
      .map((h): AddressClaim => ({ by: platform, what: `${what} '${h.name}'`, range: h.address }))
      .flatMap(parse);
  const members = single('node', platform.nodes);
  const machines = [...members, ...single('machine', platform.machines)];
  const claims = registry.addresses.flatMap(parse);
  const endpoint = apiServer(platform);

  errors.push(...machines.flatMap(notOne), ...twoOfOneFamily(networks));
  errors.push(...overlaps([...networks, ...nodeNetworks]));
  errors.push(...between([...machines, ...claims, ...endpoint], networks));
  errors.push(...between(claims, machines), ...overlaps(claims), ...overlaps(machines));
  errors.push(
    ...between(
      claims.filter((c) => c.claim.withinNodes !== true),
      nodeNetworks,
    ),
  );
  // Whoever gives the API servers their address claims it as one; in a pool it would go to a Service.
  errors.push(
    ...between(
      claims.filter(({ range }) => range.first !== range.last),
      endpoint,
    ),
  );
  return [...errors, ...strayNodes(members, nodeNetworks), ...duplicateNames(platform)];
}

/** The address of the API servers, where it is one and not a name. */
function apiServer(platform: Platform): Parsed[] {
  const host = platform.apiServer?.host ?? '';
  const range = parseAddresses(host);
  const claim: AddressClaim = { by: platform, what: 'the address of the API servers', range: host };
  return typeof range === 'string' ? [] : [{ claim, range }];
}

const notOne = ({ claim, range }: Parsed): string[] =>
  range.first === range.last
    ? []
    : [`${claim.what} has the address '${claim.range}', which is many; write one IP address`];

/** API servers take one network of Services of each family; Pods may have several. */
function twoOfOneFamily(networks: readonly Parsed[]): string[] {
  const services = networks.filter(({ claim }) => claim.what === 'the services');
  return [4, 6].flatMap((family) => {
    const [first, second] = services.filter(({ range }) => range.family === family);
    return first && second
      ? [
          `the services have two networks of IPv${family}, '${first.claim.range}' and '${second.claim.range}'; keep one, and for dual stack add one of IPv${family === 4 ? 6 : 4}`,
        ]
      : [];
  });
}

/** Nodes outside the node networks; other machines may be anywhere. */
function strayNodes(members: readonly Parsed[], nodeNetworks: readonly Parsed[]): string[] {
  if (nodeNetworks.length === 0) return [];
  const known = nodeNetworks.map((n) => `'${n.claim.range}'`).join(', ');
  return members
    .filter(({ range }) => !nodeNetworks.some((n) => contains(n.range, range)))
    .map(
      ({ claim }) =>
        `${claim.what} has the address '${claim.range}', which is in none of the node networks ${known}; correct one of them`,
    );
}

function overlaps(all: readonly Parsed[]): string[] {
  return all.flatMap((a, i) => between([a], all.slice(i + 1)));
}

function between(some: readonly Parsed[], others: readonly Parsed[]): string[] {
  return some.flatMap((a) =>
    others
      .filter((b) => overlap(a.range, b.range))
      .map((b) => `${label(a.claim)} overlaps ${label(b.claim)}; give one of them other addresses`),
  );
}

const label = ({ what, range, by }: AddressClaim): string =>
  `${what} '${range}' of '${by.node.path}'`;

function duplicateNames({ nodes, machines }: Platform): string[] {
  const names = [...nodes, ...machines].map((n) => n.name);
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return [...twice].map((name) => `two machines are named '${name}'; rename one of them`);
}
