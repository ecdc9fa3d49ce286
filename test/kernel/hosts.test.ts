import { HOST_GROUPS, hostsOf, targetsOf } from '../../lib';
import { platformOf } from './host-sample';

test('a group is the machines of its role, and nodes are those of the cluster', () => {
  const names = HOST_GROUPS.map((group) => [
    group,
    platformOf()
      .hosts(group)
      .map(({ name }) => name),
  ]);
  expect(Object.fromEntries(names)).toStrictEqual({
    nodes: ['cp-1', 'w-1', 'w-2'],
    'control-plane': ['cp-1'],
    worker: ['w-1', 'w-2'],
    'load-balancer': ['lb-1'],
    etcd: ['etcd-1'],
    build: [],
    operator: [],
  });
});

test('a target is a group, or one machine whatever its role', () => {
  const platform = platformOf();
  expect(targetsOf(platform, 'worker')).toStrictEqual(['w-1', 'w-2']);
  expect(targetsOf(platform, { host: 'lb-1' })).toStrictEqual(['lb-1']);
  expect(targetsOf(platform, { host: 'nobody' })).toStrictEqual([]);
});

test('there is nobody where there is no inventory', () => {
  expect(hostsOf(platformOf({}), 'nodes')).toStrictEqual([]);
});
