import { NodePrerequisites } from '../../lib/provisioning/node-prerequisites';
import { Agent, platformWith, textOf } from './machine-agent';

test('lists every port for people with firewalls on the way', () => {
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare');
    new Agent(p, 'agent', [
      { port: 4789, protocol: 'UDP', purpose: 'VXLAN', from: ['nodes'] },
      { port: 2379, purpose: 'clients', on: 'etcd' },
      { port: 9099, purpose: 'health', from: [] },
    ]);
  });
  const document = textOf(platform, 'PORTS.md');
  expect(document).toContain('| 4789/UDP | VXLAN | nodes | agent |');
  expect(document).toContain('| 9099/TCP | health | this machine only | agent |');
  expect(document).toContain('| worker | 192.0.2.21, 192.0.2.22 |');
  expect(document).not.toContain('2379');
});

test('says once of all machines who may log in', () => {
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare', { sshPort: 2222, sshFrom: ['control-plane'] });
  });
  expect(textOf(platform, 'PORTS.md')?.match(/.*SSH.*/g)).toStrictEqual([
    '| 2222/TCP | SSH | control-plane | sshd |',
  ]);
});

test('writes one row for a port of both protocols', () => {
  const port = { port: 7946, purpose: 'membership', from: ['nodes'] } as const;
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare');
    new Agent(p, 'agent', [{ ...port, protocol: 'UDP' }, port]);
  });
  expect(textOf(platform, 'PORTS.md')?.match(/.*7946.*/g)).toStrictEqual([
    '| 7946/TCP, UDP | membership | nodes | agent |',
  ]);
});

test('says once of all nodes which protocols without ports they speak', () => {
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare');
    new Agent(p, 'agent', [], { protocols: ['ipip'] });
    new Agent(p, 'balancer', [], { on: 'load-balancer', protocols: ['vrrp'] });
  });
  expect(textOf(platform, 'PORTS.md')?.match(/IP protocol.*/g)).toStrictEqual([
    'IP protocol 4 | IPIP | nodes |  |',
    'IP protocol 112 | VRRP | load-balancer |  |',
  ]);
});
