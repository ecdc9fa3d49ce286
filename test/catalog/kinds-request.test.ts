import { chooseVersion } from '../../tools/kinds/crd-folder';
import { formatHeader, parseHeader, parseKindRequest } from '../../tools/kinds/request';

test('a header is read back, however long it is', () => {
  const kinds = [
    'Pool!spec.a.b!spec.c^d,e',
    'Pool@v1beta1',
    'Address.ipam.example.org',
    ...Array<string>(20).fill('Advertisement'),
  ];
  const request = {
    system: 'example',
    release: 'chart main 1.2.3',
    kinds: kinds.map(parseKindRequest),
  };
  const header = formatHeader(request);
  expect(Math.max(...header.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(parseHeader(`${header}\nimport type { Kind } from '../../kernel';\n`)).toStrictEqual(
    request,
  );
});

test('a file without the header is not a generated one', () => {
  expect(parseHeader('// kinds of my own\nexport const a = 1;\n')).toBeUndefined();
});

test.each([
  [['v1alpha1', 'v1', 'v1beta1'], 'v1'],
  [['v1beta1', 'v2alpha1', 'v1beta2'], 'v1beta2'],
  [['v1', 'v10', 'v2'], 'v10'],
])('of the served versions %j the newest is %s', (names, newest) => {
  const versions = names.map((name) => ({ name, served: true }));
  expect(chooseVersion(versions, parseKindRequest('Pool')).name).toBe(newest);
});

test('a version that is not served or deprecated is only taken when asked for', () => {
  const versions = [
    { name: 'v1', served: true },
    { name: 'v2', served: true, deprecated: true },
    { name: 'v3', served: false },
  ];
  expect(chooseVersion(versions, parseKindRequest('Pool')).name).toBe('v1');
  expect(chooseVersion(versions, parseKindRequest('Pool@v2')).name).toBe('v2');
  expect(() => chooseVersion(versions, parseKindRequest('Pool@v3'))).toThrow("not served as 'v3'");
});

test('fails for a kind in another form', () => {
  expect(() => parseKindRequest('metallb.io/IPAddressPool')).toThrow(
    "with 'metallb.io/IPAddressPool'",
  );
});
