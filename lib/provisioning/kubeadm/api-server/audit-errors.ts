import type { AuditOptions } from './audit';
import type { AuditRule } from './audit-rule';

/** What the API server would refuse in the audit policy, or what could not have been meant. */
export function auditErrors(options: AuditOptions): string[] {
  const { rules = [], lastRules = [] } = options;
  const numbers = { ...options };
  return [
    ...rules.flatMap((rule, i) => ruleErrors(rule, `audit rule ${i + 1}`)),
    ...lastRules.flatMap((rule, i) => ruleErrors(rule, `last audit rule ${i + 1}`)),
    ...(['maxAgeDays', 'maxBackups', 'maxSizeMegabytes'] as const)
      .filter((key) => (numbers[key] ?? 1) < 1)
      .map((key) => `audit log without end: '${key}' is ${numbers[key]}; give 1 or more`),
  ];
}

function ruleErrors(rule: AuditRule, where: string): string[] {
  const { level, resources = [], namespaces = [], nonResourceURLs = [] } = rule;
  const conditions = Object.entries(rule).filter(([key]) => CONDITIONS.includes(key));
  return [
    ...(conditions.length === 0
      ? [
          `${where} fits every request, so no later one is asked; say which (\`users\`, \`resources\`, …), or set \`rest\``,
        ]
      : []),
    ...conditions
      .filter(([, value]) => Array.isArray(value) && value.length === 0)
      .map(([key]) => `${where} has an empty '${key}', which means all; take it out`),
    ...(nonResourceURLs.length > 0 && (resources.length > 0 || namespaces.length > 0)
      ? [`${where} is for paths and for resources; make two of it`]
      : []),
    ...nonResourceURLs
      .filter((url) => url !== '*' && (!url.startsWith('/') || url.slice(0, -1).includes('*')))
      .map((url) => `${where} has path '${url}'; begin with '/', and have '*' at the end only`),
    ...resources.flatMap(({ group = '', resources: names = [], resourceNames = [] }) => [
      ...(group.includes('/')
        ? [`${where} has group '${group}' with a version; write \`${group.split('/')[0]}\``]
        : []),
      ...(resourceNames.length > 0 && names.length === 0
        ? [`${where} has names of objects, '${resourceNames.join(', ')}', of no resource; name it`]
        : []),
    ]),
    ...(level !== 'Metadata' && level !== 'None' ? secretsKept(resources, where) : []),
  ];
}

function secretsKept(resources: AuditRule['resources'] & {}, where: string): string[] {
  const kept = resources
    .filter(({ group = '' }) => group === '')
    .flatMap(({ resources: names = [] }) => names)
    .filter((name) => ['secrets', 'serviceaccounts/token'].includes(name));
  return kept.map(
    (name) => `${where} writes what is in '${name}' to the log; make its level \`Metadata\``,
  );
}

const CONDITIONS = ['users', 'userGroups', 'verbs', 'resources', 'namespaces', 'nonResourceURLs'];
