import {
  STAGES,
  targetsOf,
  type Host,
  type HostTarget,
  type Inventory,
  type RunbookStep,
} from '../../index';

/** A runbook as Markdown: its steps, numbered, in the order of their stages. */
export function runbook(
  title: string,
  introduction: string,
  steps: readonly RunbookStep[],
  machines: Inventory,
): string {
  const ordered = STAGES.flatMap((stage) => steps.filter((step) => step.stage === stage));
  const sections = ordered.map((step, i) => section(i + 1, step, machines));
  return `${[`# ${title}`, introduction, machineTable(machines), ...sections].join('\n\n')}\n`;
}

function section(number: number, step: RunbookStep, machines: Inventory): string {
  const { title, on = 'operator', text, commands = [], verify = [] } = step;
  return [
    `## ${number}. ${title}`,
    ...(commands.length + verify.length > 0 ? [where(on, machines)] : []),
    ...(text === undefined ? [] : [text.trim()]),
    ...shell(commands),
    ...(verify.length > 0 ? ['Check:', ...shell(verify)] : []),
  ].join('\n\n');
}

function where(on: HostTarget, machines: Inventory): string {
  if (on === 'operator') return 'Where the definition is run:';
  const names = targetsOf(machines, on).map((name) => `\`${name}\``);
  return names.length === 1 ? `On ${names[0]}, as root:` : `On each of ${list(names)}, as root:`;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const shell = (commands: readonly string[]): string[] =>
  commands.length > 0 ? [`\`\`\`sh\n${commands.join('\n')}\n\`\`\``] : [];

function machineTable({ nodes, machines }: Inventory): string {
  const row = ({ name, address, zone }: Host, role: string): string =>
    `| ${name} | ${role} | ${address} | ${zone ?? ''} |`;
  return [
    '| machine | role | address | zone |',
    '| --- | --- | --- | --- |',
    ...[...nodes, ...machines].map((host) => row(host, host.role)),
  ].join('\n');
}
