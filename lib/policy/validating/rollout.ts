import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { MatchResources, ParamRef } from '../admission-kinds';
import { notIn, requirements, type PolicyMatch } from '../match';

/**
 * `Deny` refuses, `Warn` admits and tells the user, `Audit` admits and notes it in the audit log.
 * The API server takes no `Deny` beside a `Warn`.
 */
export type Action = 'Deny' | 'Warn' | 'Audit';

/** What happens in one group of namespaces. */
export interface RolloutGroup {
  /**
   * The namespaces, by one of their labels: `{ stage: 'production' }`, `{ stage: ['test', 'dev'] }`.
   * @default - all that are in no other group, and objects outside namespaces
   */
  readonly namespaces?: Readonly<Record<string, string | readonly string[]>>;
  /** None for a group where the policy does not hold. */
  readonly actions: readonly Action[];
  /** Object that is `params` in this group, for policies with a `paramKind`. @default - none */
  readonly paramRef?: ParamRef;
}

/** A group in the rollout of a policy with parameters. */
export interface ParameterGroup<Parameters extends object = object> extends RolloutGroup {
  /** Parameters of this group that differ from the policy's. @default {} */
  readonly parameters?: Partial<Parameters>;
}

/** A group with its name and its selector, disjoint from all others of its rollout. */
export interface BoundGroup extends ParameterGroup {
  /** Part of names: `production`; `undefined` for the rest. */
  readonly name: string | undefined;
  readonly namespaceSelector: LabelSelector | undefined;
}

/** What is wrong with a rollout. */
export function rolloutProblem(groups: readonly RolloutGroup[]): string | undefined {
  const rest = groups.findIndex(({ namespaces }) => namespaces === undefined);
  if (rest === -1 || rest !== groups.length - 1) {
    return 'the last group of a rollout, and only it, is without `namespaces`: it is for all others (with `actions: []` where the policy does not hold)';
  }
  if (groups.every(({ actions }) => actions.length === 0)) {
    return 'no group of a rollout has an action; leave the policy out instead';
  }
  const seen = new Set<string>();
  for (const { namespaces, actions } of groups) {
    if (actions.includes('Deny') && actions.includes('Warn')) {
      return "a group has the actions 'Deny' and 'Warn', which the API server refuses; keep one of them";
    }
    if (new Set(actions).size < actions.length) {
      return `a group has an action twice, with '${actions.join(', ')}'; keep one`;
    }
    if (!namespaces) continue;
    const labels = Object.entries(namespaces);
    const [key = '', values = []] = labels[0] ?? [];
    if (labels.length !== 1 || values.length === 0) {
      const keys = labels.map(([label]) => label).join(', ');
      return `a group selects namespaces by '${keys}'; name one label, with one or more values`;
    }
    for (const value of [values].flat()) {
      if (seen.has(`${key}=${value}`)) {
        return `two groups have the namespaces '${key}=${value}'; keep one of them`;
      }
      seen.add(`${key}=${value}`);
    }
  }
  const names = groups.map((group) => nameOf(group) ?? REST);
  const clash = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  return clash === undefined
    ? undefined
    : `a group is named '${clash}' after its values, as no or another group is; select it by other values`;
}

/**
 * Groups whose selectors exclude each other: no request is judged twice by one policy. An earlier
 * group wins where a namespace carries the labels of two.
 */
export function boundGroups(groups: readonly ParameterGroup[]): BoundGroup[] {
  return groups.map((group, index) => {
    const own = Object.entries(group.namespaces ?? {});
    const before = groups.slice(0, index).flatMap((g) => Object.entries(g.namespaces ?? {}));
    // Values of one label exclude each other by themselves.
    const labels = [...new Set(before.map(([label]) => label))].filter((l) => l !== own[0]?.[0]);
    const exclusions = labels.map((label) =>
      notIn(
        label,
        before.filter(([l]) => l === label).flatMap(([, values]) => values),
      ),
    );
    const matchExpressions = [...requirements(group.namespaces ?? {}), ...exclusions];
    return {
      ...group,
      name: nameOf(group),
      namespaceSelector: matchExpressions.length > 0 ? { matchExpressions } : undefined,
    };
  });
}

/** What a binding adds to the match of its policy. */
export function bindingResources(
  { namespaces, namespaceSelector }: BoundGroup,
  { rules }: PolicyMatch,
): MatchResources | undefined {
  if (!namespaceSelector) return undefined;
  const clusterWide = rules.some(({ scope }) => scope !== 'Namespaced');
  return {
    ...(clusterWide && namespaces && { resourceRules: IN_NAMESPACES }),
    namespaceSelector,
  };
}

/** What lives outside namespaces passes every namespace selector; only the last group is for it. */
const IN_NAMESPACES = [
  {
    apiGroups: ['*'],
    apiVersions: ['*'],
    resources: ['*/*'],
    operations: ['*' as const],
    scope: 'Namespaced' as const,
  },
  // Selected by its own labels.
  {
    apiGroups: [''],
    apiVersions: ['*'],
    resources: ['namespaces'],
    operations: ['*' as const],
    scope: 'Cluster' as const,
  },
];

/** What the last group is called where it needs a name. */
export const REST = 'others';

/** After the first values of a group. */
const nameOf = ({ namespaces }: RolloutGroup): string | undefined =>
  namespaces &&
  Object.values(namespaces)
    .flat()
    .slice(0, 3)
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
