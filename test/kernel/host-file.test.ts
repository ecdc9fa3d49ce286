import type { HostFileProps } from '../../lib';
import { OnMachines, platformOf } from './host-sample';

const fileOf = (props: Partial<HostFileProps>) => new OnMachines(platformOf(), 'a').file(props);

test('is for all to read and restarts nothing, unless it says so', () => {
  const { mode, restarts, content } = fileOf({});
  expect([mode, restarts, content]).toStrictEqual(['0644', [], { text: 'a' }]);
});

test('holds what its function gives in the end', () => {
  const known: { text: string }[] = [];
  const file = fileOf({ content: () => known[0] });
  expect(file.content).toBeUndefined();
  known.push({ text: 'late' });
  expect(file.content).toStrictEqual({ text: 'late' });
});

test.each([
  ['nodes', '/etc/a', 'nodes/etc/a'],
  [{ host: 'cp-1' }, '/etc/a', 'cp-1/etc/a'],
  ['operator', 'kubespray/inventory.yaml', 'kubespray/inventory.yaml'],
] as const)('for %j, %s is written to %s', (on, path, written) => {
  expect(fileOf({ on, path }).writtenPath).toBe(written);
});

test.each([
  ['etc/a'],
  ['/'],
  ['/etc/'],
  ['//etc/a'],
  ['/etc/../root/.ssh/authorized_keys'],
  ['/etc/./a'],
  ['/etc/..'],
  ['/etc/a b'],
  ['/etc/$(reboot)'],
  ['/etc/a\n/etc/b'],
  [''],
])('fails for the path %j on machines', (path) => {
  expect(() => fileOf({ path })).toThrow(
    `path '${path}' is not absolute and plain; write it as \`/etc/containerd/config.toml\``,
  );
});

test.each([['/etc/a'], ['../a'], ['a/../../b'], ['./a'], ['a/'], ['']])(
  'fails for the path %j below the output folder',
  (path) => {
    expect(() => fileOf({ on: 'operator', path })).toThrow(
      `path '${path}' is not one below the output folder; write it as \`kubespray/inventory.yaml\``,
    );
  },
);

test('takes names with dots that are no way up', () => {
  expect(fileOf({ path: '/etc/cni/net.d/..data' }).path).toBe('/etc/cni/net.d/..data');
});

test.each([['644'], ['0888'], ['00644'], ['u=rw'], ['4755'], ['']])(
  'fails for the mode %j',
  (mode) => {
    expect(() => fileOf({ mode })).toThrow(
      `[p/a] mode '${mode}' of '/etc/a' is not three octal digits after a zero; write it as \`0644\``,
    );
  },
);

test.each([['a b'], ['containerd; reboot'], ['-f'], ['']])('fails for the unit %j', (unit) => {
  expect(() => fileOf({ restarts: ['etcd', unit] })).toThrow(
    `'/etc/a' is for '${unit}', which is no systemd unit; name one such as`,
  );
});
