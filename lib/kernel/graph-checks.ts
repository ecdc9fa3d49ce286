import type { IConstruct } from 'constructs';
import { addressErrors } from './address-checks';
import { unsupportedCharts } from './chart-support';
import type { UnitGraph } from './graph';
import { hostErrors } from './host-checks';
import { isBuiltIn, kindId, type KindId } from './kind';
import { Order } from './order';
import type { Platform } from './platform';
import { Registry, type Claim } from './registry';

/** What is wrong with a platform as a whole, each as a sentence that names the components. */
export function graphErrors(platform: Platform): string[] {
  const registry = Registry.of(platform);
  const order = Order.of(platform);
  return [
    ...missingKinds(platform, registry, order.graph),
    ...kindsBroughtTwice(order.graph),
    ...namesTakenTwice(registry),
    ...claimsTakenTwice(registry),
    ...addressErrors(platform, registry),
    ...hostErrors(platform, registry),
    ...unsupportedCharts(platform, registry),
    ...cycles(order),
  ];
}

function missingKinds(platform: Platform, registry: Registry, graph: UnitGraph): string[] {
  const missing = new Map<string, { users: Set<string>; from: string | undefined }>();
  const want = (kind: KindId, user: IConstruct, from?: string): void => {
    if (isBuiltIn(kind) || graph.bringersOf(kind).length > 0) return;
    if (platform.hasKindAlready(kind)) return;
    const entry = missing.get(kind) ?? { users: new Set(), from };
    entry.users.add(`'${user.node.path}'`);
    missing.set(kind, entry);
  };
  for (const object of registry.objects) want(kindId(object.kind), object, object.kind.from);
  for (const release of registry.releases) for (const kind of release.needs) want(kind, release);
  return [...missing].map(([kind, { users, from }]) => {
    const add = from === undefined ? 'the component that brings it' : `the component of '${from}'`;
    return `nothing brings the CRD of '${kind}', which ${several(users)} needs; add ${add}, or name the kind in the platform's \`existingKinds\``;
  });
}

function kindsBroughtTwice(graph: UnitGraph): string[] {
  // One sentence a pair of bringers: two charts that share one CRD mostly share twenty.
  const shared = new Map<string, KindId[]>();
  const kinds = new Set(
    graph.units.flatMap((u) => ('brings' in u.construct ? u.construct.brings : [])),
  );
  for (const kind of kinds) {
    const bringers = graph.bringersOf(kind);
    if (bringers.length < 2) continue;
    const pair = bringers.map((b) => `'${b.id}'`).join(' and ');
    shared.set(pair, [...(shared.get(pair) ?? []), kind]);
  }
  return [...shared].map(
    ([pair, all]) =>
      `${pair} both bring the CRD of '${all[0]}'${all.length > 1 ? ` and ${all.length - 1} more` : ''}; turn the CRDs off in one of them, or remove it`,
  );
}

function namesTakenTwice(registry: Registry): string[] {
  return duplicates([
    ...registry.releases.map((r) => ({
      what: `release '${r.namespace}/${r.name}'`,
      by: r,
      wayOut: 'put one of them into a namespace of its own',
    })),
    ...registry.objects.map((o) => ({
      what: `object '${o.identity}'`,
      by: o,
      wayOut: 'rename one of them',
    })),
    ...registry.namespaces.map((n) => ({
      what: `namespace '${n.name}'`,
      by: n,
      wayOut: 'let one of them create it, and set `createNamespace: false` in the other',
    })),
  ]);
}

const claimsTakenTwice = (registry: Registry): string[] =>
  duplicates(registry.claims.flatMap((claims) => claims()));

function duplicates(claims: readonly Claim[]): string[] {
  const byWhat = new Map<string, Claim[]>();
  for (const claim of claims) byWhat.set(claim.what, [...(byWhat.get(claim.what) ?? []), claim]);
  return [...byWhat.values()].flatMap((all) => {
    const paths = new Set(all.map((c) => `'${c.by.node.path}'`));
    if (all.length < 2 || paths.size < 2) return [];
    return [`${several(paths)} both take ${all[0]?.what}; ${all[0]?.wayOut}`];
  });
}

function cycles({ cycle }: Order): string[] {
  if (!cycle) return [];
  const chain = cycle.map((unit) => `'${unit.id}'`).join(' after ');
  return [`the order has a cycle: ${chain}; remove one of these dependencies`];
}

const several = (names: ReadonlySet<string>): string => [...names].join(' and ');
