import fc from 'fast-check';
import { parse } from 'yaml';
import { toYaml } from '../../lib/engines/yaml';

/** As Helm and kubectl read it. */
const read = (text: string): unknown => parse(text, { version: '1.1' });

test.each([
  'on',
  'no',
  'Yes',
  'y',
  'N',
  'true',
  'null',
  '~',
  '',
  '0755',
  '0o14',
  '012',
  '0x1f',
  '1_000',
  '1:30',
  '1e3',
  '.5',
  '-1',
  '+1',
  '2001-01-01',
  '1.36',
  '=',
  '<<',
  '- x',
  '#x',
  '{{ x }}',
  '${x}',
  'a: b',
  ' x ',
  'x\ny\n',
  '.inf',
  '!x',
  '&a',
  '*a',
  '%x',
  '@x',
  '`x`',
])('the text %j stays a text', (text) => {
  expect(read(toYaml({ key: text, [text]: 1 }))).toStrictEqual({ key: text, [text]: 1 });
});

test('numbers, booleans, lists and maps stay what they are', () => {
  const value = { a: 1, b: 1.5, c: true, d: null, e: [], f: {}, g: [{ h: [1, 'x'] }], i: 1e21 };
  expect(read(toYaml(value))).toStrictEqual(value);
});

test('any text is read back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(read(toYaml({ key: text }))).toStrictEqual({ key: text });
    }),
  );
});

test('the same object twice is written twice', () => {
  const shared = { a: 1 };
  expect(toYaml({ x: shared, y: shared })).toBe("x:\n  a: 1\n'y':\n  a: 1\n");
});
