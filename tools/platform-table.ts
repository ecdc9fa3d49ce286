import Table from 'cli-table3';
import type { ComponentDescription, PlatformDescription } from 'kubestrata';

/** A platform as a table, one line a component, with its warnings below. */
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
      'wired to',
    ],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [15, 26, 40, 34, 10, 9, 44],
  });
  table.push(...components.map(row));
  const sum = (of: (c: ComponentDescription) => readonly unknown[]): number =>
    components.reduce((total, c) => total + of(c).length, 0);
  return [
    `platform ${name} (${domain}): edition ${edition}, Kubernetes ${kubernetesVersion}, ${profile}`,
    table.toString(),
    `${components.length} components, ${sum((c) => c.releases)} releases, ${sum((c) => c.objects)} objects, ${warnings.length} warnings`,
    ...warnings.map(({ path, text }) => `warning: [${path}] ${text}`),
    '',
  ].join('\n');
}

function row(c: ComponentDescription): string[] {
  const wired = c.uses.flatMap(({ capability, from }) => (from ? [`${capability}: ${from}`] : []));
  return [
    c.layer,
    c.path.split('/').at(-1) ?? c.path,
    c.releases.map(({ chart, version }) => `${chart} ${version}`).join('\n') || '-',
    `${c.namespace} (${c.podSecurity})`,
    String(c.releases.length),
    String(c.objects.length),
    wired.join('\n') || '-',
  ];
}
