import { Registry, type HostPort, type Platform, type PlatformProps } from '../../lib';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import {
  NodePrerequisites,
  type NodePrerequisitesProps,
} from '../../lib/provisioning/node-prerequisites';
import { Agent, platformWith, textOf } from './machine-agent';

const RULES = 'etc/nftables.d/kubestrata.nft';

interface Case {
  readonly ports?: readonly HostPort[];
  readonly props?: NodePrerequisitesProps;
  readonly platform?: PlatformProps;
}

const filtered = ({ ports = [], props = {}, platform = {} }: Case): Platform =>
  platformWith((p) => {
    new NodePrerequisites(p, 'prepare', props);
    new Agent(p, 'agent', ports);
  }, platform);

/** Rules of a group that name `what`. */
const rules = (platform: Platform, what: string, group = 'worker'): string[] =>
  (textOf(platform, `${group}/${RULES}`) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(what) && line.includes('accept'));

/** Addresses of a set. */
const elements = (platform: Platform, set: string): string | undefined =>
  new RegExp(`set ${set} {[^}]*elements = { ([^}]*) }`).exec(
    textOf(platform, `worker/${RULES}`) ?? '',
  )?.[1];

test('opens a port of nodes to nodes and Pods, unless the component says to whom', () => {
  const platform = filtered({ ports: [{ port: 9100, purpose: 'metrics' }] });
  expect(rules(platform, '9100')).toStrictEqual([
    'ip saddr @nodes_pods_v4 tcp dport 9100 accept comment "agent: metrics"',
  ]);
  expect(rules(platform, '9100', 'load-balancer')).toStrictEqual([]);
  expect(elements(platform, 'nodes_pods_v4')).toBe(
    '192.0.2.11, 192.0.2.21, 192.0.2.22, 10.244.0.0/16',
  );
});

test('opens a range to machines of a group', () => {
  const platform = filtered({
    ports: [
      {
        ...{ port: 7000, lastPort: 7010, protocol: 'UDP', purpose: 'x' },
        from: ['load-balancer'],
      },
    ],
  });
  expect(rules(platform, '7000')).toStrictEqual([
    'ip saddr @load_balancer_v4 udp dport 7000-7010 accept comment "agent: x"',
  ]);
  expect(elements(platform, 'load_balancer_v4')).toBe('192.0.2.5, 192.0.2.6');
});

test('opens nothing for a port that only the machine itself uses', () => {
  const platform = filtered({ ports: [{ port: 9099, purpose: 'health', from: [] }] });
  expect(rules(platform, '9099')).toStrictEqual([]);
});

test('lists no address within a network that is listed too', () => {
  const platform = filtered({
    ports: [{ port: 80, purpose: 'x', from: ['nodes', '192.0.2.16/28', '192.0.2.0/24'] }],
  });
  expect(textOf(platform, `worker/${RULES}`)).toMatch(/elements = { 192\.0\.2\.0\/24 }/);
});

test('knows nodes of a second family by their network', () => {
  const platform = filtered({
    ports: [{ port: 80, purpose: 'x', from: ['nodes'] }],
    platform: {
      networks: { pods: ['10.244.0.0/16', 'fd00::/56'], nodes: ['192.0.2.0/24', '2001:db8::/64'] },
    },
  });
  expect(rules(platform, 'dport 80 ')).toStrictEqual([
    'ip saddr @nodes_v4 tcp dport 80 accept comment "agent: x"',
    'ip6 saddr @nodes_v6 tcp dport 80 accept comment "agent: x"',
  ]);
  expect(elements(platform, 'nodes_v6')).toBe('2001:db8::/64');
});

test('warns that nodes of a second family are not known', () => {
  const platform = filtered({ platform: { networks: { pods: ['10.244.0.0/16', 'fd00::/56'] } } });
  const warnings = Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []);
  expect(warnings).toStrictEqual([
    "Pods have IPv6 addresses, and no such address of a node is known, so nodes drop such traffic of each other; give the platform's `networks.nodes` their network",
  ]);
});

test('lets operators in from anywhere, or from where they are', () => {
  const ports: HostPort[] = [{ port: 6443, purpose: 'API', from: ['operator'] }];
  expect(rules(filtered({ ports }), '6443')).toStrictEqual([
    'tcp dport 6443 accept comment "agent: API"',
  ]);
  const known = filtered({ ports, props: { operators: ['198.51.100.7'] } });
  expect(rules(known, '6443')).toStrictEqual([
    expect.stringMatching(/^ip saddr @networks_\w+_v4 tcp dport 6443 accept/),
  ]);
});

test('opens SSH to everybody, or to whom it is told', () => {
  expect(rules(filtered({}), 'SSH')).toStrictEqual(['tcp dport 22 accept comment "SSH"']);
  const closed = filtered({ props: { sshPort: 2222, sshFrom: ['control-plane'] } });
  expect(rules(closed, 'SSH')).toStrictEqual([
    'ip saddr @control_plane_v4 tcp dport 2222 accept comment "SSH"',
  ]);
});

test('lets machines of a group speak protocols without ports to each other', () => {
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare');
    new Agent(p, 'keepalived', [], { on: 'load-balancer', protocols: ['vrrp'] });
    new Agent(p, 'tunnels', [], { protocols: ['ipip'] });
  });
  expect(rules(platform, 'l4proto 112', 'load-balancer')).toStrictEqual([
    'ip saddr @load_balancer_v4 meta l4proto 112 accept comment "vrrp among these machines"',
  ]);
  expect(rules(platform, 'l4proto 4 ')).toStrictEqual([
    'ip saddr @nodes_v4 meta l4proto 4 accept comment "ipip among these machines"',
  ]);
  expect(rules(platform, 'l4proto 112')).toStrictEqual([]);
});

test('opens ports of others without taking them', () => {
  const port: HostPort = { port: 8472, protocol: 'UDP', purpose: 'mesh', from: ['203.0.113.0/24'] };
  const platform = filtered({
    ports: [{ ...port, from: ['nodes'] }],
    props: { openPorts: [port] },
  });
  expect(rules(platform, '8472')).toHaveLength(2);
  expect(platform.node.validate()).toStrictEqual([]);
});

test('changes nothing but its own table', () => {
  const text = textOf(filtered({}), `worker/${RULES}`) ?? '';
  expect(text).not.toContain('flush ruleset');
  expect(text.match(/^(table|delete table) .*$/gm)).toStrictEqual([
    'table inet kubestrata',
    'delete table inet kubestrata',
    'table inet kubestrata {',
  ]);
  expect(text).not.toMatch(/hook (forward|output)/);
});

test('tells rules of one version from those of another', () => {
  const chain = (platform: Platform): string | undefined =>
    /chain (version_\w+)/.exec(textOf(platform, `worker/${RULES}`) ?? '')?.[1];
  const before = chain(filtered({}));
  const after = chain(filtered({ ports: [{ port: 80, purpose: 'x' }] }));
  expect(before).toMatch(/^version_[0-9a-f]{12}$/);
  expect(after).not.toBe(before);
  expect(textOf(filtered({}), 'worker/usr/local/sbin/kubestrata-prepare')).toContain(
    `FIREWALL_CHAIN='${before}'`,
  );
});

test('has no firewall where others have one', () => {
  const platform = filtered({ props: { firewall: 'none' } });
  expect(textOf(platform, `worker/${RULES}`)).toBeUndefined();
  expect(textOf(platform, 'ansible/prerequisites.yml')).not.toContain('nft ');
  expect(textOf(platform, 'PORTS.md')).toContain('| 22/TCP | SSH | anywhere |');
});

test('has NodePorts open to everybody, or to whom it is told, and lists them once', () => {
  const purpose = 'Services of type NodePort';
  const [tcp, udp] = (['TCP', 'UDP'] as const).map((protocol): HostPort => ({
    port: 30000,
    lastPort: 32767,
    protocol,
    purpose,
    from: ['anywhere'],
  })) as [HostPort, HostPort];
  // With kubeadm its claim is all there is; without, the one of this component.
  const platforms = (props: NodePrerequisitesProps) => [
    filtered({ props }),
    platformWith((p) => {
      ControlPlane.provide(p, {} as ControlPlaneDefinition);
      new NodePrerequisites(p, 'prepare', props);
      new Agent(p, 'kubeadm', [tcp, udp]);
    }),
  ];
  for (const platform of platforms({})) {
    expect(rules(platform, '30000').map((rule) => rule.split(' comment')[0])).toStrictEqual([
      'tcp dport 30000-32767 accept',
      'udp dport 30000-32767 accept',
    ]);
    expect(textOf(platform, 'PORTS.md')?.match(/30000.*anywhere/g)).toStrictEqual([
      `30000-32767/TCP, UDP | ${purpose} | anywhere`,
    ]);
  }
  for (const platform of platforms({ nodePortsFrom: ['load-balancer'] })) {
    expect(rules(platform, '30000').map((rule) => rule.split(' accept')[0])).toStrictEqual([
      'ip saddr @load_balancer_v4 tcp dport 30000-32767',
      'ip saddr @load_balancer_v4 udp dport 30000-32767',
    ]);
  }
});

test('fails for a port that is open to what is no network', () => {
  const platform = filtered({ ports: [{ port: 80, purpose: 'x', from: ['192.0.2.7/28'] }] });
  expect(platform.node.findChild('prepare').node.validate()).toStrictEqual([
    "port 80 for x of 'agent' is open to a network that is none: '192.0.2.7/28' is not the start of its network; write '192.0.2.0/28'",
  ]);
});

test('fails for an open port that cannot be', () => {
  const platform = filtered({ props: { openPorts: [{ port: 90, lastPort: 80, purpose: 'x' }] } });
  expect(platform.node.findChild('prepare').node.validate()).toStrictEqual([
    "port 90 for x of 'prepare' cannot be, up to '80'; give 1 to 65535, the lower one first",
  ]);
});

test('fails for a machine without an address', () => {
  const platform = filtered({
    platform: { nodes: [{ role: 'worker', name: 'w-1', address: 'w-1.example.com' }] },
  });
  expect(platform.node.findChild('prepare').node.validate()).toStrictEqual([
    "machine 'w-1' has the address 'w-1.example.com', which no firewall understands; give its IP address",
  ]);
});
