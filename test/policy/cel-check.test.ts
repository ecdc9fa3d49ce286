import { celProblem } from '../../lib/policy/cel-check';
import { celLiteral } from '../../lib/policy/cel-literal';

const SCOPE = {
  roots: ['object', 'oldObject'],
  variables: ['pods'],
  builds: false,
  atLeast: () => true,
};
const problem = (text: string, scope: object = {}) => celProblem(text, { ...SCOPE, ...scope });

test.each([
  'object.spec.?replicas.orValue(1) > 1',
  `object.metadata.?labels[?'a?.?b'].orValue('') == 'x'`,
  '[?object.a, 1].size() == 1 && {?"a": object.?b}.size() == 0',
  'object.a ? object.b : oldObject.c',
  'object.all(x, x.b == x) && object.exists_one(y, y) && has(object.a)',
  '[1].all(i, v, v > i) && [2].transformList(i, v, v > 1, i).size() == 1',
  'optional.of(1).optMap(v, v + 1).hasValue() && sets.contains([1], [1])',
  'type(object) == string && quantity("1Gi").isGreaterThan(quantity("1Mi"))',
  "variables.pods.exists(p, p.name == 'x') // a ? b.?c",
])('takes %s', (text) => {
  expect(problem(text)).toBeUndefined();
});

test.each([
  ['objekt.x', "names 'objekt' at line 1, column 1, with 'objekt.x'"],
  ['object.a &&\n  objekt.b', "names 'objekt' at line 2, column 3, with 'objekt.b'"],
  ['[1].all(x, x > y)', "names 'y' at line 1, column 16"],
  ['object.all(x, true) && x', "names 'x' at line 1, column 24"],
  ['variables.others > 1', "names 'variables.others' at line 1, column 1"],
  ['object.a +', "does not parse at line 1, column 10, with 'object.a +'"],
  ["object.a == 'x", 'does not parse at line 1'],
  ['Object{a: 1} == object', "builds an object 'Object' at line 1, column 1"],
  ['  ', 'is empty'],
])('fails for %s', (text, message) => {
  expect(problem(text)).toContain(message);
});

test('fails for variables where there are none', () => {
  expect(problem('variables.pods', { variables: undefined })).toBe(
    "names 'variables' at line 1, column 1, with 'variables.pods'; there are object, oldObject",
  );
});

test('fails for what is too long for the API server', () => {
  expect(problem(`'${'a'.repeat(100_000)}' == object`)).toContain('longer than 100000 characters');
});

test("fails for a function that the version before the cluster's does not know", () => {
  const atLeast = (version: string) => version <= '1.34';
  expect(problem('object.a.sort() == [1]', { atLeast })).toBe(
    "calls 'sort' at line 1, column 9, with 'object.a.sort() == [1]'; policies may from Kubernetes 1.35 on",
  );
  expect(problem(`semver('1.2.3').major() == 1`, { atLeast })).toBeUndefined();
});

test('mutations may build objects', () => {
  expect(problem('Object{spec: Object.spec{a: object.a}}', { builds: true })).toBeUndefined();
});

test('literals of parameters cannot break out of their quotes', () => {
  const nasty = `it's "\\" \n ${'`'}`;
  expect(celLiteral([nasty, 1, true, { 'a.b/c': ['x'] }])).toBe(
    `['it\\'s "\\\\" \\n ${'`'}', 1, true, {'a.b/c': ['x']}]`,
  );
  expect(problem(`${celLiteral(nasty)} == object.a`)).toBeUndefined();
});
