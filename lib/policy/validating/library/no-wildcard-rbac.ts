import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `no-wildcard-rbac`. */
export interface NoWildcardRbacParameters {
  /** Names of roles that may have wildcards, with `*` at their end for any characters. */
  readonly allowed: readonly string[];
}

/** No wildcards in roles. */
export const noWildcardRbac: PolicyTemplate<NoWildcardRbacParameters> = {
  id: 'no-wildcard-rbac',
  title: 'No wildcards in roles',
  description:
    'A role with `*` has every right that comes with the next CustomResourceDefinition or version too.',
  severity: 'high',
  defaults: { allowed: [] },
  rules: ({ allowed }) => ({
    match: {
      rules: [{ apiVersion: 'rbac.authorization.k8s.io/v1', resources: ['roles', 'clusterroles'] }],
    },
    matchConditions: {
      'not-built-in': `!object.metadata.name.startsWith('system:') &&\n!(object.metadata.name in ['admin', 'cluster-admin', 'edit', 'view'])`,
      // The controller fills their rules from other roles, which are looked at.
      'not-aggregated': `!has(dyn(object).aggregationRule)`,
      ...(allowed.length > 0 && {
        'not-allowed': allowed
          .map((name) =>
            name.endsWith('*')
              ? `!object.metadata.name.startsWith(${celLiteral(name.slice(0, -1))})`
              : `object.metadata.name != ${celLiteral(name)}`,
          )
          .join(' &&\n'),
      }),
    },
    validations: [
      {
        expression: `object.?rules.orValue([]).all(r, !('*' in r.verbs))`,
        message: "rules must name their verbs instead of '*'",
        reason: 'Forbidden',
      },
      {
        expression: `object.?rules.orValue([]).all(r, !r.?resources.orValue([]).exists(n, n in ['*', '*/*']))`,
        message: "rules must name their resources instead of '*'",
        reason: 'Forbidden',
      },
    ],
  }),
};
