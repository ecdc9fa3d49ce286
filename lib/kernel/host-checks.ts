import { contradictions } from './host-needs-checks';
import { pathErrors } from './host-path-checks';
import { portErrors } from './host-port-checks';
import { wordErrors } from './host-word-checks';
import { targetsOf } from './hosts';
import { DNS_SUBDOMAIN } from './names';
import { HOST_GROUPS } from './nodes';
import type { Platform } from './platform';
import type { Registry } from './registry';

/** What is wrong with machines, the files on them, and what they are to have and to listen on. */
export function hostErrors(platform: Platform, registry: Registry): string[] {
  return [
    ...names(platform),
    ...wordErrors(platform),
    ...unknownMachines(platform, registry),
    ...pathErrors(platform, registry),
    ...contradictions(registry),
    ...portErrors(registry),
  ];
}

/** Nodes register under their names, and files are written to a folder named after the machine or the group. */
function names({ nodes, machines }: Platform): string[] {
  const groups: readonly string[] = HOST_GROUPS;
  return [...nodes, ...machines].flatMap(({ name }) => {
    if (groups.includes(name)) {
      return [`machine '${name}' is named like a group of machines; rename it`];
    }
    if (DNS_SUBDOMAIN.test(name)) return [];
    return [
      `machine '${name}' has no host name; write it in lower case as its \`hostname\` says, such as \`node-1\` or \`node-1.example.com\``,
    ];
  });
}

function unknownMachines(platform: Platform, { hostFiles }: Registry): string[] {
  const known = [...platform.nodes, ...platform.machines].map(({ name }) => `'${name}'`);
  const there = known.length === 0 ? 'it has none' : `there are ${known.join(', ')}`;
  return hostFiles.flatMap(({ on, path, by }) =>
    typeof on === 'object' && targetsOf(platform, on).length === 0
      ? [
          `'${by.node.path}' puts '${path}' on machine '${on.host}', which the platform does not have (${there}); name one of them, or add it to \`nodes\` or \`machines\``,
        ]
      : [],
  );
}
