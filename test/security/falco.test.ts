import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, Registry, valueAt } from '../../lib';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { Exposure, type ExposeOptions } from '../../lib/contracts/exposure';
import { Logs } from '../../lib/contracts/logs';
import { Metrics, type MetricsCollector } from '../../lib/contracts/metrics';
import { Falco } from '../../lib/security/falco';

const root = (): Construct => new Construct(undefined as never, '');

const collector: MetricsCollector = {
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  monitorLabels: { release: 'prometheus' },
  url: 'http://prometheus.monitoring.svc:9090',
  alertmanagerUrl: 'http://alertmanager.monitoring.svc:9093',
  queryDestination: { namespace: 'monitoring', ports: [9090] },
  alertDestination: { namespace: 'monitoring', ports: [9093] },
  scrapeServices: () => undefined,
  scrapePods: () => undefined,
  scrapeMachines: () => undefined,
  reach: () => undefined,
  addRules: () => undefined,
};

const manifestOf = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;

test('sends findings to the Alertmanager of the platform, by its second API', () => {
  const scope = root();
  const { sidekick, release } = new Falco(scope, 'falco');
  expect(sidekick.values['config']).toStrictEqual({});
  Metrics.provide(scope, collector);
  expect(sidekick.values['config']).toStrictEqual({
    alertmanager: {
      hostport: 'http://alertmanager.monitoring.svc:9093',
      endpoint: '/api/v2/alerts',
      minimumpriority: 'warning',
    },
  });
  expect(release.values).toMatchObject({
    metrics: { enabled: true },
    serviceMonitor: { create: true, labels: { release: 'prometheus' } },
    falco: { http_output: { enabled: true, url: 'http://falcosidekick:2801' }, json_output: true },
  });
});

test('opens the way to Alertmanager, of the platform or of its own', () => {
  const scope = root();
  new Falco(scope, 'falco');
  Metrics.provide(scope, collector);
  expect(manifestOf(scope, 'NetworkPolicy', 'falco-to-alerts')).toMatchObject({
    spec: {
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'falcosidekick' } },
      egress: [{ ports: [{ port: 9093, protocol: 'TCP' }] }],
    },
  });
  const own = root();
  Metrics.provide(own, collector);
  const alertmanager = { url: 'http://alertmanager.other.svc:9093' };
  new Falco(own, 'falco', { outputs: { alertmanager } });
  expect(manifestOf(own, 'NetworkPolicy', 'falcosidekick-to-alertmanager')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 9093 }] }] },
  });
  expect(manifestOf(own, 'NetworkPolicy', 'falco-to-alerts')).toBeUndefined();
});

test('takes secrets of outputs from Secrets', () => {
  const scope = root();
  const webhookUrl = { name: 'chat', key: 'slack' };
  const login = { user: { name: 'k', key: 'u' }, password: { name: 'k', key: 'p' } };
  const { sidekick } = new Falco(scope, 'falco', {
    outputs: {
      slack: { webhookUrl, minimumPriority: 'CRITICAL' },
      kafka: {
        brokers: ['a.kafka.svc:9093', 'b.example.com:9093'],
        topic: 'falco',
        tls: true,
        login: { mechanism: 'SCRAM_SHA512', ...login },
      },
    },
  });
  expect(sidekick.values['config']).toStrictEqual({
    slack: { minimumpriority: 'critical' },
    kafka: {
      hostport: 'a.kafka.svc:9093,b.example.com:9093',
      topic: 'falco',
      tls: true,
      requiredacks: 'ONE',
      sasl: 'SCRAM_SHA512',
    },
    extraEnv: [
      { name: 'SLACK_WEBHOOKURL', valueFrom: { secretKeyRef: webhookUrl } },
      { name: 'KAFKA_USERNAME', valueFrom: { secretKeyRef: login.user } },
      { name: 'KAFKA_PASSWORD', valueFrom: { secretKeyRef: login.password } },
    ],
  });
});

test('watches with least privilege, on the one socket of the runtime', () => {
  const { release } = new Falco(root(), 'falco', { containerRuntime: 'cri-o' });
  expect(release.values).toMatchObject({
    driver: { kind: 'modern_ebpf', modernEbpf: { leastPrivileged: true } },
    tolerations: [{ operator: 'Exists' }],
    podPriorityClassName: 'system-node-critical',
    collectors: {
      containerEngine: {
        engines: {
          cri: { enabled: true, sockets: ['/run/crio/crio.sock'] },
          docker: { enabled: false },
        },
      },
    },
  });
});

test("follows the platform's runtime, however it is delivered, unless told otherwise", () => {
  const sockets = (values: unknown) =>
    (values as { engines: { cri: { sockets: string[] } } }).engines.cri.sockets;
  const ofChart = ({ release }: Falco) =>
    sockets(valueAt(release.values, 'collectors.containerEngine'));
  const scope = new Platform(root(), 'prod');
  const falco = new Falco(scope, 'falco');
  expect(ofChart(falco)).toStrictEqual(['/run/containerd/containerd.sock']);
  const socket = 'unix:///run/crio/crio.sock';
  const runtime = {
    name: 'cri-o',
    version: '1.36.1',
    socket,
    service: 'crio',
    handlers: [],
  } as const;
  ContainerRuntime.provide(scope, runtime);
  expect(ofChart(falco)).toStrictEqual(['/run/crio/crio.sock']);
  const other = new Platform(root(), 'other');
  new Falco(other, 'falco', { delivery: 'operator' });
  ContainerRuntime.provide(other, runtime);
  const plugin = manifestOf(other, 'Plugin', 'container')?.['spec'] as {
    config: { initConfig: unknown };
  };
  expect(sockets(plugin.config.initConfig)).toStrictEqual(['/run/crio/crio.sock']);
  const wiring = [ContainerRuntime.with(runtime)];
  const told = new Falco(root(), 'falco', { containerRuntime: 'containerd', wiring });
  expect(ofChart(told)).toStrictEqual(['/run/containerd/containerd.sock']);
});

test('takes rules from its image where images are mirrored', () => {
  const platform = new Platform(new App(), 'prod', {
    imageMirror: { registry: 'harbor.example.com' },
  });
  const { release, sidekick } = new Falco(platform, 'falco');
  expect(release.values).toMatchObject({
    falcoctl: { artifact: { install: { enabled: false }, follow: { enabled: false } } },
    image: { registry: 'harbor.example.com/docker.io' },
  });
  expect(sidekick.values).toMatchObject({ image: { registry: 'harbor.example.com/docker.io' } });
});

test('takes rules through the mirror when it needs more than the image has', () => {
  const platform = new Platform(new App(), 'prod', {
    imageMirror: { registry: 'harbor.example.com' },
  });
  const { release } = new Falco(platform, 'falco', { kubernetesMetadata: true });
  const refs = ['harbor.example.com/ghcr.io/falcosecurity/rules/falco-rules:5.1.0'];
  expect(release.values).toMatchObject({
    falcoctl: {
      artifact: { install: { enabled: true } },
      config: { indexes: [], artifact: { install: { refs } } },
    },
    collectors: {
      kubernetes: {
        pluginRef: 'harbor.example.com/ghcr.io/falcosecurity/plugins/plugin/k8smeta:0.4.1',
      },
    },
  });
});

test('has the operator run Falco, with rules as objects', () => {
  const scope = root();
  const falco = new Falco(scope, 'falco', { delivery: 'operator' });
  falco.addRule({
    name: 'R',
    description: 'd',
    condition: 'evt.type = ptrace',
    output: 'ptrace by %proc.name',
    priority: 'NOTICE',
  });
  expect(falco.release.chart.name).toBe('falco-operator');
  expect(manifestOf(scope, 'Rulesfile', 'falco-rules')).toMatchObject({
    spec: {
      ociArtifact: {
        registry: { name: 'ghcr.io' },
        image: { repository: 'falcosecurity/rules/falco-rules', tag: '5.1.0' },
      },
    },
  });
  expect(manifestOf(scope, 'Rulesfile', 'platform')).toMatchObject({
    spec: { priority: 60, inlineRules: [{ rule: 'R', desc: 'd' }] },
  });
  expect(manifestOf(scope, 'Config', 'platform')).toMatchObject({
    spec: { config: { priority: 'notice', engine: { kind: 'modern_ebpf' } } },
  });
});

test('sends findings to the log pipeline too, unless another webhook takes them', () => {
  const logs = {
    eventsUrl: (tag: string) => `http://logs.logging.svc:8888/${tag}`,
    destination: { namespace: 'logging', ports: [8888] },
  };
  const scope = root();
  Logs.provide(scope, logs);
  const { sidekick } = new Falco(scope, 'falco');
  expect(sidekick.values['config']).toMatchObject({
    webhook: { address: 'http://logs.logging.svc:8888/falco' },
  });
  expect(manifestOf(scope, 'NetworkPolicy', 'falco-to-logs')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 8888 }] }] },
  });
  const own = root();
  Logs.provide(own, logs);
  const webhook = { address: 'https://siem.example.com' };
  expect(new Falco(own, 'falco', { outputs: { webhook } }).sidekick.values['config']).toMatchObject(
    { webhook },
  );
  expect(manifestOf(own, 'NetworkPolicy', 'falco-to-logs')).toBeUndefined();
});

test('shows findings under a hostname only behind the login of a Secret', () => {
  const platform = new Platform(new App(), 'prod', { domain: 'k8s.example.com' });
  const exposed: ExposeOptions[] = [];
  Exposure.provide(platform, {
    expose: (_, options) => void exposed.push(options),
    url: (host) => `https://${host}`,
    entrance: { namespace: 'gateway', ports: [443] },
  });
  const { sidekick } = new Falco(platform, 'falco', { ui: { loginSecret: 'falco-login' } });
  expect(exposed).toMatchObject([{ host: 'falco.k8s.example.com', port: 2802 }]);
  expect(sidekick.values['webui']).toMatchObject({
    enabled: true,
    user: '',
    existingSecret: 'falco-login',
  });
});

test('needs the CRDs of reports only to write some', () => {
  expect(new Falco(root(), 'falco').sidekick.needs).toStrictEqual([]);
  const { sidekick } = new Falco(root(), 'falco', { outputs: { policyReport: {} } });
  expect(sidekick.needs).toContain('PolicyReport.wgpolicyk8s.io');
});

test('warns about drivers that need a kernel module', () => {
  const scope = root();
  new Falco(scope, 'falco', { driver: 'auto' });
  expect(Registry.of(scope).warnings.flatMap((w) => w.text() ?? [])).toStrictEqual([
    'a kernel module is built or downloaded on each node; modern_ebpf needs neither',
  ]);
});

test.each([
  [{ bufferPreset: 11 }, "buffer preset '11' is not a number from 1 to 10"],
  [
    { delivery: 'operator', kubernetesMetadata: true },
    '`kubernetesMetadata` cannot be had from the operator',
  ],
  [{ delivery: 'operator', driver: 'auto' }, "driver 'auto' cannot be had from the operator"],
  [
    { artifacts: 'image', kubernetesMetadata: true },
    '`kubernetesMetadata` needs artifacts that the image does not have',
  ],
  [
    { artifacts: 'image', delivery: 'operator' },
    'the operator needs artifacts that the image does not have',
  ],
  [
    { outputs: { loki: { url: 'loki:3100' } } },
    "output loki has 'loki:3100', which is not an address with scheme and host",
  ],
  [
    { outputs: { kafka: { brokers: ['kafka'], topic: 't' } } },
    "kafka broker 'kafka' is not a host and port; write `host:9092`",
  ],
  [{ outputs: { kafka: { brokers: [], topic: 't' } } }, 'output kafka has no brokers; name one'],
] as const)('fails with %j', (props, message) => {
  expect(() => new Falco(root(), 'falco', props)).toThrow(`[falco] ${message}`);
});

test('needs a kernel for its default driver, and none in particular for a module', () => {
  const needsOf = (driver?: 'kmod') => {
    const falco = new Falco(root(), 'falco', driver ? { driver } : {});
    return Registry.of(falco).hostNeeds.map(({ needs }) => needs());
  };
  expect(needsOf()).toStrictEqual([{ kernel: '5.8' }]);
  expect(needsOf('kmod')).toStrictEqual([{}]);
});
