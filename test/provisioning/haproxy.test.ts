import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { ApiLoadBalancer } from '../../lib/contracts/api-load-balancer';
import { Metrics } from '../../lib/contracts/metrics';
import { hostFiles } from '../../lib/engines/hosts';
import { HaProxy, type HaProxyProps } from '../../lib/provisioning/haproxy';
import { KubeVip } from '../../lib/provisioning/kube-vip';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const nodes: readonly PlatformNode[] = ['1', '2', '3'].map((n) => ({
  name: `cp-${n}`,
  address: `192.0.2.1${n}`,
  role: 'control-plane',
}));
const machines = [
  { name: 'lb-1', address: '192.0.2.5', role: 'load-balancer' },
  { name: 'lb-2', address: '192.0.2.6', role: 'load-balancer', interface: 'ens192' },
] as const;
const networks = { nodes: ['192.0.2.0/24'] };
const apiServer = { host: '192.0.2.10' };
const BASE: PlatformProps = { nodes, machines, networks, apiServer };

/** HAProxy on a platform that differs from the usual one in some settings. */
function made(props: HaProxyProps = {}, own: PlatformProps = {}) {
  const platform = new Platform(freeRoot(), 'prod', { ...BASE, ...own });
  const haproxy = new HaProxy(platform, 'haproxy', props);
  const registry = Registry.of(platform);
  const file = (path: string) => hostFiles(platform).get(path)?.text ?? '';
  const on = own.machines?.length === 0 ? 'control-plane' : 'load-balancer';
  const cfg = () => file(`${on}/etc/haproxy/haproxy.cfg`);
  const errors = () => platform.node.findAll().flatMap((c) => c.node.validate());
  return { platform, haproxy, registry, file, cfg, errors };
}

/** The lines of HAProxy's file that start with one of these words. */
const lines = (text: string, ...words: readonly string[]): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => words.some((word) => line.startsWith(`${word} `)));

test('leads to every control plane, at the port of the API servers', () => {
  expect(lines(made().cfg(), 'server', 'bind')).toStrictEqual([
    'bind :6443',
    'server cp-1 192.0.2.11:6443',
    'server cp-2 192.0.2.12:6443',
    'server cp-3 192.0.2.13:6443',
    'bind :8404',
  ]);
});

test('asks API servers by TLS whether they are ready, and verifies where it is given the authority', () => {
  const [unverified, verified] = [made(), made({ caFile: '/etc/haproxy/ca.crt' })].map((m) =>
    lines(m.cfg(), 'http-check', 'default-server').join('\n'),
  );
  expect(unverified).toContain('http-check send meth GET uri /readyz');
  expect(unverified).toContain('verify none');
  expect(verified).toContain('verify required ca-file /etc/haproxy/ca.crt verifyhost kubernetes');
});

test('keeps idle watches open for an hour', () => {
  expect(lines(made().cfg(), 'timeout client', 'timeout server', 'timeout tunnel')).toStrictEqual([
    'timeout client 3600s',
    'timeout server 3600s',
    'timeout tunnel 3600s',
    'timeout client 10s',
  ]);
});

test('lets the cluster itself in beside the networks that are allowed', () => {
  const { cfg, registry } = made({ allowedNetworks: ['198.51.100.0/24'] });
  expect(lines(cfg(), 'tcp-request')).toStrictEqual([
    'tcp-request connection reject if !{ src 127.0.0.0/8 ::1 192.0.2.0/24 10.244.0.0/16 198.51.100.0/24 }',
  ]);
  const [ports] = registry.hostPorts.map((p) => p.ports());
  expect(ports?.[0]?.from).toStrictEqual(['nodes', 'pods', 'load-balancer', '198.51.100.0/24']);
});

test('judges the address that came by the PROXY protocol, once it is known', () => {
  const { cfg } = made({
    proxyProtocolFrom: ['203.0.113.8/29'],
    limits: { newPerTenSeconds: 50 },
  });
  expect(lines(cfg(), 'tcp-request')).toStrictEqual([
    'tcp-request connection expect-proxy layer4 if { src 203.0.113.8/29 }',
    'tcp-request session accept if { src 127.0.0.0/8 ::1 }',
    'tcp-request session track-sc0 src',
    'tcp-request session reject if { sc0_conn_rate gt 50 }',
  ]);
});

test('listens on both families where the machines have both', () => {
  const dual = [...nodes, { name: 'w-1', address: '2001:db8::21', role: 'worker' as const }];
  const { cfg } = made({}, { nodes: dual, networks: {} });
  expect(lines(cfg(), 'bind')).toStrictEqual(['bind [::]:6443 v4v6', 'bind [::]:8404 v4v6']);
});

test('gives the balancers priorities by order, which a failed check undoes', () => {
  const { file } = made();
  const [first, second] = ['lb-1', 'lb-2'].map((name) =>
    file(`${name}/etc/keepalived/keepalived.conf`),
  );
  const number = (text = '', word = ''): number =>
    Number(new RegExp(`${word} (-?\\d+)`).exec(text)?.[1]);
  expect(number(first, 'priority')).toBeGreaterThan(number(second, 'priority'));
  expect(number(first, 'priority') + number(first, 'weight')).toBeLessThan(
    number(second, 'priority'),
  );
});

test('gives the address away at once where HAProxy is gone, and waits where API servers are', () => {
  const text = made().file('lb-1/etc/keepalived/keepalived.conf') ?? '';
  const script = (name: string): string =>
    new RegExp(`vrrp_script ${name} \\{\n([^}]*)`).exec(text)?.[1] ?? '';
  expect(script('check_haproxy')).toContain('kubestrata-check-api haproxy"\n  interval 1\n');
  // Without a weight, a failed check is a fault: VRRP then says so to the others.
  expect(script('check_haproxy')).not.toContain('weight');
  expect(script('check_api')).toContain('weight -100');
  expect(text).toContain('  track_script {\n    check_haproxy\n    check_api\n  }\n');
});

test('speaks VRRP between the addresses of the machines, each on its interface', () => {
  const text = made().file('lb-2/etc/keepalived/keepalived.conf');
  expect(text).toContain('  unicast_src_ip 192.0.2.6\n  check_unicast_src\n');
  expect(text).toContain('  unicast_peer {\n    192.0.2.5\n  }\n');
  expect(text).toContain('  interface ens192\n');
  expect(text).toContain('    192.0.2.10/24 dev ens192\n');
});

test('gives the address away by a failed check when it is not to be taken back', () => {
  const text = made({ preempt: false }).file('lb-1/etc/keepalived/keepalived.conf');
  expect([text.includes('  nopreempt\n'), text.includes('  weight 0\n')]).toStrictEqual([
    true,
    true,
  ]);
});

test('runs without keepalived on a single machine that has the address itself, and says so', () => {
  const { registry, platform } = made(
    {},
    { machines: machines.slice(0, 1), apiServer: { host: '192.0.2.5' } },
  );
  expect([...hostFiles(platform).keys()]).toStrictEqual([
    'load-balancer/etc/haproxy/haproxy.cfg',
    'load-balancer/usr/local/sbin/kubestrata-check-api',
  ]);
  expect(registry.warnings.map(({ text }) => text())).toStrictEqual([
    "one balancer, 'lb-1', is still a single point of failure; add a second machine with role `load-balancer`",
  ]);
});

test('has a single machine hold an address of its own, so that a second one can come later', () => {
  const { file, registry } = made({}, { machines: machines.slice(0, 1) });
  const text = file('lb-1/etc/keepalived/keepalived.conf');
  expect([text.includes('192.0.2.10/24'), text.includes('unicast')]).toStrictEqual([true, false]);
  expect(registry.hostNeeds[0]?.needs().protocols).toBeUndefined();
});

test('stands on the control planes at another port where there are no machines for it', () => {
  const { cfg, registry } = made({}, { machines: [], apiServer: { ...apiServer, port: 8443 } });
  expect(lines(cfg(), 'bind', 'server')[0]).toBe('bind :8443');
  expect(lines(cfg(), 'server')[0]).toBe('server cp-1 192.0.2.11:6443');
  expect(registry.hostNeeds[0]?.needs().on).toBe('control-plane');
});

test('can listen on the virtual address alone, also where another machine holds it', () => {
  const { cfg, registry } = made({ listenOn: 'virtual-address' });
  expect(lines(cfg(), 'bind').slice(0, 2)).toStrictEqual([
    'bind 192.0.2.10:6443',
    'bind 127.0.0.1:6443',
  ]);
  expect(registry.hostNeeds[0]?.needs().sysctls).toStrictEqual({
    'net.ipv4.ip_nonlocal_bind': '1',
  });
});

test('tells others by what name and address API servers are reached', () => {
  const { platform } = made(
    { virtualAddress: '192.0.2.10' },
    { apiServer: { host: 'api.example.com' } },
  );
  expect(ApiLoadBalancer.find(platform)).toStrictEqual({
    host: 'api.example.com',
    port: 6443,
    virtualAddress: '192.0.2.10',
  });
});

test('has its metrics read from the machines themselves', () => {
  const collector = metricsCollector();
  made({ wiring: [Metrics.with(collector)] });
  expect(
    collector.machines.map(({ name, port, machines }) => [
      name,
      port,
      machines.map((m) => m.address),
    ]),
  ).toStrictEqual([['api-load-balancer', 8404, ['192.0.2.5', '192.0.2.6']]]);
});

test('writes the steps with the real names and addresses', () => {
  const steps = made().registry.steps.flatMap((all) => all.steps());
  expect(steps.map((s) => [s?.runbook, s?.stage])).toStrictEqual([
    ['install', 'load-balancers'],
    ['install', 'join'],
    ['upgrade', 'load-balancers'],
    ['recovery', 'load-balancers'],
  ]);
  expect(steps[0]?.verify).toContain('ip -brief address show to 192.0.2.10');
  expect(steps[2]?.text).toContain('in the order lb-2, lb-1');
});

test('starts the services by the runbook, once SELinux lets them and the files are right', () => {
  const { registry } = made();
  expect(registry.hostNeeds[0]?.needs().services).toBeUndefined();
  const [start] = registry.steps.flatMap(({ steps }) => steps());
  const order = ['setsebool', 'systemd-sysusers', 'ip link show dev', 'restart keepalived'];
  const places = order.map((word) => start?.commands?.findIndex((line) => line.includes(word)));
  expect(places).toStrictEqual([0, 2, 3, 7]);
});

test('never has machines send from a shared IPv6 address, which control planes do not know', () => {
  const { file } = made(
    {},
    {
      nodes: nodes.map((node, i) => ({ ...node, address: `2001:db8::1${i}` })),
      machines: machines.map((machine, i) => ({ ...machine, address: `2001:db8::${i + 5}` })),
      networks: { nodes: ['2001:db8::/64'] },
      apiServer: { host: '2001:db8::a' },
    },
  );
  expect(file('lb-2/etc/keepalived/keepalived.conf')).toContain(
    '    2001:db8::a/64 dev ens192 preferred_lft 0\n',
  );
});

test('finds nothing wrong with a usual platform', () => {
  expect(made().errors()).toStrictEqual([]);
});

test('fails on the control planes at the port of the API servers', () => {
  expect(() => made({}, { machines: [] })).toThrow(
    '[prod/haproxy] HAProxy runs on the control planes, as there is no machine with role `load-balancer`, and cannot listen at port 6443, where API servers do; add such machines, give the platform another `apiServer.port` such as 8443, or use KubeVip',
  );
});

test('fails for an address outside the network of the machines', () => {
  expect(() => made({}, { apiServer: { host: '198.51.100.10' } })).toThrow(
    "virtual address '198.51.100.10' is not in the network '192.0.2.0/24' of 'lb-1', which is to hold it; take a free address of that network",
  );
});

test('fails for an address outside the network that the prefix length tells', () => {
  const own = { networks: {}, apiServer: { host: '192.0.2.200' } };
  expect(() => made({ prefixLength: 25 }, own)).toThrow("is not in the network '192.0.2.5/25'");
  expect(made({ prefixLength: 24 }, own).errors()).toStrictEqual([]);
});

test('fails for an address of another family', () => {
  expect(() => made({}, { apiServer: { host: '2001:db8::10' } })).toThrow(
    "virtual address '2001:db8::10' is not of the same family as '192.0.2.5' of 'lb-1'",
  );
});

test('fails for an address that a machine has already', () => {
  expect(made({}, { apiServer: { host: '192.0.2.12' } }).errors()).toStrictEqual([
    "the API servers' virtual address '192.0.2.12' of 'prod/haproxy' overlaps node 'cp-2' '192.0.2.12' of 'prod'; give one of them other addresses",
  ]);
});

test('fails for a port of API servers that is none', () => {
  expect(() => made({ apiServerPort: 70000 })).toThrow(
    "[prod/haproxy] apiServerPort '70000' is no port; give 1 to 65535",
  );
});

test('fails without an address behind a host name', () => {
  expect(() => made({}, { apiServer: { host: 'api.example.com' } })).toThrow(
    "does not know the address behind 'api.example.com'; give `virtualAddress`",
  );
});

test('fails for an address that is not the one that the platform tells everybody', () => {
  expect(() => made({ virtualAddress: '192.0.2.9' })).toThrow(
    "virtualAddress '192.0.2.9' is not the platform's `apiServer.host` '192.0.2.10'",
  );
});

test('fails beside kube-vip, naming both', () => {
  const { platform, errors } = made();
  new KubeVip(platform, 'kube-vip');
  expect(errors()).toContain(
    "'prod/haproxy' and 'prod/kube-vip' both take the API servers' virtual address; it can be in one hand only; keep HAProxy or kube-vip, and remove the other",
  );
});

test('fails on a platform without API servers, or none at all', () => {
  expect(() => new HaProxy(freeRoot(), 'haproxy')).toThrow(
    'give the platform `apiServer: { host }`',
  );
  expect(() => made({}, { nodes: [] })).toThrow('has no API server to lead to');
});

test.each([
  [{ virtualRouterId: 256 }, "virtualRouterId '256' is not a VRRP id; give 1 to 255"],
  [{ sendProxyProtocol: true }, 'API servers do not take the PROXY protocol'],
  [{ allowedNetworks: ['198.51.100.7/24'] }, "write '198.51.100.0/24'"],
  [{ maxConnections: 0 }, "maxConnections '0' is not a positive whole number"],
  [{ caFile: 'ca.crt' }, "caFile 'ca.crt' is not an absolute path"],
  [{ prefixLength: 33 }, "prefixLength '33' is not one of an IPv4 network; give 1 to 32"],
] as const)('fails for %j', (props, message) => {
  expect(() => made(props)).toThrow(message);
});
