import { celProblem } from '../cel-check';
import { handles, matchResources } from '../match';
import { named } from '../named-expressions';
import type { MutatingPolicySpec } from './kinds';
import type { MutatePolicy } from './words';

/** What expressions may name: the API server's own words, and Kyverno's libraries. */
const ROOTS = [
  ...['object', 'oldObject', 'request', 'namespaceObject', 'authorizer'],
  ...['resource', 'globalContext', 'http', 'image', 'user'],
];

/** Kyverno brings its own CEL: the version of Kubernetes does not matter. */
const always = (): boolean => true;

/** The policy as Kyverno has it. */
export function mutatePolicySpec(policy: MutatePolicy): MutatingPolicySpec {
  const { match, matchConditions = {}, variables = {}, mutations, existing = false } = policy;
  return {
    failurePolicy: policy.failurePolicy ?? 'Fail',
    ...(existing && { evaluation: { mutateExisting: { enabled: true } } }),
    matchConstraints: { ...matchResources(match, []) },
    ...named('matchConditions', matchConditions),
    ...named('variables', variables),
    mutations: mutations.map((mutation) =>
      'apply' in mutation
        ? { patchType: 'ApplyConfiguration', applyConfiguration: { expression: mutation.apply } }
        : { patchType: 'JSONPatch', jsonPatch: { expression: mutation.patch } },
    ),
  };
}

/** What is wrong with a policy, if anything. */
export function mutatePolicyProblem(policy: MutatePolicy): string | undefined {
  const { match, matchConditions = {}, variables = {}, mutations } = policy;
  if (match.rules.length === 0) return 'has no `match.rules`; name resources';
  if (mutations.length === 0) return 'changes nothing; give it `mutations`';
  if (handles(match, 'DELETE')) {
    return 'matches DELETE, which nothing can change; name other operations';
  }
  const defined: string[] = [];
  const check = (place: string, text: string, builds: boolean): string | undefined => {
    const scope = { roots: ROOTS, variables: defined, builds, atLeast: always };
    const problem = celProblem(text, scope);
    return problem && `${place} ${problem}`;
  };
  for (const [name, text] of Object.entries(matchConditions)) {
    const problem = check(`match condition '${name}'`, text, false);
    if (problem !== undefined) return problem;
  }
  for (const [name, text] of Object.entries(variables)) {
    const problem = check(`variable '${name}'`, text, true);
    if (problem !== undefined) return problem;
    defined.push(name);
  }
  for (const [index, mutation] of mutations.entries()) {
    const text = 'apply' in mutation ? mutation.apply : mutation.patch;
    const problem = check(`mutation ${index + 1}`, text, true);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
