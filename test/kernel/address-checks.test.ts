import type { PlatformProps } from '../../lib';
import { OnMachines, platformOf } from './host-sample';

const NETWORKS = {
  pods: ['10.244.0.0/16', 'fd00:1::/56'],
  services: ['10.96.0.0/16', 'fd00:2::/112'],
  nodes: ['192.0.2.0/24', '2001:db8::/64'],
};

function errorsOf(props: PlatformProps, reserve: readonly string[] = []): string[] {
  const platform = platformOf({ networks: NETWORKS, ...props });
  const component = new OnMachines(platform, 'a');
  for (const range of reserve) component.reserve(range);
  return platform.node.validate();
}

const node = (address: string, name = 'n') => ({ name, address, role: 'worker' }) as const;
const balancer = (address: string, name = 'lb') =>
  ({ name, address, role: 'load-balancer' }) as const;

test('machines beside the cluster may be outside of the node networks, nodes may not', () => {
  expect(errorsOf({ machines: [balancer('198.51.100.1')] })).toStrictEqual([]);
  expect(errorsOf({ nodes: [node('198.51.100.1')] })).toStrictEqual([
    "node 'n' has the address '198.51.100.1', which is in none of the node networks '192.0.2.0/24', '2001:db8::/64'; correct one of them",
  ]);
});

test('nodes of either family are in the network of theirs', () => {
  const nodes = [node('192.0.2.1', 'a'), node('2001:db8::2', 'b')];
  expect(errorsOf({ nodes })).toStrictEqual([]);
});

test.each([
  ['10.244.1.1', "the pods '10.244.0.0/16'"],
  ['10.96.0.10', "the services '10.96.0.0/16'"],
  ['fd00:1::1', "the pods 'fd00:1::/56'"],
  ['fd00:2::a', "the services 'fd00:2::/112'"],
])('fails for a load balancer at %s, which is one of %s', (address, network) => {
  expect(errorsOf({ machines: [balancer(address)] })).toStrictEqual([
    `machine 'lb' '${address}' of 'p' overlaps ${network} of 'p'; give one of them other addresses`,
  ]);
});

test('fails for a virtual address that a machine has', () => {
  const machines = [balancer('192.0.2.5')];
  expect(errorsOf({ machines }, ['192.0.2.5'])).toStrictEqual([
    "virtual address '192.0.2.5' of 'p/a' overlaps machine 'lb' '192.0.2.5' of 'p'; give one of them other addresses",
  ]);
  expect(errorsOf({ machines }, ['192.0.2.6'])).toStrictEqual([]);
});

test('fails for a virtual address that another takes', () => {
  expect(errorsOf({}, ['192.0.2.5', '192.0.2.0/29'])).toStrictEqual([
    "virtual address '192.0.2.5' of 'p/a' overlaps virtual address '192.0.2.0/29' of 'p/a'; give one of them other addresses",
  ]);
});

test('fails for two machines of one address', () => {
  expect(errorsOf({ nodes: [node('192.0.2.5')], machines: [balancer('192.0.2.5')] })).toStrictEqual(
    [
      "node 'n' '192.0.2.5' of 'p' overlaps machine 'lb' '192.0.2.5' of 'p'; give one of them other addresses",
    ],
  );
});

test.each([['192.0.2.0/28'], ['192.0.2.1-192.0.2.9']])(
  'fails for a machine with the address %s',
  (address) => {
    expect(errorsOf({ nodes: [node(address)] })).toStrictEqual([
      `node 'n' has the address '${address}', which is many; write one IP address`,
    ]);
  },
);

test('fails for a machine with a name for an address', () => {
  expect(errorsOf({ machines: [balancer('lb.example.com')] })[0]).toBe(
    "machine 'lb' of 'p': 'lb.example.com' is not a CIDR, address or range; correct it",
  );
});

test('fails for API servers at an address of the cluster itself', () => {
  const errors = (host: string, reserve: string[] = []) =>
    errorsOf({ apiServer: { host } }, reserve);
  expect(errors('10.96.0.1')).toStrictEqual([
    "the address of the API servers '10.96.0.1' of 'p' overlaps the services '10.96.0.0/16' of 'p'; give one of them other addresses",
  ]);
  expect(errors('api.example.com')).toStrictEqual([]);
  expect(errors('192.0.2.5', ['192.0.2.5'])).toStrictEqual([]);
  expect(errors('192.0.2.5', ['192.0.2.4/30'])).toStrictEqual([
    "virtual address '192.0.2.4/30' of 'p/a' overlaps the address of the API servers '192.0.2.5' of 'p'; give one of them other addresses",
  ]);
});

test('fails for two networks of Services of one family', () => {
  const services = ['10.96.0.0/16', '10.97.0.0/16'];
  expect(errorsOf({ networks: { ...NETWORKS, services } })).toStrictEqual([
    "the services have two networks of IPv4, '10.96.0.0/16' and '10.97.0.0/16'; keep one, and for dual stack add one of IPv6",
  ]);
});

test('fails for node networks that reach into those of the cluster', () => {
  expect(errorsOf({ networks: { ...NETWORKS, nodes: ['10.0.0.0/8'] } })).toStrictEqual([
    "the pods '10.244.0.0/16' of 'p' overlaps the nodes '10.0.0.0/8' of 'p'; give one of them other addresses",
    "the services '10.96.0.0/16' of 'p' overlaps the nodes '10.0.0.0/8' of 'p'; give one of them other addresses",
  ]);
});
