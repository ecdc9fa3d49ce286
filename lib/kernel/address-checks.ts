import { contains, overlap, parseAddresses, type AddressRange } from './addresses';
import type { Host } from './nodes';
import type { Platform } from './platform';
import type { AddressClaim, Registry } from './registry';

interface Parsed {
  readonly claim: AddressClaim;
  readonly range: AddressRange;
}

/** Malformed and overlapping address ranges: pods, services, nodes, pools, single nodes. */
export function addressErrors(platform: Platform, registry: Registry): string[] {
  const errors: string[] = [];
  const parse = (claim: AddressClaim): Parsed[] => {
    const range = parseAddresses(claim.range);
    if (typeof range !== 'string') return [{ claim, range }];
    errors.push(`${claim.what} of '${claim.by.node.path}': ${range}`);
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

  errors.push(...overlaps([...networks, ...nodeNetworks]));
  errors.push(...between([...machines, ...claims], networks));
  errors.push(...between(claims, machines), ...overlaps(claims), ...overlaps(machines));
  errors.push(
    ...between(
      claims.filter((c) => c.claim.withinNodes !== true),
      nodeNetworks,
    ),
  );
  for (const { claim, range } of members) {
    if (nodeNetworks.length === 0 || nodeNetworks.some((n) => contains(n.range, range))) continue;
    const known = nodeNetworks.map((n) => `'${n.claim.range}'`).join(', ');
    errors.push(
      `${claim.what} has the address '${claim.range}', which is in none of the node networks ${known}; correct one of them`,
    );
  }
  return [...errors, ...duplicateNames(platform)];
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
