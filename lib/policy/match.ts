import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { MatchResources, Operation, ResourceRule, ResourceScope } from './admission-kinds';

/** Labels that must be there: with this value, one of these, any (`true`) or not at all (`false`). */
export type LabelMatch = Readonly<Record<string, string | readonly string[] | boolean>>;

/** Resources of one API group and version, and what is done with them. */
export interface MatchRule {
  /** `v1`, `apps/v1`, or `*` for the version or both. Other versions of a kind are matched too. */
  readonly apiVersion: string;
  /** Lower-case plurals; `pods/exec` for a subresource. */
  readonly resources: readonly string[];
  /** @default ['CREATE', 'UPDATE'] */
  readonly operations?: readonly Operation[];
  /** @default '*' */
  readonly scope?: ResourceScope;
  /** Names of the objects. @default - all */
  readonly names?: readonly string[];
}

/** Which requests a policy is about. */
export interface PolicyMatch {
  /** At least one; a request that matches one of them is looked at. */
  readonly rules: readonly MatchRule[];
  /** What is left out of `rules`. @default - nothing */
  readonly except?: readonly MatchRule[];
  /** Namespaces by their labels. @default - all that are not exempt */
  readonly namespaces?: LabelMatch;
  /** Namespaces by name that the policy is not meant for; for exceptions from it, exempt them. @default [] */
  readonly excludedNamespaces?: readonly string[];
  /** Objects by their labels, before or after the change. @default - all */
  readonly objects?: LabelMatch;
}

/** Set by the API server on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The match as the API has it, without `exempt` namespaces. */
export function matchResources(match: PolicyMatch, exempt: readonly string[]): MatchResources {
  const excluded = [...new Set([...exempt, ...(match.excludedNamespaces ?? [])])].sort();
  const names = excluded.length > 0 ? [notIn(NAMESPACE_NAME, excluded)] : [];
  const namespaces = [...names, ...requirements(match.namespaces ?? {})];
  const objects = requirements(match.objects ?? {});
  return {
    matchPolicy: 'Equivalent',
    resourceRules: match.rules.map(resourceRule),
    ...(match.except && { excludeResourceRules: match.except.map(resourceRule) }),
    ...(namespaces.length > 0 && { namespaceSelector: { matchExpressions: namespaces } }),
    ...(objects.length > 0 && { objectSelector: { matchExpressions: objects } }),
  };
}

/** Whether a rule may match a request for `operation`. */
export const handles = ({ rules }: PolicyMatch, operation: Operation): boolean =>
  rules.some(({ operations = DEFAULT }) => operations.some((o) => o === operation || o === '*'));

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];

const DEFAULT: readonly Operation[] = ['CREATE', 'UPDATE'];

/** `In`, `Exists` or `DoesNotExist` for each label. */
export function requirements(labels: LabelMatch): Requirement[] {
  return Object.entries(labels).map(([key, value]) =>
    typeof value === 'boolean'
      ? { key, operator: value ? 'Exists' : 'DoesNotExist' }
      : { key, operator: 'In', values: [value].flat() },
  );
}

/** Also true of what does not have the label. */
export const notIn = (key: string, values: readonly string[]): Requirement => ({
  key,
  operator: 'NotIn',
  values: [...values],
});

function resourceRule(rule: MatchRule): ResourceRule {
  const { apiVersion, resources, operations = DEFAULT, scope, names } = rule;
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return {
    apiGroups: [apiVersion === '*' ? '*' : group],
    apiVersions: [version],
    resources,
    operations,
    ...(scope && { scope }),
    ...(names && { resourceNames: names }),
  };
}
