import Table from 'cli-table3';
import type { ComponentDescription, MachineDescription, PlatformDescription } from 'kubestrata';

/** A platform as a table, one line a component, with its machines above and its warnings below. */
export function describeTable(platform: PlatformDescription): string {
  const { name, domain, edition, kubernetesVersion, profile, components, warnings } = platform;
  const table = new Table({
    head: [
      'layer',
      'component',
      'charts',
      'namespace (Pod Security)',
      'releases',
      'objects',
      'files',
      'wired to',
    ],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [15, 26, 40, 34, 10, 9, 7, 44],
  });
  table.push(...components.map(row));
  const sum = (of: (c: ComponentDescription) => readonly unknown[]): number =>
    components.reduce((total, c) => total + of(c).length, 0);
  const files = sum((c) => c.hostFiles);
  return [
    `platform ${name} (${domain}): edition ${edition}, Kubernetes ${kubernetesVersion}, ${profile}`,
    ...machineLines(platform.machines),
    table.toString(),
    `${components.length} components, ${sum((c) => c.releases)} releases, ${sum((c) => c.objects)} objects, ${files === 0 ? '' : `${files} files on machines, `}${warnings.length} warnings`,
    ...warnings.map(({ path, text }) => `warning: [${path}] ${text}`),
    '',
  ].join('\n');
}

/** `3 control-plane: cp-1 192.0.2.11, …`, one line a role; of many machines the first and the last. */
function machineLines(machines: readonly MachineDescription[]): string[] {
  return [...new Set(machines.map(({ role }) => role))].map((role) => {
    const all = machines
      .filter((machine) => machine.role === role)
      .map((machine) => `${machine.name} ${machine.address}`);
    const shown = all.length > MOST ? [all[0], '…', all.at(-1)] : all;
    return `${all.length} ${role}: ${shown.join(', ')}`;
  });
}

/** Most machines of a role that are named one by one. */
const MOST = 6;

function row(c: ComponentDescription): string[] {
  const wired = c.uses.flatMap(({ capability, from }) => (from ? [`${capability}: ${from}`] : []));
  const inCluster = c.releases.length > 0 || c.objects.length > 0 || c.hostFiles.length === 0;
  return [
    c.layer,
    c.path.split('/').at(-1) ?? c.path,
    c.releases.map(({ chart, version }) => `${chart} ${version}`).join('\n') || '-',
    inCluster ? `${c.namespace} (${c.podSecurity})` : `on ${placesOf(c).join(', ')}`,
    String(c.releases.length),
    String(c.objects.length),
    String(c.hostFiles.length),
    wired.join('\n') || '-',
  ];
}

/** Groups and machines that a component has files on. */
const placesOf = ({ hostFiles }: ComponentDescription): readonly string[] => [
  ...new Set(hostFiles.map(({ on }) => on)),
];
