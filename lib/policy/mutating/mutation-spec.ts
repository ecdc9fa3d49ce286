import type { MutatingAdmissionPolicySpec } from '../admission-kinds';
import { handles, matchResources } from '../match';
import { named, usedVariables } from '../named-expressions';
import { policyProblem } from '../policy-checks';
import type { MutatingPolicy } from './words';

/** The policy as the API has it, without `exempt` namespaces. */
export function mutationSpec(
  policy: MutatingPolicy,
  exempt: readonly string[],
): MutatingAdmissionPolicySpec {
  const { variables = {}, mutations } = policy;
  const texts = mutations.map(({ apply, patch }) => apply ?? patch);
  return {
    failurePolicy: policy.failurePolicy ?? 'Fail',
    reinvocationPolicy: policy.reinvocationPolicy ?? 'IfNeeded',
    ...(policy.paramKind && { paramKind: policy.paramKind }),
    matchConstraints: matchResources(policy.match, exempt),
    ...named('matchConditions', policy.matchConditions ?? {}),
    ...named('variables', usedVariables(variables, texts)),
    mutations: mutations.map(({ apply, patch }) =>
      apply === undefined
        ? { patchType: 'JSONPatch', jsonPatch: { expression: patch } }
        : { patchType: 'ApplyConfiguration', applyConfiguration: { expression: apply } },
    ),
  };
}

/** What is wrong with a user's policy. */
export function mutatingProblem(
  policy: MutatingPolicy,
  atLeast: (version: string) => boolean,
): string | undefined {
  const { id, match, mutations, paramKind, paramRef } = policy;
  if (mutations.length === 0) return `policy '${id}': changes nothing; give it \`mutations\``;
  if (match.rules.some(({ operations }) => operations?.includes('*')) || handles(match, 'DELETE')) {
    return `policy '${id}': matches DELETE, which nothing can change; name other operations`;
  }
  if ((paramKind === undefined) !== (paramRef === undefined)) {
    return `policy '${id}': has only one of \`paramKind\` and \`paramRef\`; give both or none`;
  }
  const expressions = mutations.map(({ apply, patch }, index) => ({
    place: `mutations[${index}]`,
    text: apply ?? patch,
  }));
  return policyProblem(policy, expressions, { atLeast, builds: true });
}
