import { STAGES, type HostGroup, type HostNeeds, type PlatformProps } from '../../lib';
import { MACHINES, OnMachines, platformOf } from './host-sample';

/** Errors of a platform whose components `a` and `b` do what the test says. */
function errorsOf(
  define: (a: OnMachines, b: OnMachines) => unknown,
  props: PlatformProps = MACHINES,
): string[] {
  const platform = platformOf(props);
  const [a, b] = [new OnMachines(platform, 'a'), new OnMachines(platform, 'b')];
  define(a, b);
  return platform.node.validate();
}

const ALONE = { networks: {}, nodes: [], machines: [] };
const node = (name: string): PlatformProps => ({
  nodes: [{ name, address: '192.0.2.1', role: 'worker' }],
});

test('files of one path on different machines are fine', () => {
  const errors = errorsOf((a, b) => {
    a.file({ on: 'worker' });
    b.file({ on: 'control-plane' });
    b.file({ on: { host: 'lb-1' } });
    b.file({ on: 'etcd' });
    b.file({ on: 'operator', path: 'etc/a' });
  });
  expect(errors).toStrictEqual([]);
});

test('fails for two files of one path in one group, once for all machines', () => {
  const errors = errorsOf((a, b) => {
    a.file({ on: 'worker' });
    b.file({ on: 'worker' });
  });
  expect(errors).toStrictEqual([
    "'p/a' and 'p/b' both write '/etc/a' on 'w-1', 'w-2'; keep one of them, or move it",
  ]);
});

test.each([
  ['a group within another', { on: 'control-plane' }, "'cp-1'"],
  ['one machine of the group', { on: { host: 'w-2' } }, "'w-2'"],
] as const)('fails for two files of one path, one of them for %s', (_, other, where) => {
  const errors = errorsOf((a, b) => {
    a.file();
    b.file(other);
  });
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`both write '/etc/a' on ${where}; keep one of them`);
});

test('fails for two files of one path within one component', () => {
  const errors = errorsOf((a) => {
    a.file();
    a.file({ on: { host: 'w-1' } });
  });
  expect(errors).toStrictEqual([
    "'p/a' and 'p/a' both write '/etc/a' on 'w-1'; keep one of them, or move it",
  ]);
});

test('fails for two files of one path in a group that nobody is in', () => {
  const errors = errorsOf((a, b) => {
    a.file();
    b.file();
  }, ALONE);
  expect(errors).toStrictEqual([
    "'p/a' and 'p/b' both write '/etc/a' on `dist/hosts/nodes/etc/a`; keep one of them, or move it",
  ]);
});

test("a file that turns out to be none is in nobody's way", () => {
  const errors = errorsOf((a, b) => {
    a.file({ content: () => undefined });
    b.file();
  });
  expect(errors).toStrictEqual([]);
});

test('fails for two files of the operator with one path', () => {
  const errors = errorsOf((a, b) => {
    a.file({ on: 'operator', path: 'README.md' });
    b.file({ on: 'operator', path: 'README.md' });
  });
  expect(errors[0]).toContain("both write 'README.md' on `dist/hosts/README.md`");
});

test('fails for a file of the operator that is written where one of a group is', () => {
  const errors = errorsOf((a, b) => {
    a.file({ on: 'etcd' });
    b.file({ on: 'operator', path: 'etcd/etc/a' });
  });
  expect(errors[0]).toContain('on `dist/hosts/etcd/etc/a`; keep one of them, or move it');
});

test('fails for a file where another has a folder', () => {
  const errors = errorsOf((a, b) => {
    b.file({ path: '/etc/a/b/c' });
    a.file({ on: { host: 'w-1' } });
  });
  expect(errors).toStrictEqual([
    "'p/a' writes '/etc/a' as a file, and 'p/b' puts '/etc/a/b/c' below it, on 'w-1'; keep one of them, or move it",
  ]);
});

test('fails for a file of the operator that is named like the folder of a machine', () => {
  const errors = errorsOf((a, b) => {
    a.file({ on: { host: 'lb-1' } });
    b.file({ on: 'operator', path: 'lb-1' });
  });
  expect(errors[0]).toContain("writes 'lb-1' as a file, and 'p/a' puts '/etc/a' below");
});

test('fails for a file on a machine that is not there', () => {
  const lost = (props?: PlatformProps) => errorsOf((a) => a.file({ on: { host: 'w-3' } }), props);
  expect(lost()).toStrictEqual([
    "'p/a' puts '/etc/a' on machine 'w-3', which the platform does not have (there are 'cp-1', 'w-1', 'w-2', 'lb-1', 'etcd-1'); name one of them, or add it to `nodes` or `machines`",
  ]);
  expect(lost(ALONE)[0]).toContain('which the platform does not have (it has none);');
});

test.each(['nodes', 'worker', 'operator', 'build'])('fails for a machine named %s', (name) => {
  expect(errorsOf(() => undefined, node(name))).toStrictEqual([
    `machine '${name}' is named like a group of machines; rename it`,
  ]);
});

test.each([['Node-1'], ['node_1'], ['../node'], ['a/b'], [''], ['node-1.'], ['a b']])(
  'fails for a machine named %j',
  (name) => {
    expect(errorsOf(() => undefined, node(name))).toStrictEqual([
      `machine '${name}' has no host name; write it in lower case as its \`hostname\` says, such as \`node-1\` or \`node-1.example.com\``,
    ]);
  },
);

test('fails for a node and a machine of one name', () => {
  const machines = [{ name: 'n', address: '192.0.2.2', role: 'etcd' }] as const;
  expect(errorsOf(() => undefined, { ...node('n'), machines })).toStrictEqual([
    "two machines are named 'n'; rename one of them",
  ]);
});

const sysctl = (value: string, on?: HostGroup): HostNeeds => ({
  ...(on && { on }),
  sysctls: { 'vm.max_map_count': value },
});

test('fails for kernel settings that contradict each other', () => {
  expect(errorsOf((a, b) => [a.needs(sysctl('1')), b.needs(sysctl('2'))])).toStrictEqual([
    "'p/a' wants the kernel setting vm.max_map_count = '1' and 'p/b' wants '2'; change one of them",
  ]);
});

test.each([
  ['1', 'nodes', '1', 'worker', 0],
  ['1', 'nodes', '2', 'worker', 1],
  ['1', 'control-plane', '2', 'nodes', 1],
  ['1', 'control-plane', '2', 'worker', 0],
  ['1', 'nodes', '2', 'load-balancer', 0],
  ['1', 'etcd', '2', 'etcd', 1],
] as const)('%s on %s beside %s on %s: %i errors', (first, where, second, other, errors) => {
  const define = (a: OnMachines, b: OnMachines) => [
    a.needs(sysctl(first, where)),
    b.needs(sysctl(second, other)),
  ];
  expect(errorsOf(define)).toHaveLength(errors);
});

test('fails for a unit that one wants running and another off', () => {
  const define = (a: OnMachines, b: OnMachines) => [
    a.needs({ services: ['firewalld'] }),
    b.needs({ disabledServices: ['firewalld'] }),
  ];
  expect(errorsOf(define)).toStrictEqual([
    "'p/a' wants the unit 'firewalld' 'running' and 'p/b' wants 'off'; change one of them",
  ]);
});

test('fails for one port of one kind of machines that two take', () => {
  const port = { port: 6443, purpose: 'the API' };
  const errors = (on: HostGroup) =>
    errorsOf((a, b) => [a.ports(port), b.ports({ ...port, on })]).join();
  expect(errors('control-plane')).toBe(
    "'p/a' and 'p/b' both take host port 6443/TCP; turn the API off in one of them, or move it to another port",
  );
  expect(errors('load-balancer')).toBe('');
});

test('fails for a port within the range of another', () => {
  const range = { port: 30000, lastPort: 32767, purpose: 'node ports' };
  const errors = (port: number, protocol: 'TCP' | 'UDP' = 'TCP', on: HostGroup = 'worker') =>
    errorsOf((a, b) => [a.ports(range), b.ports({ port, protocol, on, purpose: 'games' })]);
  expect(errors(32767)).toStrictEqual([
    "'p/a' takes the host ports 30000-32767/TCP for node ports, and 'p/b' takes 32767/TCP for games; move one of them",
  ]);
  expect(errors(32768)).toStrictEqual([]);
  expect(errors(31000, 'UDP')).toStrictEqual([]);
  expect(errors(31000, 'TCP', 'etcd')).toStrictEqual([]);
});

test.each([[0], [70000], [1.5]])('fails for the port %d', (port) => {
  const [error] = errorsOf((a) => a.ports({ port, purpose: 'games' }));
  expect(error).toBe(
    `'p/a' takes the host port ${port}/TCP for games; give a number from 1 to 65535, the last of a range after the first`,
  );
});

test('fails for a range of ports that ends before it starts', () => {
  const [error] = errorsOf((a) => a.ports({ port: 20, lastPort: 10, purpose: 'games' }));
  expect(error).toContain("'p/a' takes the host port 20-10/TCP for games");
});

test('machines come before what runs on them, and the first control plane before those that join', () => {
  const at = (stage: (typeof STAGES)[number]) => STAGES.indexOf(stage);
  expect(at('machines')).toBeLessThan(at('load-balancers'));
  expect(at('etcd')).toBeLessThan(at('first-control-plane'));
  expect(at('first-control-plane')).toBeLessThan(at('join'));
  expect(at('network')).toBeLessThan(at('platform'));
});
