import { decided, met, notMet, type Control, type Judged } from './control';

/** Of section 1.2, and section 3.2: the audit log, and encryption at rest. */
export const AUDIT_AND_ENCRYPTION: readonly Control[] = [
  {
    id: '1.2.16',
    title: 'There is an audit log',
    judge: ({ definition }) => met(`\`${definition.auditLog.path}\``),
  },
  kept('1.2.17', 'It is kept for 30 days', 'maxAgeDays', 30, 'days'),
  kept('1.2.18', 'At least 10 files of it are kept', 'maxBackups', 10, 'files'),
  kept('1.2.19', 'A file of it holds 100 megabytes', 'maxSizeMegabytes', 100, 'megabytes'),
  {
    id: '1.2.27',
    title: 'Data is encrypted before etcd gets it',
    judge: ({ definition: { encryption } }) =>
      encryption
        ? met(`${encryption.resources.join(', ')}: \`encryption.yaml\``)
        : notMet('encryption is off: `encryption: false`'),
  },
  {
    id: '1.2.28',
    title: 'The cipher of that is strong',
    judge: ({ definition: { encryption } }) =>
      encryption
        ? decided(
            encryption.provider !== 'aesgcm',
            `${encryption.provider}${encryption.provider === 'kms' ? ': the plugin has the key' : ''}`,
            'aesgcm with a key in a file has to change it too often',
          )
        : notMet('encryption is off'),
  },
  {
    id: '3.2.1',
    title: 'There is an audit policy',
    judge: ({ definition }) =>
      decided(
        definition.auditPolicy.rules.length > 0,
        `\`audit-policy.yaml\`, ${definition.auditPolicy.rules.length} rules`,
        'it has no rule',
      ),
  },
  {
    id: '3.2.2',
    title: 'The audit policy has what matters',
    judge: (judged) => {
      const missing = MATTERS.filter(([, resource]) => !isKept(judged, resource));
      return decided(
        missing.length === 0,
        'Secrets, ConfigMaps and tokens as metadata; rights, ways into Pods and what guards the cluster with their content',
        `no rule for ${missing.map(([what]) => what).join(', ')}`,
      );
    },
  },
];

const MATTERS: readonly [what: string, resource: string][] = [
  ['Secrets', 'secrets'],
  ['ConfigMaps', 'configmaps'],
  ['tokens', 'tokenreviews'],
  ['ways into Pods', 'pods/exec'],
];

function kept(
  id: string,
  title: string,
  key: 'maxAgeDays' | 'maxBackups' | 'maxSizeMegabytes',
  least: number,
  unit: string,
): Control {
  return {
    id,
    title,
    judge: ({ definition: { auditLog } }) =>
      decided(auditLog[key] >= least, `${auditLog[key]} ${unit}`, `${auditLog[key]} ${unit} only`),
  };
}

interface Rule {
  readonly level?: string;
  readonly resources?: readonly { readonly resources?: readonly string[] }[];
}

function isKept({ definition }: Judged, resource: string): boolean {
  return definition.auditPolicy.rules.some((rule: Rule) => {
    const named = (rule.resources ?? []).flatMap(({ resources = [] }) => resources);
    return rule.level !== 'None' && named.includes(resource);
  });
}
