import type { ValidatingAdmissionPolicySpec } from '../admission-kinds';
import { matchResources } from '../match';
import { named, usedVariables } from '../named-expressions';
import { isQualifiedName, policyProblem, type PlacedExpression } from '../policy-checks';
import type { PolicyExemption } from '../../contracts/policy-enforcement';
import { exemptNamespaces, notExempt } from './exemptions';
import type { ClusterFacts, Policy, PolicyRules } from './words';

/** The policy as the API has it. */
export function policySpec(
  rules: PolicyRules,
  exemptions: readonly PolicyExemption[],
): ValidatingAdmissionPolicySpec {
  const objects = notExempt(exemptions);
  const conditions = { ...(objects && { 'not-exempt': objects }), ...rules.matchConditions };
  const { variables = {}, validations = [], auditAnnotations = {} } = rules;
  const texts = [
    ...validations.flatMap((v) => [v.expression, v.messageExpression ?? '']),
    ...Object.values(auditAnnotations),
  ];
  return {
    failurePolicy: rules.failurePolicy ?? 'Fail',
    ...(rules.paramKind && { paramKind: rules.paramKind }),
    matchConstraints: matchResources(rules.match, exemptNamespaces(exemptions)),
    ...named('matchConditions', conditions),
    ...named('variables', usedVariables(variables, texts)),
    ...(validations.length > 0 && { validations }),
    ...(Object.keys(auditAnnotations).length > 0 && {
      auditAnnotations: Object.entries(auditAnnotations).map(([key, valueExpression]) => ({
        ...{ key, valueExpression },
      })),
    }),
  };
}

/** What is wrong with a user's policy. */
export function validatingProblem(
  policy: Policy,
  { atLeast }: Pick<ClusterFacts, 'atLeast'>,
): string | undefined {
  const { validations = [], auditAnnotations = {} } = policy;
  const keys = Object.keys(auditAnnotations);
  const expressions: PlacedExpression[] = [
    ...validations.flatMap(({ expression, messageExpression }, i) => [
      { place: `validations[${i}].expression`, text: expression },
      ...(messageExpression === undefined
        ? []
        : [
            {
              place: `validations[${i}].messageExpression`,
              text: messageExpression,
              authorizer: false,
            },
          ]),
    ]),
    ...keys.map((key) => ({
      place: `auditAnnotations['${key}']`,
      text: auditAnnotations[key] ?? '',
    })),
  ];
  const beyondCel =
    messageProblem(policy) ?? auditProblem(auditAnnotations) ?? paramProblem(policy);
  return (
    policyProblem(policy, expressions, { atLeast, builds: false }) ??
    (beyondCel && `policy '${policy.id}': ${beyondCel}`)
  );
}

function messageProblem({ validations = [], auditAnnotations = {} }: Policy): string | undefined {
  if (validations.length === 0 && Object.keys(auditAnnotations).length === 0) {
    return 'demands nothing; give it `validations` or `auditAnnotations`';
  }
  const index = validations.findIndex(
    ({ expression, message }) => message?.includes('\n') ?? expression.trim().includes('\n'),
  );
  return index === -1
    ? undefined
    : `validations[${index}] needs a \`message\` of one line, because its ${
        validations[index]?.message === undefined ? 'expression' : 'message'
      } has several`;
}

function paramProblem({ paramKind, rollout = [] }: Policy): string | undefined {
  if (!paramKind) return undefined;
  const bare = rollout.some(({ actions, paramRef }) => actions.length > 0 && !paramRef);
  return bare || rollout.length === 0
    ? 'has a `paramKind`; give it a `rollout` whose groups name a `paramRef`'
    : undefined;
}

function auditProblem(annotations: Readonly<Record<string, string>>): string | undefined {
  const keys = Object.keys(annotations);
  if (keys.length > 20) return `has ${keys.length} audit annotations; 20 are possible`;
  const bad = keys.find((key) => key.includes('/') || !isQualifiedName(key));
  if (bad !== undefined) return `audit annotation '${bad}' is not a name such as \`images\``;
  const long = keys.find((key) => (annotations[key] ?? '').length > 5 * 1024);
  return long && `audit annotation '${long}' is longer than 5 KiB; shorten its expression`;
}
