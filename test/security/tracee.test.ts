import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { Registry } from '../../lib';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { Logs } from '../../lib/contracts/logs';
import { Metrics } from '../../lib/contracts/metrics';
import { Falco } from '../../lib/security/falco';
import { intrusions, Tracee, type TraceePolicy, type TraceeProps } from '../../lib/security/tracee';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const configOf = (tracee: Tracee): Record<string, unknown> =>
  parse((tracee.release.values as { configFile: string }).configFile) as Record<string, unknown>;

const objects = (scope: Construct, kind: string) =>
  Registry.of(scope).objects.filter((o) => o.kind.kind === kind);

const policy: TraceePolicy = {
  name: 'shells',
  description: 'Shells in containers.',
  scope: ['container', 'comm=bash'],
  rules: [{ event: 'execve', filters: ['data.pathname=/bin/*'] }],
};

test('watches for intrusions unless told otherwise', () => {
  const scope = freeRoot();
  new Tracee(scope, 'tracee');
  expect(objects(scope, 'Policy').map((o) => o.name)).toStrictEqual(['intrusions']);
  expect(intrusions.rules.map(({ event }) => event)).toContain('fileless_execution');
});

test('draws a policy as Tracee reads it, with its description', () => {
  const scope = freeRoot();
  new Tracee(scope, 'tracee', { policies: [policy] });
  expect(objects(scope, 'Policy')[0]?.manifest).toStrictEqual({
    apiVersion: 'tracee.aquasec.com/v1beta1',
    kind: 'Policy',
    metadata: { name: 'shells', annotations: { description: 'Shells in containers.' } },
    spec: { scope: policy.scope, defaultActions: ['log'], rules: policy.rules },
  });
});

test('serves metrics and health where its probe and the collector look', () => {
  const scope = freeRoot();
  const metrics = metricsCollector();
  Metrics.provide(scope, metrics);
  const tracee = new Tracee(scope, 'tracee');
  expect(configOf(tracee)['server']).toStrictEqual({
    'http-address': ':3366',
    metrics: true,
    healthz: true,
  });
  expect(metrics.asked[0]).toMatchObject({ endpoints: [{ port: 'metrics' }], podPorts: [3366] });
  expect(objects(scope, 'Service')[0]?.manifest['spec']).toMatchObject({
    ports: [{ name: 'metrics', port: 3366, targetPort: 3366 }],
  });
});

const crio = (socket: string) =>
  ({ name: 'cri-o', version: '1.36.1', socket, service: 'crio', handlers: [] }) as const;
const warningsOf = (scope: Construct) =>
  Registry.of(scope).warnings.flatMap(({ text }) => text() ?? []);

test("asks the platform's runtime only, where one is known", () => {
  const scope = freeRoot();
  const tracee = new Tracee(scope, 'tracee');
  expect(configOf(tracee)['containers']).toBeUndefined();
  ContainerRuntime.provide(scope, crio('unix:///run/crio/crio.sock'));
  expect(configOf(tracee)['containers']).toStrictEqual({
    sockets: [{ runtime: 'crio', socket: '/var/run/crio/crio.sock' }],
  });
  expect(warningsOf(scope)).toStrictEqual([]);
});

test('warns of a socket that its chart does not mount', () => {
  const scope = freeRoot();
  const wiring = [ContainerRuntime.with(crio('unix:///srv/crio.sock'))];
  new Tracee(scope, 'tracee', { wiring });
  expect(warningsOf(scope)).toStrictEqual([
    "names no containers and Pods in its findings: the chart mounts the socket '/var/run/crio/crio.sock', and cri-o answers at 'unix:///srv/crio.sock'; give the runtime its usual socket, or watch with Falco",
  ]);
});

test('writes events to its output and turns findings into alerts', () => {
  const scope = freeRoot();
  Metrics.provide(scope, metricsCollector());
  const tracee = new Tracee(scope, 'tracee', { alertsFrom: 3 });
  expect(configOf(tracee)['output']).toStrictEqual([
    'json:stdout',
    'option:parse-arguments',
    'webhook:http://alertmanager.monitoring.svc:9093/api/v2/alerts?gotemplate=%2Ftracee%2Ftemplates%2Falertmanager.tmpl',
  ]);
  const { extraWebhookTemplates } = tracee.release.values as {
    extraWebhookTemplates: { goTemplate: string }[];
  };
  expect(extraWebhookTemplates[0]?.goTemplate).toContain('{{- if lt $severity 3 -}}[]');
  expect(Registry.of(scope).connections.map((c) => c.to)).toStrictEqual([
    { namespace: 'monitoring', pods: { app: 'alertmanager' }, ports: [9093] },
  ]);
});

test('sends nothing to Alertmanager where it is told not to', () => {
  const scope = freeRoot();
  Metrics.provide(scope, metricsCollector());
  const tracee = new Tracee(scope, 'tracee', { alertmanager: false });
  expect(configOf(tracee)['output']).toStrictEqual(['json:stdout', 'option:parse-arguments']);
  expect(Registry.of(scope).connections).toStrictEqual([]);
});

test('sends events to the log pipeline when asked to', () => {
  const scope = freeRoot();
  const destination = { namespace: 'logging', ports: [8888] };
  const eventsUrl = (tag: string): string => `http://logs.logging.svc:8888/${tag}`;
  const tracee = new Tracee(scope, 'tracee', { eventsToLogs: true });
  Logs.provide(scope, { destination, eventsUrl });
  expect(configOf(tracee)['output']).toContain('webhook:http://logs.logging.svc:8888/tracee');
  expect(Registry.of(scope).connections.map((c) => c.to)).toStrictEqual([destination]);
});

test('warns beside Falco', () => {
  const scope = freeRoot();
  const tracee = new Tracee(scope, 'tracee');
  const own = (): string[] =>
    Registry.of(scope).warnings.flatMap((w) => (w.by === tracee ? (w.text() ?? []) : []));
  expect(own()).toStrictEqual([]);
  new Falco(scope, 'falco');
  expect(own()).toStrictEqual([
    'Falco watches the same; each costs CPU on every node, keep one of them',
  ]);
});

test.each<[TraceeProps, string]>([
  [{ bufferPages: 1000 }, "bufferPages '1000' is no power of two such as 1024"],
  [{ policies: [policy, policy] }, "there is already a policy 'shells'; name it otherwise"],
  [{ policies: [{ ...policy, rules: [] }] }, "policy 'shells' watches for nothing"],
  [
    { policies: [{ ...policy, scope: ['global', 'container'] }] },
    "policy 'shells' has the scope 'global' beside others",
  ],
  [
    { policies: [{ ...policy, scope: ['host'] }] },
    "policy 'shells' has the scope 'host', which Tracee does not know",
  ],
  [
    { policies: [{ ...policy, rules: [{ event: 'a' }, { event: 'a' }] }] },
    "policy 'shells' has the event 'a' twice",
  ],
  [
    { policies: [{ ...policy, rules: [{ event: 'a', filters: ['data=x'] }] }] },
    "policy 'shells' has the filter 'data=x' for 'a'",
  ],
])('fails with %j', (props, message) => {
  expect(() => new Tracee(freeRoot(), 'tracee', props)).toThrow(message);
});

test('fails without a policy', () => {
  const tracee = new Tracee(freeRoot(), 'tracee', { policies: [] });
  expect(tracee.node.validate()).toStrictEqual([
    'watches for nothing; pass `policies` or call `addPolicy()`',
  ]);
});

test('says which kernel nodes need', () => {
  const scope = freeRoot();
  new Tracee(scope, 'tracee');
  const needs = Registry.of(scope).hostNeeds.map((wanted) => wanted.needs());
  expect(needs).toStrictEqual([{ kernel: '5.4' }]);
});
