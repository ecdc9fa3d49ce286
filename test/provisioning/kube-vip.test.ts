import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Pod } from 'kubernetes-types/core/v1';
import { parse } from 'yaml';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { ApiLoadBalancer } from '../../lib/contracts/api-load-balancer';
import { Metrics } from '../../lib/contracts/metrics';
import { hostFiles } from '../../lib/engines/hosts';
import { KubeVip, type KubeVipProps } from '../../lib/provisioning/kube-vip';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const nodes: readonly PlatformNode[] = ['1', '2', '3'].map((n) => ({
  name: `cp-${n}`,
  address: `192.0.2.1${n}`,
  role: 'control-plane',
}));
const MANIFEST = 'etc/kubernetes/manifests/kube-vip.yaml';
const bgp = { asn: 64512, routers: [{ address: '192.0.2.1', asn: 64513, multihop: true }] };

function made(props: KubeVipProps = {}, own: PlatformProps = {}) {
  const networks = { nodes: ['192.0.2.0/24'] };
  const apiServer = { host: '192.0.2.10' };
  const platform = new Platform(freeRoot(), 'prod', { nodes, networks, apiServer, ...own });
  const component = new KubeVip(platform, 'kube-vip', props);
  const files = () => hostFiles(platform);
  const errors = () => platform.node.findAll().flatMap((c) => c.node.validate());
  return { platform, component, registry: Registry.of(platform), files, errors };
}

function podOn(where: string, { files }: ReturnType<typeof made>) {
  const pod = parse(files().get(join(where, MANIFEST))?.text ?? '') as Pod;
  const [container] = pod.spec?.containers ?? [];
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
  return { pod, container, env };
}

test('shares the address by ARP, holds it by a lease, and leaves Services to others', () => {
  expect(podOn('control-plane', made()).env).toMatchObject({
    address: '192.0.2.10',
    port: '6443',
    vip_interface: 'eth0',
    vip_subnet: '32',
    vip_arp: 'true',
    cp_enable: 'true',
    svc_enable: 'false',
    vip_leaderelection: 'true',
  });
});

test('has one file for all machines, or one each where their interfaces differ', () => {
  const mixed = nodes.map((node, i) => (i === 1 ? { ...node, interface: 'ens192' } : node));
  const manifests = (m: ReturnType<typeof made>) =>
    [...m.files().keys()].filter((path) => path.endsWith(MANIFEST));
  expect(manifests(made())).toStrictEqual([`control-plane/${MANIFEST}`]);
  const single = made({}, { nodes: mixed });
  expect(manifests(single)).toStrictEqual(['cp-1', 'cp-2', 'cp-3'].map((n) => `${n}/${MANIFEST}`));
  expect(podOn('cp-2', single).env['vip_interface']).toBe('ens192');
});

test('tells routers by BGP, from loopback, without a password', () => {
  const { env } = podOn('cp-2', made({ bgp }));
  expect(env).toMatchObject({
    vip_arp: 'false',
    vip_interface: 'lo',
    bgp_enable: 'true',
    bgp_as: '64512',
    bgp_routerid: '192.0.2.12',
    bgp_peers: '192.0.2.1:64513::true',
  });
});

test('renews the lease in time, however short it is', () => {
  const times = [5, 15, 60].map((leaseSeconds) => {
    const { env } = podOn('control-plane', made({ leaseSeconds }));
    return ['leaseduration', 'renewdeadline', 'retryperiod'].map((n) => Number(env[`vip_${n}`]));
  });
  expect(times).toStrictEqual([
    [5, 3, 1],
    [15, 10, 2],
    [60, 40, 8],
  ]);
});

test('has no rights on its machine but those for addresses', () => {
  const { container } = podOn('control-plane', made());
  expect(container?.securityContext).toStrictEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
  });
});

test('pulls its image from the mirror, and lists it', () => {
  const mirrored = made({}, { imageMirror: { registry: 'registry.example.com' } });
  expect(podOn('control-plane', mirrored).container?.image).toBe(
    'registry.example.com/ghcr.io/kube-vip/kube-vip:v1.0.4',
  );
  expect(mirrored.platform.images().images.map(({ image }) => image)).toStrictEqual([
    'ghcr.io/kube-vip/kube-vip:v1.0.4',
  ]);
});

test('tells others by what address API servers are reached', () => {
  const { platform } = made({ virtualAddress: '198.51.100.10', bgp }, NAMED);
  expect(ApiLoadBalancer.find(platform)).toStrictEqual({
    host: 'api.example.com',
    port: 6443,
    virtualAddress: '198.51.100.10',
  });
});

test('tells of routers that are lost only where there are routers', () => {
  const alertsOf = (props: KubeVipProps) => {
    const collector = metricsCollector();
    made({ ...props, wiring: [Metrics.with(collector)] });
    return collector.rules.flatMap(({ groups }) =>
      groups.flatMap(({ rules }) => rules.flatMap((r) => ('alert' in r ? [r.alert] : []))),
    );
  };
  expect(alertsOf({})).not.toContain('KubeVipRouterLost');
  expect(alertsOf({ bgp })).toContain('KubeVipRouterLost');
});

test('switches its kubeconfig on the first control plane, before and after it exists', () => {
  const steps = made().registry.steps.flatMap((all) => all.steps());
  const script = '/usr/local/sbin/kubestrata-kube-vip-kubeconfig';
  expect(steps.slice(0, 2)).toMatchObject([
    { stage: 'load-balancers', on: { host: 'cp-1' }, commands: [`${script} super-admin`] },
    { stage: 'join', on: { host: 'cp-1' }, commands: [`${script} admin`] },
  ]);
});

test('switches the kubeconfig of the manifest alone, there and back, and twice is once', () => {
  const { files } = made();
  const root = mkdtempSync(join(tmpdir(), 'kubestrata-kube-vip-'));
  const manifest = join(root, MANIFEST);
  const text = files().get(`control-plane/${MANIFEST}`)?.text ?? '';
  const script = files().get('cp-1/usr/local/sbin/kubestrata-kube-vip-kubeconfig')?.text ?? '';
  const run = (...args: string[]) => {
    const env = { ...process.env, KUBESTRATA_ROOT: root };
    return spawnSync('sh', ['-s', '--', ...args], { input: script, env }).status;
  };
  expect(run('admin')).toBe(1);
  mkdirSync(dirname(manifest), { recursive: true });
  writeFileSync(manifest, text);
  expect([run('super-admin'), run('super-admin')]).toStrictEqual([0, 0]);
  expect(readFileSync(manifest, 'utf8')).toBe(
    text.replace(' path: /etc/kubernetes/admin.conf', ' path: /etc/kubernetes/super-admin.conf'),
  );
  expect([run('admin'), run('root')]).toStrictEqual([0, 2]);
  expect(readFileSync(manifest, 'utf8')).toBe(text);
  rmSync(root, { recursive: true });
});

test('warns that one control plane alone cannot give the address to another', () => {
  const { registry } = made({}, { nodes: nodes.slice(0, 1) });
  expect(registry.warnings.map(({ text }) => text())).toStrictEqual([
    'there is one control plane only, so the address cannot move; add two more',
  ]);
});

test('finds nothing wrong with a usual platform', () => {
  expect(made().errors()).toStrictEqual([]);
});

test('fails at another port than that of the API servers', () => {
  expect(() => made({}, { apiServer: { host: '192.0.2.10', port: 8443 } })).toThrow(
    "[prod/kube-vip] the platform's `apiServer.port` is '8443', but kube-vip shares an address only, at which API servers listen at 6443; set that port, or use HaProxy",
  );
});

test('fails for an address outside the network, unless routers are told', () => {
  const outside = { virtualAddress: '198.51.100.10' };
  expect(() => made(outside, NAMED)).toThrow("is not in the network '192.0.2.0/24' of 'cp-1'");
  expect(made({ ...outside, bgp }, NAMED).errors()).toStrictEqual([]);
});

test('fails for an address that a machine has already', () => {
  expect(made({}, { apiServer: { host: '192.0.2.13' } }).errors()).toHaveLength(1);
});

test.each([
  [{ leaseSeconds: 3 }, "leaseSeconds '3' is too short to be renewed in time"],
  [{ metricsPort: 70_000 }, "metricsPort '70000' is not a port; give 1 to 65535"],
  [{ bgp: { asn: 64512, routers: [] } }, 'bgp has no router to tell; name one or more'],
  [{ bgp: { ...bgp, asn: 0 } }, "asn '0' is not that of an autonomous system"],
  [{ bgp: { asn: 1, routers: [{ address: 'tor', asn: 2 }] } }, "router 'tor' is not an address"],
] as const)('fails for %j', (props, message) => {
  expect(() => made(props)).toThrow(message);
});

const NAMED: PlatformProps = { apiServer: { host: 'api.example.com' } };
