import { targetsOf } from './hosts';
import { HOST_GROUPS } from './nodes';
import type { Platform } from './platform';
import type { Registry } from './registry';

/** What is wrong with machines and the files on them. */
export function hostErrors(platform: Platform, registry: Registry): string[] {
  return [
    ...namesOfGroups(platform),
    ...unknownMachines(platform, registry),
    ...pathsTakenTwice(platform, registry),
    ...settingsThatDisagree(registry),
  ];
}

/** Files are written to a folder named after the machine or the group. */
function namesOfGroups({ nodes, machines }: Platform): string[] {
  const groups: readonly string[] = HOST_GROUPS;
  return [...nodes, ...machines]
    .filter(({ name }) => groups.includes(name))
    .map(({ name }) => `machine '${name}' is named like a group of machines; rename it`);
}

function unknownMachines(platform: Platform, { hostFiles }: Registry): string[] {
  return hostFiles.flatMap(({ on, path, node }) =>
    typeof on === 'object' && targetsOf(platform, on).length === 0
      ? [
          `'${node.path}' puts '${path}' on machine '${on.host}', which the platform does not have; add it to \`nodes\` or \`machines\``,
        ]
      : [],
  );
}

function pathsTakenTwice(platform: Platform, { hostFiles }: Registry): string[] {
  const owners = new Map<string, string>();
  const errors = new Set<string>();
  for (const { on, path, node } of hostFiles) {
    const names = on === 'operator' ? ['the output folder'] : targetsOf(platform, on);
    for (const name of names) {
      const owner = owners.get(`${name}\n${path}`);
      if (owner === undefined) owners.set(`${name}\n${path}`, node.path);
      else {
        errors.add(
          `'${owner}' and '${node.path}' both write '${path}' on '${name}'; keep one of them`,
        );
      }
    }
  }
  return [...errors];
}

function settingsThatDisagree({ hostNeeds }: Registry): string[] {
  const wanted = new Map<string, { value: string; by: string }>();
  return hostNeeds.flatMap(({ by, needs }) =>
    Object.entries(needs().sysctls ?? {}).flatMap(([key, value]) => {
      const first = wanted.get(key);
      if (first === undefined) wanted.set(key, { value, by: by.node.path });
      if (first === undefined || first.value === value) return [];
      return [
        `'${first.by}' wants the kernel setting ${key} = '${first.value}' and '${by.node.path}' wants '${value}'; change one of them`,
      ];
    }),
  );
}
