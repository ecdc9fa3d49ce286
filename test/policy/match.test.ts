import { matchResources } from '../../lib/policy/match';

test('writes rules, labels and exceptions as the API has them', () => {
  const match = matchResources(
    {
      rules: [{ apiVersion: '*', resources: ['*/*'], operations: ['DELETE'], names: ['main'] }],
      except: [{ apiVersion: 'apps/*', resources: ['deployments/scale'], scope: 'Namespaced' }],
      namespaces: { stage: ['test', 'dev'] },
      excludedNamespaces: ['shop', 'kube-system'],
      objects: { team: true, legacy: false, tier: 'web' },
    },
    ['kube-system'],
  );
  expect(match).toStrictEqual({
    matchPolicy: 'Equivalent',
    resourceRules: [
      {
        apiGroups: ['*'],
        apiVersions: ['*'],
        resources: ['*/*'],
        operations: ['DELETE'],
        resourceNames: ['main'],
      },
    ],
    excludeResourceRules: [
      {
        apiGroups: ['apps'],
        apiVersions: ['*'],
        resources: ['deployments/scale'],
        operations: ['CREATE', 'UPDATE'],
        scope: 'Namespaced',
      },
    ],
    namespaceSelector: {
      matchExpressions: [
        {
          key: 'kubernetes.io/metadata.name',
          operator: 'NotIn',
          values: ['kube-system', 'shop'],
        },
        { key: 'stage', operator: 'In', values: ['test', 'dev'] },
      ],
    },
    objectSelector: {
      matchExpressions: [
        { key: 'team', operator: 'Exists' },
        { key: 'legacy', operator: 'DoesNotExist' },
        { key: 'tier', operator: 'In', values: ['web'] },
      ],
    },
  });
});

test('names the core group by nothing', () => {
  const { resourceRules } = matchResources(
    { rules: [{ apiVersion: 'v1', resources: ['pods'] }] },
    [],
  );
  expect(resourceRules?.[0]).toMatchObject({ apiGroups: [''], apiVersions: ['v1'] });
});
