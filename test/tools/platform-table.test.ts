import { describeTable } from '../../tools/platform-table';
import { Sample } from '../harness/sample';
import { MACHINES, OnMachines, platformOf } from '../kernel/host-sample';

test('names machines by role, and says where the files of a component are', () => {
  const platform = platformOf();
  new Sample(platform, 'chart');
  const component = new OnMachines(platform, 'runtime');
  component.file();
  component.file({ on: { host: 'lb-1' } });
  const lines = describeTable(platform.describe()).split('\n');
  expect(lines.slice(1, 5)).toStrictEqual([
    '1 control-plane: cp-1 192.0.2.1',
    '2 worker: w-1 192.0.2.11, w-2 192.0.2.12',
    '1 load-balancer: lb-1 198.51.100.1',
    '1 etcd: etcd-1 198.51.100.11',
  ]);
  const cells = (name: string) =>
    lines
      .find((line) => line.includes(` ${name} `))
      ?.split('│')
      .map((cell) => cell.trim());
  expect(cells('runtime')?.slice(2, 8)).toStrictEqual([
    'runtime',
    '-',
    'on nodes, lb-1',
    '0',
    '0',
    '2',
  ]);
  expect(cells('chart')?.slice(2, 8)).toStrictEqual([
    'chart',
    'chart 1.2.3',
    'chart (restricted)',
    '1',
    '0',
    '0',
  ]);
  expect(lines).toContain('2 components, 1 releases, 0 objects, 2 files on machines, 0 warnings');
});

test('of many machines it names the first and the last', () => {
  const nodes = Array.from({ length: 40 }, (_, i) => ({
    name: `w-${i + 1}`,
    address: `192.0.2.${i + 1}`,
    role: 'worker' as const,
  }));
  const [, line] = describeTable(platformOf({ ...MACHINES, nodes, machines: [] }).describe()).split(
    '\n',
  );
  expect(line).toBe('40 worker: w-1 192.0.2.1, …, w-40 192.0.2.40');
});

test('says nothing of machines where there are none', () => {
  const [, second] = describeTable(platformOf({}).describe()).split('\n');
  expect(second).toMatch(/^┌/);
});
