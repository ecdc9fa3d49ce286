import { contains, overlap, parseAddresses, type AddressRange } from '../../lib';

const parse = (text: string): AddressRange => {
  const range = parseAddresses(text);
  if (typeof range === 'string') throw new Error(range);
  return range;
};

test.each([
  ['192.0.2.0/30', 4, 0xc0000200n, 0xc0000203n],
  ['192.0.2.7', 4, 0xc0000207n, 0xc0000207n],
  ['192.0.2.1-192.0.2.9', 4, 0xc0000201n, 0xc0000209n],
  ['2001:db8::/126', 6, 0x20010db8000000000000000000000000n, 0x20010db8000000000000000000000003n],
])('reads %s', (text, family, first, last) => {
  expect(parse(text)).toStrictEqual({ family, first, last });
});

test.each([
  ['fails for a word', 'public', "'public' is not a CIDR, address or range"],
  [
    'fails for host bits in a CIDR',
    '192.0.2.7/28',
    "'192.0.2.7/28' is not the start of its network; write '192.0.2.0/28'",
  ],
  [
    'fails for a range that ends before it starts',
    '192.0.2.9-192.0.2.1',
    "'192.0.2.9-192.0.2.1' ends before it starts",
  ],
  [
    'fails for a range of two families',
    '192.0.2.1-2001:db8::1',
    "'192.0.2.1-2001:db8::1' mixes IPv4 and IPv6",
  ],
  [
    'fails for a prefix that is too long',
    '192.0.2.0/33',
    "'192.0.2.0/33' is not a CIDR, address or range",
  ],
  [
    'fails for three ends',
    '192.0.2.1-192.0.2.2-192.0.2.3',
    "'192.0.2.1-192.0.2.2-192.0.2.3' is not a CIDR, address or range",
  ],
  [
    'fails for a CIDR as an end',
    '192.0.2.0/28-192.0.2.20',
    "'192.0.2.0/28-192.0.2.20' mixes a CIDR with a range",
  ],
])('%s', (_, text, error) => {
  expect(parseAddresses(text)).toBe(error);
});

test('ranges of different families never overlap', () => {
  expect(overlap(parse('0.0.0.0/0'), parse('::/0'))).toBe(false);
  expect(overlap(parse('10.0.0.0/8'), parse('10.255.255.255'))).toBe(true);
  expect(overlap(parse('10.0.0.0/9'), parse('10.128.0.0/9'))).toBe(false);
});

test('a network contains its parts, not its neighbours', () => {
  expect(contains(parse('10.0.0.0/8'), parse('10.1.0.0-10.2.0.0'))).toBe(true);
  expect(contains(parse('10.0.0.0/9'), parse('10.127.0.0-10.128.0.0'))).toBe(false);
});
