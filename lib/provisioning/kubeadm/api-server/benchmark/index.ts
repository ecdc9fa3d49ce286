import type { ControlPlaneDefinition } from '../../../../contracts/control-plane';
import { apiServerArguments } from '../arguments';
import { API_SERVERS } from './api-servers';
import { AUDIT_AND_ENCRYPTION } from './audit-and-encryption';
import type { BenchmarkFacts, Control, Judgement } from './control';
import { CONTROLLERS_AND_LOGIN } from './controllers-and-login';
import { ETCD } from './etcd-members';
import { FILES_OF_CONTROL_PLANES } from './files-of-control-planes';
import { FILES_OF_NODES } from './files-of-nodes';
import { NODES } from './nodes';
import { RIGHTS } from './rights';
import { WORKLOADS } from './workloads';

export type { BenchmarkFacts, Judgement } from './control';

/** A control with its judgement. */
export interface JudgedControl extends Judgement {
  /** As the benchmark counts: `1.2.15`. */
  readonly id: string;
  readonly title: string;
}

/** In order; an object would put '2' before all others. */
const SECTIONS: readonly (readonly [section: string, title: string])[] = [
  ['1.1', 'Files of the control plane'],
  ['1.2', 'API servers'],
  ['1.3', 'Controller manager'],
  ['1.4', 'Scheduler'],
  ['2', 'etcd'],
  ['3.1', 'Login'],
  ['3.2', 'Audit log'],
  ['4.1', 'Files of nodes'],
  ['4.2', 'Kubelets'],
  ['4.3', 'kube-proxy'],
  ['5.1', 'Rights'],
  ['5.2', 'Pod Security'],
  ['5.3', 'Network'],
  ['5.4', 'Secrets'],
  ['5.5', 'Images'],
  ['5.6', 'Workloads'],
];

/** The controls of the CIS Kubernetes Benchmark 1.12, in its order, judged by the definition. */
export function judgedControls(
  definition: ControlPlaneDefinition,
  facts: BenchmarkFacts,
): readonly JudgedControl[] {
  const flags = { ...apiServerArguments(facts.apiServer), ...definition.apiServerArguments };
  const judged = { ...facts, definition, flags };
  const controls: readonly Control[] = [
    ...FILES_OF_CONTROL_PLANES,
    ...API_SERVERS,
    ...AUDIT_AND_ENCRYPTION,
    ...CONTROLLERS_AND_LOGIN,
    ...ETCD,
    ...FILES_OF_NODES,
    ...NODES,
    ...RIGHTS,
    ...WORKLOADS,
  ];
  return controls
    .map(({ id, title, judge }) => ({ id, title, ...judge(judged) }))
    .sort((a, b) => compare(a.id, b.id));
}

/** The same as a document for people, in Markdown. */
export function benchmark(definition: ControlPlaneDefinition, facts: BenchmarkFacts): string {
  const controls = judgedControls(definition, facts);
  const count = (state: string): number => controls.filter((c) => c.state === state).length;
  return [
    `# CIS Kubernetes Benchmark: ${definition.clusterName}, Kubernetes ${definition.version}`,
    '',
    `Numbers are those of version 1.12; version 1.11 differs in 5.2.9 and later only. Met: ${count('met')}, not met: ${count('not met')}, to check on machines or in the cluster: ${count('to check')}. What is not met has its reason beside it.`,
    ...SECTIONS.flatMap(([section, title]) => [
      '',
      `## ${section} ${title}`,
      '',
      '| Control | | State | Where, why, or how to find out |',
      '| --- | --- | --- | --- |',
      ...controls
        .filter(({ id }) => id.startsWith(`${section}.`))
        .map(
          ({ id, title: what, state, reason }) =>
            `| ${id} | ${what} | ${marked(state)} | ${cell(reason)} |`,
        ),
    ]),
    '',
  ].join('\n');
}

const marked = (state: Judgement['state']): string =>
  state === 'not met' ? `**${state}**` : state;

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((id) => id.split('.').map(Number)) as [number[], number[]];
  const at = left.findIndex((part, i) => part !== right[i]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
