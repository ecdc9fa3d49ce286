import type { HostNeeds } from './host-needs';
import type { HostGroup } from './nodes';
import type { Registry } from './registry';

/** One wish of a component for machines of a group. */
interface Wish {
  readonly by: string;
  readonly on: HostGroup;
  readonly value: string;
}

/** Components that want different things of the same machines. */
export function contradictions({ hostNeeds }: Registry): string[] {
  const wishes = new Map<string, Wish[]>();
  for (const { by, needs } of hostNeeds) {
    const wanted = needs();
    for (const [what, value] of wishesOf(wanted)) {
      const wish = { by: by.node.path, on: wanted.on ?? 'nodes', value };
      wishes.set(what, [...(wishes.get(what) ?? []), wish]);
    }
  }
  return [...wishes].flatMap(([what, all]) => {
    const pairs = all.flatMap((first, i) =>
      all
        .slice(i + 1)
        .filter((second) => second.value !== first.value && sameMachines(first.on, second.on))
        .map((second) => [first, second] as const),
    );
    return pairs
      .slice(0, 1)
      .map(
        ([first, second]) =>
          `'${first.by}' wants ${what} '${first.value}' and '${second.by}' wants '${second.value}'; change one of them`,
      );
  });
}

const wishesOf = (needs: HostNeeds): readonly (readonly [what: string, value: string])[] => [
  ...Object.entries(needs.sysctls ?? {}).map(
    ([key, value]) => [`the kernel setting ${key} =`, value] as const,
  ),
  ...(needs.services ?? []).map((unit) => [`the unit '${unit}'`, 'running'] as const),
  ...(needs.disabledServices ?? []).map((unit) => [`the unit '${unit}'`, 'off'] as const),
];

/** Whether two groups have machines in common. */
export const sameMachines = (a: HostGroup, b: HostGroup): boolean =>
  a === b || (a === 'nodes' && OF_NODES.has(b)) || (b === 'nodes' && OF_NODES.has(a));

const OF_NODES: ReadonlySet<HostGroup> = new Set(['control-plane', 'worker']);
