import type { IConstruct } from 'constructs';
import type { ExemptObjects, PolicyExemption } from '../../contracts/policy-enforcement';
import { DNS_LABEL } from '../../index';
import { celLiteral } from '../cel-literal';
import { isWeaker, platformNamespaces } from '../cluster-namespaces';
import type { PolicyInfo } from './words';

/** An exemption, and who asked for it. */
export interface RecordedExemption extends PolicyExemption {
  /** Path of the construct. */
  readonly by: string;
}

/** What is wrong with an exemption by itself. */
export function exemptionProblem({
  namespace,
  reason,
  objects,
}: PolicyExemption): string | undefined {
  if (!DNS_LABEL.test(namespace))
    return `exempts the namespace '${namespace}', which is no DNS label`;
  if (reason.trim() === '') {
    return `exempts the namespace '${namespace}' without a reason; write the sentence that an auditor reads`;
  }
  if (!objects) return undefined;
  const { name, labels = {} } = objects;
  if (name === undefined && Object.keys(labels).length === 0) {
    return `exempts objects in '${namespace}' without \`name\` or \`labels\`; give one, or leave \`objects\` out`;
  }
  return name === undefined || /^[a-z0-9*]([-a-z0-9.*]*[a-z0-9*])?$/.test(name)
    ? undefined
    : `exempts objects named '${name}' in '${namespace}'; a name has \`a-z0-9-.\`, and \`*\` for any characters`;
}

/** Those of `recorded` that are about `policy`, and what goes without saying. */
export function exemptionsOf(
  scope: IConstruct,
  policy: PolicyInfo,
  recorded: readonly RecordedExemption[],
  systemNamespaces: Readonly<Record<string, string>>,
): RecordedExemption[] {
  const policies = [policy.id];
  const system = Object.entries(systemNamespaces).map(([namespace, reason]) => ({
    ...{ policies, namespace, reason, by: scope.node.path },
  }));
  const reach = policy.platformNamespaces ?? 'exempt';
  const level = policy.level ?? 'restricted';
  const platform = platformNamespaces(scope)
    .filter(({ podSecurity }) => reach === 'exempt' || isWeaker(podSecurity, level))
    .map(({ name: namespace, podSecurity, node }) => {
      const by = node.scope?.node.path ?? '';
      const why = reach === 'exempt' ? 'is part of the platform' : `needs the level ${podSecurity}`;
      return { policies, namespace, reason: `What '${by}' runs here ${why}.`, by };
    });
  const asked = recorded.filter(({ policies: names }) =>
    names.some((name) => name === '*' || name === policy.id || name === policy.group),
  );
  return [...(reach === 'included' ? [] : [...system, ...platform]), ...asked].sort(byNamespace);
}

/** The first exemption from a policy that is neither of `infos` nor one of their groups. */
export function unknownExemption(
  exemptions: readonly RecordedExemption[],
  infos: readonly Pick<PolicyInfo, 'id' | 'group'>[],
): string | undefined {
  const known = new Set(['*', ...infos.flatMap(({ id, group }) => [id, group ?? id])]);
  for (const { policies, namespace, by } of exemptions) {
    const id = policies.find((policy) => !known.has(policy));
    if (id !== undefined) {
      return `'${by}' exempts '${namespace}' from the policy '${id}', which is not there; correct the id or take the exemption away`;
    }
  }
  return undefined;
}

/** Namespaces that are exempt as a whole. */
export const exemptNamespaces = (exemptions: readonly PolicyExemption[]): string[] =>
  exemptions.filter(({ objects }) => !objects).map(({ namespace }) => namespace);

/** CEL that is true for a request about no exempt object; `undefined` where none is exempt. */
export function notExempt(exemptions: readonly PolicyExemption[]): string | undefined {
  const exempt = exemptions.flatMap(({ namespace, objects }) =>
    objects ? [`request.namespace == ${celLiteral(namespace)}${conditions(objects)}`] : [],
  );
  return exempt.length > 0 ? exempt.map((e) => `!(${e})`).join(' &&\n') : undefined;
}

/** One line for each, as it is read in the cluster. */
export function describeExemptions(exemptions: readonly PolicyExemption[]): string {
  const lines = exemptions.map(({ namespace, objects, reason }) => {
    const labels = Object.entries(objects?.labels ?? {}).map(([k, v]) => `${k}=${v}`);
    const what = [objects?.name, ...labels].filter((w) => w !== undefined).join(' ');
    return `${namespace}${what && ` (${what})`}: ${reason}`;
  });
  return [...new Set(lines)].join('\n') || 'none';
}

function conditions({ name, labels = {} }: ExemptObjects): string {
  const metadata = `dyn(object == null ? oldObject : object).?metadata`;
  const named =
    name === undefined ? [] : [matches(`${metadata}.?name.orValue(request.name)`, name)];
  const labelled = Object.entries(labels).map(
    ([key, value]) =>
      `${metadata}.?labels[?${celLiteral(key)}].orValue('') == ${celLiteral(value)}`,
  );
  return [...named, ...labelled].map((c) => ` && ${c}`).join('');
}

function matches(name: string, pattern: string): string {
  if (!pattern.includes('*')) return `${name} == ${celLiteral(pattern)}`;
  const regex = pattern.replaceAll('.', '[.]').replaceAll('*', '.*');
  return `${name}.matches(${celLiteral(`^${regex}$`)})`;
}

/** A full order: exemptions come in the order of construction, and the output does not tell it. */
function byNamespace(a: PolicyExemption, b: PolicyExemption): number {
  const [x, y] = [a, b].map(({ namespace, reason }) => `${namespace} ${reason}`) as [
    string,
    string,
  ];
  return x < y ? -1 : x > y ? 1 : 0;
}
