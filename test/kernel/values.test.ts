import fc from 'fast-check';
import { merge, valueAt, valuesAt, type Values } from '../../lib';

const anyValues = fc.object({
  maxDepth: 3,
  values: [fc.integer(), fc.string(), fc.boolean(), fc.constant(null)],
}) as fc.Arbitrary<Values>;

test('maps merge key by key, anything else is replaced', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 'x' };
  expect(merge(base, { a: { c: [3] }, d: { e: 1 } })).toStrictEqual({
    a: { b: 1, c: [3] },
    d: { e: 1 },
  });
});

test('undefined is left out, null stays', () => {
  expect(merge({ a: undefined, b: 1, c: [1, undefined] }, { b: undefined, d: null })).toStrictEqual(
    {
      b: 1,
      c: [1],
      d: null,
    },
  );
});

test('the result shares nothing with what it was made from', () => {
  const inner = { list: [{ a: 1 }] };
  const out = merge({ inner }, {});
  expect(out).toStrictEqual({ inner: { list: [{ a: 1 }] } });
  expect(out['inner']).not.toBe(inner);
  expect(valueAt(out, 'inner.list')).not.toBe(inner.list);
});

test('merging with nothing changes nothing, and merging twice is merging once', () => {
  fc.assert(
    fc.property(anyValues, anyValues, (a, b) => {
      expect(merge(a, {})).toStrictEqual(a);
      expect(merge(merge(a, b), b)).toStrictEqual(merge(a, b));
    }),
  );
});

test('a path may have keys with dots', () => {
  const values = valuesAt('configs.cm.oidc\\.config', 'x');
  expect(values).toStrictEqual({ configs: { cm: { 'oidc.config': 'x' } } });
  expect(valueAt(values, 'configs.cm.oidc\\.config')).toBe('x');
  expect(valueAt(values, 'configs.none.of.these')).toBeUndefined();
});
