import { Platform, Registry, valueAt, type PlatformNode, type PlatformProps } from '../../lib';
import { MachineTextfiles } from '../../lib/contracts/machine-textfiles';
import { Metrics } from '../../lib/contracts/metrics';
import { hostFiles } from '../../lib/engines/hosts';
import { KubePrometheusStack } from '../../lib/observability/kube-prometheus-stack';
import { PrometheusOperatorCrds } from '../../lib/observability/prometheus-operator-crds';
import { ProvisioningLayer } from '../../lib/provisioning';
import { HaProxy } from '../../lib/provisioning/haproxy';
import { MachineMetrics, type MachineMetricsProps } from '../../lib/provisioning/machine-metrics';
import { catalog, testWithCatalog } from '../catalog/with-catalog';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const withCatalog = testWithCatalog('arguments of node exporter');

const nodes: readonly PlatformNode[] = [
  { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' },
  { name: 'worker-1', address: '192.0.2.21', role: 'worker' },
];
const machines = [
  { name: 'lb-1', address: '192.0.2.5', role: 'load-balancer' },
  { name: 'lb-2', address: '192.0.2.6', role: 'load-balancer' },
  { name: 'etcd-1', address: '2001:db8::31', role: 'etcd' },
] as const;
const apiServer = { host: '192.0.2.10' };
const BASE: PlatformProps = { nodes, machines, apiServer };
const SCRIPT = 'usr/local/sbin/kubestrata-machine-metrics';
const EXPORTER = 'etc/systemd/system/kubestrata-node-exporter.service';

/** The component on a platform with a collector. */
function made(props: MachineMetricsProps = {}, own: PlatformProps = {}, collected = true) {
  const platform = new Platform(freeRoot(), 'prod', { ...BASE, ...own });
  const collector = metricsCollector();
  if (collected) Metrics.provide(platform, collector);
  const component = new MachineMetrics(platform, 'machine-metrics', props);
  const registry = Registry.of(platform);
  const files = () => hostFiles(platform);
  const file = (path: string) => files().get(path)?.text ?? '';
  const rules = () => collector.rules.flatMap(({ groups }) => groups.flatMap((g) => g.rules));
  const expr = (alert: string) =>
    rules().flatMap((rule) => ('alert' in rule && rule.alert === alert ? rule.expr : []))[0];
  const errors = () => platform.node.findAll().flatMap((c) => c.node.validate());
  const steps = () => registry.steps.flatMap(({ steps: of }) => of());
  return { platform, collector, component, registry, files, file, expr, errors, steps };
}

test('brings node exporter to machines outside the cluster, and to no node', () => {
  const { files } = made();
  const units = [...files().keys()].filter((path) => path.endsWith(EXPORTER));
  expect(units.sort()).toStrictEqual([`etcd/${EXPORTER}`, `load-balancer/${EXPORTER}`]);
});

test('listens at the address of each machine, and at no other', () => {
  const { file } = made({ port: 9101 });
  const listen = (name: string) =>
    /LISTEN=.*/.exec(file(`${name}/${EXPORTER}.d/address.conf`))?.[0];
  expect([listen('lb-1'), listen('etcd-1')]).toStrictEqual([
    'LISTEN=192.0.2.5:9101',
    'LISTEN=[2001:db8::31]:9101',
  ]);
});

test('is read under the job that rules and dashboards of the field ask for', () => {
  const { collector } = made({ port: 9101 });
  expect(
    collector.machines.map((m) => [m.name, m.port, m.machines.map(({ name }) => name)]),
  ).toStrictEqual([['node-exporter', 9101, ['lb-1', 'lb-2', 'etcd-1']]]);
});

test('lets nodes, Pods and the given readers in, and nobody else', () => {
  const { registry } = made({ readers: ['198.51.100.0/24'] });
  expect(registry.hostPorts.flatMap(({ ports }) => ports())).toStrictEqual(
    ['load-balancer', 'etcd'].map((on) => ({
      port: 9100,
      purpose: 'metrics of the machine',
      on,
      from: ['nodes', 'pods', '198.51.100.0/24'],
    })),
  );
});

test('measures on each machine the certificates that the definition puts there', () => {
  const { file } = made({ certificates: [{ on: 'nodes', path: '/etc/site/*.pem' }] });
  const places = (role: string) => file(`${role}/${SCRIPT}`).match(/(?<= )\/etc\S+\.\w+$/gm) ?? [];
  const kubeconfigs = (role: string) =>
    file(`${role}/${SCRIPT}`).includes('/etc/kubernetes/*.conf');
  expect(file(`worker/${SCRIPT}`)).toContain('/var/lib/kubelet/pki/kubelet-client-current.pem');
  expect([places('etcd'), kubeconfigs('etcd')]).toStrictEqual([['/etc/etcd/ca/ca.crt'], false]);
  expect([places('control-plane'), kubeconfigs('control-plane')]).toStrictEqual([
    ['/etc/site/*.pem', '/etc/kubernetes/*.conf'],
    true,
  ]);
  expect(file(`load-balancer/${SCRIPT}`)).not.toContain('openssl');
});

test('sees who holds the address where keepalived moves it, each minute, in either order', () => {
  const before = made();
  new HaProxy(before.platform, 'haproxy');
  const platform = new Platform(freeRoot(), 'prod', BASE);
  Metrics.provide(platform, metricsCollector());
  new HaProxy(platform, 'haproxy');
  new MachineMetrics(platform, 'machine-metrics');
  for (const files of [before.files(), hostFiles(platform)]) {
    const text = (path: string) => files.get(path)?.text ?? '';
    expect(text(`load-balancer/${SCRIPT}`)).toContain("show to '192.0.2.10'");
    expect(text(`etcd/${SCRIPT}`)).not.toContain('192.0.2.10');
    const timer = text('load-balancer/etc/systemd/system/kubestrata-machine-metrics.timer');
    expect(timer).toContain('OnCalendar=*-*-* *:*:00');
  }
});

test('does not look for an address that is the only balancer its own', () => {
  const { platform, file } = made(
    {},
    { machines: machines.slice(0, 1), apiServer: { host: '192.0.2.5' } },
  );
  new HaProxy(platform, 'haproxy');
  expect(file(`load-balancer/${SCRIPT}`)).not.toContain('192.0.2.5');
});

test('tells of a certificate once: below the critical days no warning, of kubelets no more than one', () => {
  const { expr } = made({ warningDays: 20, criticalDays: 5 });
  const end = 'kubestrata_certificate_not_after_timestamp_seconds';
  const critical = `${end}{path!~"/var/lib/kubelet/pki/.+"} - time() < 5 * 86400`;
  expect(expr('MachineCertificateEnds')).toBe(critical);
  expect(expr('MachineCertificateEndsSoon')).toBe(
    `${end} - time() < 20 * 86400 unless ${critical}`,
  );
});

test('asks for what is measured at the addresses of control planes and machines, as expressions', () => {
  expect(made({ port: 9101 }).expr('MachineMetricsOld')).toContain(
    String.raw`instance=~"192\\.0\\.2\\.11:9100|192\\.0\\.2\\.5:9101|192\\.0\\.2\\.6:9101|\\[2001:db8::31\\]:9101"`,
  );
  expect(made({}, { machines: [] }).expr('MachineGivesNoMetrics')).toBeUndefined();
});

test('has steps for each group, and looks at certificates once they are renewed', () => {
  const { steps } = made();
  const on = (runbook: string) => steps().flatMap((s) => (s.runbook === runbook ? [s.on] : []));
  expect(on('install')).toStrictEqual(['nodes', 'load-balancer', 'etcd']);
  expect(on('upgrade')).toStrictEqual(['nodes', 'load-balancer', 'etcd']);
  expect(on('certificates')).toStrictEqual(['control-plane', 'etcd']);
});

test('sets up nothing where nobody reads', () => {
  const { files, steps, registry } = made({}, {}, false);
  const needs = registry.hostNeeds.map((n) => n.needs().packages ?? []);
  expect([files().size, steps().length, needs.flat().length]).toStrictEqual([0, 0, 0]);
  expect(made({ readers: ['198.51.100.0/24'] }, {}, false).files().size).toBeGreaterThan(0);
});

test('leaves an exporter that is there already alone', () => {
  const { files, collector, registry } = made({ exporter: false });
  expect([...files().keys()].filter((path) => path.includes('exporter'))).toStrictEqual([]);
  expect(collector.machines).toHaveLength(1);
  expect(registry.hostNeeds.flatMap((n) => n.needs().disabledServices ?? [])).toStrictEqual([]);
});

test("has the agents on nodes read the folder, beside the chart's own arguments", () => {
  const platform = new Platform(freeRoot(), 'prod', BASE);
  new PrometheusOperatorCrds(platform, 'crds');
  const stack = new KubePrometheusStack(platform, 'stack');
  const at = (path: string) => valueAt(stack.release.values, `prometheus-node-exporter.${path}`);
  expect(at('extraArgs')).toBeUndefined();
  new MachineMetrics(platform, 'machine-metrics');
  expect((at('extraArgs') as string[]).map((argument) => argument.split('=')[0])).toStrictEqual([
    '--collector.filesystem.mount-points-exclude',
    '--collector.filesystem.fs-types-exclude',
    '--collector.textfile.directory',
  ]);
  expect(at('extraHostVolumeMounts')).toMatchObject([
    { hostPath: MachineTextfiles.find(platform)?.directory, type: 'DirectoryOrCreate' },
  ]);
});

test('is of the version that agents on nodes are of', () => {
  const { file } = made();
  const version = /^version=(.*)$/m.exec(
    file('etcd/usr/local/sbin/kubestrata-install-node-exporter'),
  )?.[1];
  expect(KubePrometheusStack.chart.images).toContain(
    `quay.io/prometheus/node-exporter:v${version}-distroless`,
  );
});

test('warns where the agents that would read the folder are off', () => {
  const platform = new Platform(freeRoot(), 'prod', BASE);
  new PrometheusOperatorCrds(platform, 'crds');
  new KubePrometheusStack(platform, 'stack', { nodeExporter: false });
  const warnings = () => Registry.of(platform).warnings.map(({ text }) => text() ?? '');
  expect(warnings().join()).not.toContain('certificates');
  new MachineMetrics(platform, 'machine-metrics');
  expect(warnings().join()).toContain('nobody is told when certificates there end');
});

withCatalog("keeps the chart's own arguments of the agents", () => {
  const platform = new Platform(freeRoot(), 'prod', BASE);
  new PrometheusOperatorCrds(platform, 'crds');
  const stack = new KubePrometheusStack(platform, 'stack');
  new MachineMetrics(platform, 'machine-metrics');
  const chart = catalog?.chart('kube-prometheus-stack')?.defaults['prometheus-node-exporter'];
  expect(valueAt(stack.release.values, 'prometheus-node-exporter.extraArgs')).toStrictEqual([
    ...(chart as { extraArgs: string[] }).extraArgs,
    '--collector.textfile.directory=/host/textfiles',
  ]);
});

test('is part of the layer, unless it is turned off', () => {
  const layer = (props: object) =>
    new ProvisioningLayer(new Platform(freeRoot(), 'prod', BASE), 'provisioning', props);
  expect(layer({}).machineMetrics).toBeInstanceOf(MachineMetrics);
  expect(layer({ machineMetrics: false }).machineMetrics).toBeUndefined();
  expect(layer({ installer: 'none', machineMetrics: false }).machineMetrics).toBeUndefined();
});

test.each<[string, MachineMetricsProps, string]>([
  ['port', { port: 70000 }, "the port '70000' is none"],
  ['order of days', { warningDays: 7, criticalDays: 7 }, "warns '7' days before"],
  ['path', { certificates: [{ on: 'etcd', path: '/etc/a b.crt' }] }, "the path '/etc/a b.crt'"],
  ['reader', { readers: ['everybody/0'] }, "'everybody/0' in `readers` is no network"],
  ['place of downloads', { downloads: 'mirror' }, "'mirror' is no place to download from"],
])('fails for a wrong %s', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});

test('fails for a certificate on machines that are not there', () => {
  const { errors } = made({ certificates: [{ on: 'build', path: '/etc/ca.crt' }] });
  expect(errors().join()).toContain(
    "measures '/etc/ca.crt' on 'build', which the platform has no machine of",
  );
});
