import { App } from 'cdk8s';
import { Platform, Registry, valueAt, type PlatformProps } from '../../lib';
import { BlockStorage } from '../../lib/contracts/block-storage';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { Network } from '../../lib/contracts/cluster-network';
import { Login } from '../../lib/contracts/login-gate';
import { Metrics } from '../../lib/contracts/metrics';
import {
  KubePrometheusStack,
  type KubePrometheusStackProps,
} from '../../lib/observability/kube-prometheus-stack';
import { PrometheusOperatorCrds } from '../../lib/observability/prometheus-operator-crds';
import { Sample } from '../harness/sample';
import { loginGate } from '../harness/services';

const onCall = { name: 'on-call', pagerDuty: { routingKey: { name: 'receivers', key: 'pd' } } };

function stackOn(
  props: KubePrometheusStackProps = {},
  platformProps: PlatformProps = {},
): KubePrometheusStack {
  const platform = new Platform(new App(), 'prod', platformProps);
  new PrometheusOperatorCrds(platform, 'crds');
  return new KubePrometheusStack(platform, 'metrics', props);
}

const value = (stack: KubePrometheusStack, path: string): unknown =>
  valueAt(stack.release.values, path);

const drawn = (stack: KubePrometheusStack): string[] =>
  Registry.of(stack).objects.map((o) => o.identity);

test('picks up every monitor and rule, and leaves the CRDs to their own component', () => {
  const stack = stackOn();
  expect(value(stack, 'crds')).toStrictEqual({ enabled: false });
  const spec = value(stack, 'prometheus.prometheusSpec') as Record<string, unknown>;
  const selectors = Object.keys(spec).filter((key) => key.endsWith('SelectorNilUsesHelmValues'));
  expect(selectors.map((key) => spec[key])).toStrictEqual([false, false, false, false, false]);
});

test('runs in copies on a platform, and once on a single node', () => {
  const replicas = (stack: KubePrometheusStack): unknown[] => [
    value(stack, 'prometheus.prometheusSpec.replicas'),
    value(stack, 'prometheus.podDisruptionBudget.enabled'),
    value(stack, 'alertmanager.alertmanagerSpec.replicas'),
  ];
  expect(replicas(stackOn())).toStrictEqual([2, true, 3]);
  expect(replicas(stackOn({}, { profile: 'single-node' }))).toStrictEqual([1, false, 1]);
});

test('names the cluster in everything that leaves it, with labels that PromQL can read', () => {
  const stack = stackOn({}, { labels: { 'example.com/site': 'fra1' } });
  expect(value(stack, 'prometheus.prometheusSpec.externalLabels')).toStrictEqual({
    cluster: 'prod',
    example_com_site: 'fra1',
  });
});

test("takes the platform's block storage, and deletes before the volume is full", () => {
  const stack = stackOn({ storage: { size: '100Gi' } });
  BlockStorage.provide(new Sample(Platform.of(stack)!, 'ceph'), { storageClass: 'ceph-block' });
  expect(value(stack, 'prometheus.prometheusSpec.retentionSize')).toBe('80GiB');
  expect(
    value(stack, 'prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec'),
  ).toStrictEqual({
    storageClassName: 'ceph-block',
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '100Gi' } },
  });
});

test('reads the control plane where its nodes are known, and kube-proxy where there is one', () => {
  const nodes = [{ name: 'cp', address: '192.0.2.1', role: 'control-plane' as const }];
  const stack = stackOn({}, { nodes });
  expect(value(stack, 'kubeEtcd')).toStrictEqual({ enabled: true, endpoints: ['192.0.2.1'] });
  expect(value(stack, 'kubeProxy.enabled')).toBe(true);
  const cni = new Sample(Platform.of(stack)!, 'cilium');
  Network.provide(cni, {
    replacesKubeProxy: true,
    kubeProxyMode: 'iptables',
    encrypted: false,
    enforcesPolicies: true,
  });
  expect(value(stack, 'kubeProxy.enabled')).toBe(false);
  expect(value(stackOn(), 'kubeScheduler.enabled')).toBe(false);
});

test('reads the members of an external etcd, and not the control plane for it', () => {
  const nodes = [{ name: 'cp', address: '192.0.2.1', role: 'control-plane' as const }];
  const stack = stackOn({}, { nodes });
  const hosts = ['192.0.2.21', '[2001:db8::22]'];
  EtcdCluster.provide(new Sample(Platform.of(stack)!, 'etcd'), {
    version: '3.6.14',
    endpoints: hosts.map((host) => `https://${host}:2379`),
    metricsEndpoints: hosts.map((host) => `http://${host}:2391/metrics`),
    caFile: '/ca.crt',
    certFile: '/client.crt',
    keyFile: '/client.key',
  });
  expect(value(stack, 'kubeEtcd')).toStrictEqual({
    enabled: true,
    endpoints: ['192.0.2.21', '2001:db8::22'],
    service: { port: 2391, targetPort: 2391 },
  });
  expect(value(stack, 'kubeScheduler.endpoints')).toStrictEqual(['192.0.2.1']);
  const told = stackOn({ targets: { etcdAddresses: ['192.0.2.31'] } }, { nodes });
  expect(value(told, 'kubeEtcd.endpoints')).toStrictEqual(['192.0.2.31']);
});

test('sends alerts by secrets that are mounted, never written', () => {
  const stack = stackOn({ receivers: [onCall] });
  expect(value(stack, 'alertmanager.alertmanagerSpec.secrets')).toStrictEqual(['receivers']);
  const config = value(stack, 'alertmanager.config') as { route: object; receivers: object[] };
  expect(config.route).toMatchObject({ receiver: 'on-call', group_by: ['alertname', 'namespace'] });
  expect(config.receivers[1]).toMatchObject({
    name: 'on-call',
    pagerduty_configs: [{ routing_key_file: '/etc/alertmanager/secrets/receivers/pd' }],
  });
});

test('draws monitors in the namespace of whoever asks, and opens its Pods', () => {
  const stack = stackOn();
  const user = new Sample(Platform.of(stack)!, 'app');
  user.close();
  const metrics = Metrics.find(user);
  const selector = { app: 'app' };
  metrics?.scrapeServices(user, {
    name: 'app',
    namespace: 'app',
    selector,
    endpoints: [{ port: 'http-metrics' }],
    podPorts: [8080],
  });
  const objects = Registry.of(stack).objects.filter((o) => o.namespace === 'app');
  expect(objects.map((o) => o.identity)).toStrictEqual([
    'NetworkPolicy.networking.k8s.io app/isolation-app',
    'ServiceMonitor.monitoring.coreos.com app/app',
    'NetworkPolicy.networking.k8s.io app/metrics-app',
  ]);
  expect(objects[2]?.manifest['spec']).toStrictEqual({
    podSelector: { matchLabels: selector },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ],
  });
});

test('reads machines at their addresses, and tells them apart by name', () => {
  const stack = stackOn();
  const user = new Sample(Platform.of(stack)!, 'app');
  Metrics.find(user)?.scrapeMachines(user, {
    name: 'balancers',
    namespace: 'app',
    machines: [
      { name: 'lb-1', address: '192.0.2.5' },
      { name: 'lb-2', address: '2001:db8::5' },
    ],
    port: 8404,
  });
  const config = Registry.of(stack).objects.find(({ kind }) => kind.kind === 'ScrapeConfig');
  expect(config?.manifest['spec']).toStrictEqual({
    jobName: 'balancers',
    metricsPath: '/metrics',
    scheme: 'HTTP',
    staticConfigs: [
      { targets: ['192.0.2.5:8404'], labels: { node: 'lb-1' } },
      { targets: ['[2001:db8::5]:8404'], labels: { node: 'lb-2' } },
    ],
  });
});

test('draws alerts with their severity, and what to do about them', () => {
  const stack = stackOn();
  const user = new Sample(Platform.of(stack)!, 'app');
  stack.addRules(user, {
    name: 'app',
    namespace: 'app',
    groups: [
      {
        name: 'app',
        rules: [
          {
            alert: 'AppDown',
            expr: 'up == 0',
            for: '5m',
            severity: 'critical',
            summary: 's',
            description: 'd',
          },
          { record: 'app:up:sum', expr: 'sum(up)' },
        ],
      },
    ],
  });
  const rules = Registry.of(stack).objects.find((o) => o.namespace === 'app');
  expect(rules?.manifest['spec']).toStrictEqual({
    groups: [
      {
        name: 'app',
        rules: [
          {
            alert: 'AppDown',
            expr: 'up == 0',
            for: '5m',
            labels: { severity: 'critical' },
            annotations: { summary: 's', description: 'd' },
          },
          { record: 'app:up:sum', expr: 'sum(up)' },
        ],
      },
    ],
  });
});

test('is unprivileged without the agent on the nodes, which takes port 9100 of them', () => {
  const without = stackOn({ nodeExporter: false });
  expect(without.podSecurity).toBe('restricted');
  const stack = stackOn();
  expect(stack.podSecurity).toBe('privileged');
  new Sample(Platform.of(stack)!, 'other').ports(9100);
  expect(Platform.of(stack)?.node.validate()).toStrictEqual([
    "'prod/metrics' and 'prod/other' both take host port 9100/TCP; turn node metrics off in one of them, or move it to another port",
  ]);
});

test('warns when nobody is told of alerts, and when a UI without a login is exposed', () => {
  const texts = (props: KubePrometheusStackProps): string[] =>
    (Platform.of(stackOn(props))?.describe().warnings ?? []).map((w) => w.text);
  expect(texts({})).toStrictEqual([
    'sends alerts to nobody; pass `receivers` or call `addReceiver()`',
  ]);
  expect(texts({ receivers: [onCall], expose: ['prometheus'], login: 'none' })).toStrictEqual([
    'exposes prometheus, which has no login; let the gateway ask for one',
  ]);
});

test('exposes user interfaces behind the login of the platform, for those who may use them', () => {
  const gate = loginGate();
  const stack = stackOn({ receivers: [onCall], expose: ['prometheus', 'alertmanager'] });
  Login.provide(Platform.of(stack)!, gate);
  expect(gate.asked.map(({ service, port, role }) => [service, port, role])).toStrictEqual([
    ['kube-prometheus-stack-prometheus', 9090, 'viewer'],
    ['kube-prometheus-stack-alertmanager', 9093, 'editor'],
  ]);
  expect(Platform.of(stack)?.describe().warnings).toStrictEqual([]);
});

test('lets nobody ask or alert but those who were given it, and the namespaces that are named', () => {
  const stack = stackOn({ clientNamespaces: ['shop'] });
  const policy = Registry.of(stack).objects.find((o) => o.name === 'isolation-metrics');
  const { ingress } = policy?.manifest['spec'] as { ingress: object[] };
  expect(ingress.slice(2)).toStrictEqual([
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }],
      ports: [9090, 9093].map((port) => ({ port, protocol: 'TCP' })),
    },
  ]);
});

test('a monitor of its own namespace needs no further rule', () => {
  const stack = stackOn();
  stack.reach(stack, { namespace: 'monitoring', ports: [9090] });
  expect(drawn(stack).filter((o) => o.startsWith('NetworkPolicy'))).toStrictEqual([
    'NetworkPolicy.networking.k8s.io monitoring/isolation-metrics',
  ]);
});

test.each<[string, KubePrometheusStackProps, string]>([
  [
    'retention',
    { retention: '7 days' },
    "retention '7 days' is not a duration; write it as `15d` or `30s`",
  ],
  [
    'size',
    { storage: { size: '50' } },
    "the size '50' of storage is not one of a volume; write it as `50Gi`",
  ],
  ['limit', { retentionSize: '40Gi' }, "retentionSize '40Gi' is not a size; write it as `40GiB`"],
  ['number', { replicas: 0 }, "replicas '0' is not a number of copies; give 1 or more"],
  [
    'receiver',
    { receivers: [onCall, onCall] },
    "there is already a receiver 'on-call'; name it otherwise",
  ],
  [
    'user interface',
    { alertmanager: false, expose: ['alertmanager'] },
    "exposes 'alertmanager', which is off; turn it on, or drop it from `expose`",
  ],
  [
    'time interval',
    {
      timeIntervals: [
        { name: 'nights', intervals: [] },
        { name: 'nights', intervals: [] },
      ],
    },
    "two time intervals are named 'nights'; rename one of them",
  ],
  [
    'receiver that reaches nobody',
    { receivers: [{ name: 'nobody' }] },
    "receiver 'nobody' reaches nobody; give it `slack`, `email`, `pagerDuty`, `webhook` or `teams`",
  ],
  [
    'matcher',
    { receivers: [onCall], routes: [{ receiver: 'on-call', matchers: ['severity: critical'] }] },
    "matcher 'severity: critical' of the route to 'on-call' is none; write it as `severity = critical`",
  ],
])('fails for a %s that cannot be', (_, props, reason) => {
  expect(() => stackOn(props)).toThrow(`[prod/metrics] ${reason}`);
});

test('fails for a route to a receiver or an interval that is not there', () => {
  const stack = stackOn({ routes: [{ receiver: 'nobody', muteTimeIntervals: ['nights'] }] });
  expect(stack.node.validate()).toStrictEqual([
    "a route names the receiver 'nobody', which is not there; add it with `addReceiver()`",
    "a route names the time interval 'nights', which is not there; add it to `timeIntervals`",
  ]);
});

test('fails for a second target of one name, and for half a token', () => {
  const stack = stackOn();
  stack.addRemoteWrite({ name: 'mimir', url: 'https://mimir.example.com' });
  expect(() => stack.addRemoteWrite({ name: 'mimir', url: 'https://other.example.com' })).toThrow(
    "there is already a remote write target 'mimir'; name it otherwise",
  );
  const endpoints = [{ port: 'a', authorized: true }, { port: 'b' }];
  expect(() =>
    stack.scrapePods(stack, { name: 'x', namespace: 'x', selector: {}, endpoints }),
  ).toThrow("the monitor 'x' sends its token to some endpoints only");
});
