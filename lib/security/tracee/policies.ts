import { DNS_LABEL } from '../../index';
import type { TraceePolicy } from './words';

/** Properties that a scope may compare. */
const PROPERTIES = new Set([
  ...['uid', 'pid', 'mntns', 'pidns', 'uts', 'comm', 'container', 'tree'],
  ...['exec', 'executable', 'bin', 'binary'],
]);
const WORDS = new Set(['follow', 'container', 'not-container']);

/** What Tracee would refuse in a policy, if anything. */
export function policyError(
  { name, scope = ['global'], rules }: TraceePolicy,
  names: ReadonlySet<string>,
): string | undefined {
  if (!DNS_LABEL.test(name))
    return `policy '${name}' is not a DNS label such as \`intrusions\`; rename it`;
  if (names.has(name)) return `there is already a policy '${name}'; name it otherwise`;
  if (rules.length === 0) return `policy '${name}' watches for nothing; give it a rule`;
  return scopeError(name, scope) ?? rulesError(name, rules);
}

function scopeError(policy: string, scope: readonly string[]): string | undefined {
  if (scope.length === 0) return `policy '${policy}' looks nowhere; say \`['global']\``;
  if (scope.includes('global') && scope.length > 1) {
    return `policy '${policy}' has the scope 'global' beside others; keep one or the others`;
  }
  const odd = scope.find((part) => {
    const property = /^([a-z]+)\s*(?:!=|=|<=|>=|<|>)\s*\S/.exec(part)?.[1];
    return part !== 'global' && !WORDS.has(part) && !PROPERTIES.has(property ?? '');
  });
  return odd === undefined
    ? undefined
    : `policy '${policy}' has the scope '${odd}', which Tracee does not know; say 'container', or compare a property: 'comm=bash'`;
}

function rulesError(policy: string, rules: TraceePolicy['rules']): string | undefined {
  const seen = new Set<string>();
  for (const { event, filters = [] } of rules) {
    if (!/^[a-z][a-z0-9_]*$/.test(event)) {
      return `policy '${policy}' has the event '${event}', which is no name such as 'fileless_execution'`;
    }
    if (seen.has(event)) {
      return `policy '${policy}' has the event '${event}' twice; put both filters into one rule, or into two policies`;
    }
    seen.add(event);
    const odd = filters.find((filter) => !FILTER.test(filter));
    if (odd !== undefined) {
      return `policy '${policy}' has the filter '${odd}' for '${event}'; compare something: 'data.pathname=/etc/shadow*', 'retval=0'`;
    }
  }
  return undefined;
}

const FILTER =
  /^(retval(=|!=)-?\d+|(data|args)\.[A-Za-z_]+(=|!=).+|(?!(?:data|args|retval)[=!<>.])[a-zA-Z]+(=|!=|<|>).+)$/;
