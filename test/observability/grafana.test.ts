import { Construct } from 'constructs';
import { Platform, Registry } from '../../lib';
import { Dashboards, type Dashboard } from '../../lib/contracts/dashboards';
import { Exposure, type ExposeOptions } from '../../lib/contracts/exposure';
import { Secrets, type GenerateOptions } from '../../lib/contracts/secrets';
import { KubePrometheusStack } from '../../lib/observability/kube-prometheus-stack';
import { Grafana } from '../../lib/observability/grafana';
import { freeRoot, Sample } from '../harness/sample';

const admin = { secretName: 'grafana-login' };
const platformOf = () => new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com' });
const app: Dashboard = {
  uid: 'app',
  title: 'App',
  panels: [{ title: 'Up', queries: [{ expr: 'up' }] }],
};
const manifest = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;
const egress = (scope: Construct, name: string) =>
  (manifest(scope, 'NetworkPolicy', name) as { spec?: { egress?: unknown } } | undefined)?.spec
    ?.egress;
const errors = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((c) => c.node.validate());
const namespaced = (name: string) => ({
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }],
});

const secretsOf = (scope: Construct, asked: GenerateOptions[]) => {
  const by = new Construct(scope, 'secrets');
  Secrets.provide(by, {
    generate: (_, options) => void asked.push(options),
    fetch: () => undefined,
  });
};

test('draws a dashboard in the scope and namespace of whoever asks, in either order', () => {
  const platform = platformOf();
  const asker = new Sample(platform, 'app');
  Dashboards.whenProvided(asker, (viewer) => {
    viewer.add(asker, { ...app, folder: 'Apps' }, asker.namespace);
  });
  new Grafana(platform, 'grafana', { admin });
  const drawn = Registry.of(platform).objects.find((o) => o.name === 'dashboard-app');
  expect(drawn?.node.scope).toBe(asker);
  expect(drawn?.manifest).toMatchObject({
    kind: 'ConfigMap',
    metadata: {
      namespace: 'app',
      labels: { grafana_dashboard: '1' },
      annotations: { grafana_folder: 'Apps' },
    },
  });
  const { data } = drawn?.manifest as unknown as { data: Record<string, string> };
  expect(JSON.parse(data['app.json'] ?? '')).toMatchObject({ uid: 'app', title: 'App' });
});

test('fails at the caller for a dashboard that cannot be', () => {
  const platform = platformOf();
  const grafana = new Grafana(platform, 'grafana', { admin });
  const asker = new Construct(platform, 'asker');
  const add = (more: Partial<Dashboard>) => () =>
    grafana.add(asker, { ...app, ...more }, 'default');
  expect(add({ uid: 'My App' })).toThrow("[prod/asker] the uid of a dashboard 'My App'");
  expect(add({ panels: [] })).toThrow("[prod/asker] the dashboard 'app' has no panels");
  add({})();
  expect(add({})).toThrow("[prod/asker] there is already a dashboard with the uid 'app'");
});

test('has its password and its key made once, elsewhere', () => {
  const platform = platformOf();
  const asked: GenerateOptions[] = [];
  const grafana = new Grafana(platform, 'grafana');
  secretsOf(platform, asked);
  expect(asked).toStrictEqual([
    {
      name: 'grafana-admin',
      namespace: 'grafana',
      generated: { 'admin-password': { length: 32 } },
      plain: { 'admin-user': 'admin' },
    },
    {
      name: 'grafana-secret-key',
      namespace: 'grafana',
      generated: { 'secret-key': { length: 40 } },
    },
  ]);
  expect(grafana.release.values).toMatchObject({
    admin: { existingSecret: 'grafana-admin' },
    envValueFrom: { GRAFANA_SECRET_KEY: { secretKeyRef: { name: 'grafana-secret-key' } } },
    'grafana.ini': { security: { secret_key: '$__env{GRAFANA_SECRET_KEY}' } },
  });
  expect(errors(platform)).toStrictEqual([]);
});

test('has nothing made that it is given', () => {
  const platform = platformOf();
  const asked: GenerateOptions[] = [];
  secretsOf(platform, asked);
  new Grafana(platform, 'grafana', { admin, secretKey: { name: 'own', key: 'key' } });
  expect(asked).toStrictEqual([]);
});

test('fails without a password, and warns about the public key', () => {
  const platform = platformOf();
  new Grafana(platform, 'grafana');
  expect(errors(platform)).toStrictEqual([
    "has no password for its first user 'admin', and nothing in this platform makes one; pass `admin`, or add a source of secrets",
  ]);
  expect(platform.describe().warnings.map((w) => w.text)).toStrictEqual([
    "encrypts what it stores with Grafana's public default key; pass `secretKey`",
  ]);
});

test('is exposed under its hostname, and knows its address', () => {
  const platform = platformOf();
  const grafana = new Grafana(platform, 'grafana', { admin });
  expect(grafana.release.values['grafana.ini']).not.toHaveProperty('server');
  const routes: ExposeOptions[] = [];
  Exposure.provide(new Construct(platform, 'gateway'), {
    expose: (_, options) => void routes.push(options),
    url: (host) => `https://${host}`,
    entrance: { namespace: 'gateway', ports: [443] },
  });
  expect(routes).toMatchObject([
    { host: 'grafana.k8s.example.com', service: 'grafana', port: 80, podPort: 3000 },
  ]);
  expect(grafana.release.values['grafana.ini']).toMatchObject({
    server: {
      domain: 'grafana.k8s.example.com',
      root_url: 'https://grafana.k8s.example.com',
    },
    security: { cookie_secure: true },
  });
});

test('stays inside where it is told to', () => {
  const platform = platformOf();
  const routes: ExposeOptions[] = [];
  Exposure.provide(new Construct(platform, 'gateway'), {
    expose: (_, options) => void routes.push(options),
    url: (host) => `https://${host}`,
    entrance: { namespace: 'gateway', ports: [443] },
  });
  const grafana = new Grafana(platform, 'grafana', { admin, expose: false });
  expect(routes).toStrictEqual([]);
  expect(grafana.release.values['grafana.ini']).not.toHaveProperty('server');
});

test('is watched, and may ask the metrics', () => {
  const platform = platformOf();
  new Grafana(platform, 'grafana', { admin });
  new KubePrometheusStack(platform, 'stack');
  expect(manifest(platform, 'ServiceMonitor', 'grafana')).toMatchObject({
    spec: { endpoints: [{ port: 'service' }] },
  });
  expect(JSON.stringify(manifest(platform, 'PrometheusRule', 'grafana'))).toContain('GrafanaDown');
  expect(manifest(platform, 'ConfigMap', 'dashboard-grafana')).toBeDefined();
  expect(egress(platform, 'grafana-to-metrics')).toMatchObject([
    { to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } }] },
  ]);
  expect(egress(platform, 'grafana-to-alerts')).toMatchObject([{ ports: [{ port: 9093 }] }]);
  expect(manifest(platform, 'NetworkPolicy', 'metrics-grafana')).toMatchObject({
    spec: { ingress: [{ ports: [{ port: 3000 }] }] },
  });
});

test('reaches what it is configured with, and nothing else', () => {
  const platform = platformOf();
  new Grafana(platform, 'grafana', {
    admin,
    database: { host: 'db.databases.svc', passwordSecret: { name: 'db', key: 'password' } },
    smtp: { host: 'mail.example.com:587', fromAddress: 'grafana@example.com' },
    datasources: [
      { name: 'Loki', type: 'loki', url: 'https://loki.example.com:8444' },
      { name: 'Sales', type: 'postgres', url: 'sales.databases.svc:5432' },
    ],
  });
  expect(egress(platform, 'isolation-grafana')).toMatchObject([
    { to: [{ podSelector: {} }] },
    { ports: [{ port: 53 }, { port: 53 }] },
    { ports: [{ port: 6443 }] },
    namespaced('databases'),
    { ports: [{ port: 587 }] },
  ]);
  expect(egress(platform, 'datasource-loki')).toStrictEqual([
    { ports: [{ port: 8444, protocol: 'TCP' }] },
  ]);
  expect(egress(platform, 'datasource-sales')).toStrictEqual([namespaced('databases')]);
});

test('warns about plugins where images are mirrored, and about lost data', () => {
  const imageMirror = { registry: 'registry.example.com' };
  const platform = new Platform(freeRoot(), 'prod', { imageMirror });
  const key = { name: 'own', key: 'key' };
  const plugins = ['a-panel@1.0.0'];
  new Grafana(platform, 'grafana', { admin, secretKey: key, storage: 'ephemeral', plugins });
  const texts = platform.describe().warnings.map((w) => w.text);
  expect(texts).toHaveLength(2);
  expect(texts.join('\n')).toMatch(/downloads plugins[^]*forgets users/);
});
