import { boundGroups, rolloutProblem, type RolloutGroup } from '../../lib/policy/validating';

const REST: RolloutGroup = { actions: ['Audit'] };

test('the last group takes what no other does, also namespaces without the label', () => {
  const groups = boundGroups([
    { namespaces: { stage: 'production' }, actions: ['Deny'] },
    { namespaces: { stage: ['test', 'dev'] }, actions: ['Warn'] },
    REST,
  ]);
  expect(groups.map(({ name, namespaceSelector }) => [name, namespaceSelector])).toStrictEqual([
    [
      'production',
      { matchExpressions: [{ key: 'stage', operator: 'In', values: ['production'] }] },
    ],
    ['test-dev', { matchExpressions: [{ key: 'stage', operator: 'In', values: ['test', 'dev'] }] }],
    [
      undefined,
      {
        matchExpressions: [
          { key: 'stage', operator: 'NotIn', values: ['production', 'test', 'dev'] },
        ],
      },
    ],
  ]);
});

test('no two groups hold for a namespace, whatever labels it has', () => {
  const values = ['a', 'b', 'c', undefined];
  const groups = boundGroups([
    { namespaces: { x: ['a', 'b'] }, actions: ['Deny'] },
    { namespaces: { y: 'a' }, actions: ['Deny'] },
    { namespaces: { x: 'c' }, actions: ['Warn'] },
    REST,
  ]);
  const counts = values.flatMap((x) =>
    values.map((y) => groups.filter((g) => holds(g.namespaceSelector, { x, y })).length),
  );
  expect(new Set(counts)).toStrictEqual(new Set([1]));
});

test('a single group is bound without a selector', () => {
  expect(boundGroups([REST])[0]?.namespaceSelector).toBeUndefined();
});

const production = { namespaces: { stage: 'production' } };
test.each<[string, RolloutGroup[], string]>([
  ['no group for the rest', [{ ...production, actions: ['Deny'] }], 'the last group of a rollout'],
  ['two groups for the rest', [REST, REST], 'the last group of a rollout'],
  ['Deny beside Warn', [{ actions: ['Deny', 'Warn'] }], "'Deny' and 'Warn'"],
  ['an action twice', [{ actions: ['Deny', 'Deny'] }], 'an action twice'],
  [
    'two labels',
    [{ namespaces: { a: 'x', b: 'y' }, actions: [] }, REST],
    "selects namespaces by 'a, b'; name one label",
  ],
  ['no value', [{ namespaces: { a: [] }, actions: [] }, REST], "selects namespaces by 'a'"],
  [
    'a value in two groups',
    [{ ...production, actions: [] }, { ...production, actions: ['Deny'] }, REST],
    "two groups have the namespaces 'stage=production'",
  ],
  [
    'two groups with one name',
    [{ namespaces: { a: 'x' }, actions: [] }, { namespaces: { b: 'X' }, actions: [] }, REST],
    "a group is named 'x'",
  ],
  ['no action at all', [{ actions: [] }], 'no group of a rollout has an action'],
])('fails for %s', (_, groups, message) => {
  expect(rolloutProblem(groups)).toContain(message);
});

type Selector = ReturnType<typeof boundGroups>[number]['namespaceSelector'];

/** As the API server reads a selector. */
function holds(selector: Selector, labels: Readonly<Record<string, string | undefined>>): boolean {
  return (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    const isIn = value !== undefined && values.includes(value);
    return operator === 'In' ? isIn : !isIn;
  });
}
