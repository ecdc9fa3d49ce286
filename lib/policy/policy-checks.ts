import { DNS_LABEL } from '../index';
import { celProblem, type CelScope } from './cel-check';
import type { ParamKind } from './admission-kinds';
import type { PolicyMatch } from './match';

/** What validating and mutating policies have in common, as users write them. */
export interface PolicyParts {
  readonly id: string;
  readonly match: PolicyMatch;
  /** CEL by name; a request is looked at only if all are true. */
  readonly matchConditions?: Readonly<Record<string, string>>;
  /** Kind of the objects that bring parameters. */
  readonly paramKind?: ParamKind;
  /** CEL by name, in order: each may use the ones before it. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** An expression that may use all variables. */
export interface PlacedExpression {
  /** Where it stands: `validations[0].expression`. */
  readonly place: string;
  readonly text: string;
  /** @default true */
  readonly authorizer?: boolean;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const QUALIFIED_NAME = /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
/** The API takes 64; one is for exemptions. */
const MAX_CONDITIONS = 63;

/** What the API server would refuse, or never match: `policy 'x': variables.a names 'b' …`. */
export function policyProblem(
  policy: PolicyParts,
  expressions: readonly PlacedExpression[],
  options: Pick<CelScope, 'atLeast' | 'builds'>,
): string | undefined {
  if (!DNS_LABEL.test(policy.id))
    return `policy id '${policy.id}' is not a DNS label such as \`no-latest\``;
  const problem = matchProblem(policy) ?? conditionsProblem(policy) ?? celProblems();
  return problem && `policy '${policy.id}': ${problem}`;

  function celProblems(): string | undefined {
    const roots = ['object', 'oldObject', 'request', 'namespaceObject'];
    if (policy.paramKind) roots.push('params');
    const defined: string[] = [];
    const conditions = Object.entries(policy.matchConditions ?? {});
    for (const [name, text] of conditions) {
      const scope = { ...options, builds: false, variables: undefined };
      const found = celProblem(text, { ...scope, roots: [...roots, 'authorizer'] });
      if (found) return `matchConditions['${name}'] ${found}`;
    }
    for (const [name, text] of Object.entries(policy.variables ?? {})) {
      if (!IDENTIFIER.test(name))
        return `variable '${name}' is not a CEL identifier such as \`pods\``;
      const found = celProblem(text, {
        ...options,
        roots: [...roots, 'authorizer'],
        variables: defined,
      });
      if (found) return `variables.${name} ${found}`;
      defined.push(name);
    }
    for (const { place, text, authorizer = true } of expressions) {
      const here = authorizer ? [...roots, 'authorizer'] : roots;
      const found = celProblem(text, { ...options, roots: here, variables: defined });
      if (found) return `${place} ${found}`;
    }
    return undefined;
  }
}

function matchProblem({ match: { rules } }: PolicyParts): string | undefined {
  if (rules.length === 0) return 'has no `match.rules`; name resources';
  for (const { apiVersion, resources, operations } of rules) {
    if (!/^(\*|([a-z0-9.-]+\/)?(v[0-9a-z]+|\*))$/.test(apiVersion)) {
      return `apiVersion '${apiVersion}' is not one such as \`v1\`, \`apps/v1\` or \`*\``;
    }
    const bad = resources.find((resource) => !/^[a-z0-9*]+(\/[a-z0-9*]+)?$/.test(resource));
    if (bad !== undefined) return `resource '${bad}' is not a lower-case plural such as \`pods\``;
    if (resources.length === 0 || operations?.length === 0) {
      return `a rule for '${apiVersion}' has no resources or no operations; name one or more`;
    }
  }
  return undefined;
}

function conditionsProblem({ matchConditions = {} }: PolicyParts): string | undefined {
  const names = Object.keys(matchConditions);
  const bad = names.find((name) => !QUALIFIED_NAME.test(name));
  if (bad !== undefined) return `match condition '${bad}' is not a name such as \`not-nodes\``;
  return names.length > MAX_CONDITIONS
    ? `has ${names.length} match conditions; join some, ${MAX_CONDITIONS} are possible`
    : undefined;
}

/** Whether a text is a name as annotations and labels have them. */
export const isQualifiedName = (text: string): boolean => QUALIFIED_NAME.test(text);
