import type { PlatformNode, PlatformProps } from '../../lib';
import { platformOf } from './host-sample';

const errorsOf = (props: PlatformProps): string[] => platformOf(props).node.validate();
const node = (more: Partial<PlatformNode>): PlatformProps => ({
  networks: {},
  machines: [],
  nodes: [{ name: 'n', address: '192.0.2.1', role: 'worker', ...more }],
});

test.each<[PlatformProps]>([
  [node({ zone: 'eu-central-1a', interface: 'enp1s0f0.100' })],
  [node({ labels: { 'node-role.kubernetes.io/worker': '', disk: 'nvme_2.0' } })],
  [{ apiServer: { host: '192.0.2.10', port: 8443 } }],
  [{ apiServer: { host: '2001:db8::10' } }],
  [{ apiServer: { host: 'ABC123.gr7.eu-central-1.eks.amazonaws.com' } }],
])('words that machines understand: %j', (props) => {
  expect(errorsOf(props)).toStrictEqual([]);
});

test.each([['rack 1'], [''], ['-a']])('fails for the zone %j', (zone) => {
  expect(errorsOf(node({ zone }))).toStrictEqual([
    `zone '${zone}' of 'n' is no value of a label; write it as \`rack-1\``,
  ]);
});

test.each([['eth0; reboot'], ['eth0/1'], [''], ['a-name-that-is-too-long']])(
  'fails for the interface %j',
  (card) => {
    expect(errorsOf(node({ interface: card }))).toStrictEqual([
      `interface '${card}' of 'n' is no name of a network interface; write it as \`ip link\` does, such as \`eth0\``,
    ]);
  },
);

test('fails for an interface of a machine beside the cluster', () => {
  const machines = [{ name: 'lb', address: '192.0.2.5', role: 'load-balancer', interface: 'a b' }];
  expect(errorsOf({ machines } as PlatformProps).join()).toContain("interface 'a b' of 'lb'");
});

test.each([
  ['a b', 'c'],
  ['a', 'c d'],
  ['a/b/c', 'd'],
  ['', 'd'],
  ['Example.com/a', 'd'],
  ['a', 'x'.repeat(64)],
])('fails for the label %j=%j', (key, value) => {
  expect(errorsOf(node({ labels: { [key]: value } }))).toStrictEqual([
    `label '${key}=${value}' of 'n' is none; write it as \`example.com/disk=nvme\`, each part up to 63 letters, digits, \`-\`, \`_\` and \`.\``,
  ]);
});

test.each([['https://api.example.com:6443'], [''], ['api example'], ['192.0.2.0/24'], ['a_b']])(
  'fails for API servers at %j',
  (host) => {
    expect(errorsOf({ apiServer: { host } })).toContain(
      `the API servers' host '${host}' is no address or name; write it without scheme and port, such as \`192.0.2.10\` or \`api.example.com\``,
    );
  },
);

test.each([[0], [70000], [64.5]])('fails for API servers at port %d', (port) => {
  expect(errorsOf({ apiServer: { host: 'api.example.com', port } })).toStrictEqual([
    `the API servers' port '${port}' is none; give a number from 1 to 65535`,
  ]);
});
