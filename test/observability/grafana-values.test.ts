import { parse } from 'yaml';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { KubePrometheusStack } from '../../lib/observability/kube-prometheus-stack';
import { Grafana, type GrafanaProps, type OidcOptions } from '../../lib/observability/grafana';
import { rolePath } from '../../lib/observability/grafana/oidc';
import { freeRoot } from '../harness/sample';

const admin = { secretName: 'grafana-login' };
const database = { host: 'db.databases.svc', passwordSecret: { name: 'db', key: 'password' } };
const oidc: OidcOptions = {
  name: 'Keycloak',
  clientId: 'grafana',
  clientSecret: { name: 'oidc', key: 'secret' },
  issuer: 'https://id.example.com/realms/platform',
};

const on = (settings: PlatformProps, props: GrafanaProps = {}) =>
  new Grafana(new Platform(freeRoot(), 'prod', settings), 'grafana', { admin, ...props });
const values = (props: GrafanaProps, settings: PlatformProps = {}) =>
  on(settings, props).release.values;
const ini = (props: GrafanaProps) => values(props)['grafana.ini'];

test('keeps a file on a volume and runs once, without ever two Pods on it', () => {
  expect(values({})).toMatchObject({
    replicas: 1,
    deploymentStrategy: { type: 'Recreate' },
    podDisruptionBudget: {},
    persistence: { enabled: true, type: 'pvc', size: '10Gi' },
    initChownData: { enabled: false },
    admin: { existingSecret: 'grafana-login', passwordKey: 'admin-password' },
  });
});

test('runs twice with a database, and the copies know each other', () => {
  expect(values({ database })).toMatchObject({
    replicas: 2,
    headlessService: true,
    podDisruptionBudget: { maxUnavailable: 1 },
    deploymentStrategy: { type: 'RollingUpdate' },
    persistence: { enabled: false },
    envValueFrom: {
      GRAFANA_DATABASE_PASSWORD: { secretKeyRef: { name: 'db', key: 'password' } },
    },
    'grafana.ini': {
      database: {
        type: 'postgres',
        host: 'db.databases.svc:5432',
        password: '$__env{GRAFANA_DATABASE_PASSWORD}',
        ssl_mode: 'require',
      },
      unified_alerting: {
        ha_peers: 'grafana-headless:9094',
        ha_advertise_address: '${POD_IP}:9094',
      },
    },
  });
});

test('runs once with a database on a single node', () => {
  const single = values({ database }, { profile: 'single-node' });
  expect(single).toMatchObject({ replicas: 1, headlessService: false });
  expect(single['grafana.ini']).not.toHaveProperty('unified_alerting');
});

test('logs in at a Keycloak realm, with its secret by reference', () => {
  expect(ini({ oidc, disableLoginForm: true })).toMatchObject({
    auth: { disable_login_form: true },
    'auth.anonymous': { enabled: false },
    'auth.generic_oauth': {
      client_secret: '$__env{OIDC_CLIENT_SECRET}',
      auth_url: 'https://id.example.com/realms/platform/protocol/openid-connect/auth',
      token_url: 'https://id.example.com/realms/platform/protocol/openid-connect/token',
      api_url: 'https://id.example.com/realms/platform/protocol/openid-connect/userinfo',
      role_attribute_path: "'Viewer'",
      use_pkce: true,
    },
  });
});

test('gives the first role that a group has, and none to strangers where viewers are named', () => {
  const roles = { grafanaAdmin: ['ops'], editor: ['/dev'], viewer: ['staff'] };
  expect(rolePath(roles, 'groups')).toBe(
    "contains(groups[*], 'ops') && 'GrafanaAdmin' || contains(groups[*], '/dev') && 'Editor' || contains(groups[*], 'staff') && 'Viewer'",
  );
  expect(rolePath({ admin: ['a'] }, 'https.my-claim')).toBe(
    `contains(https."my-claim"[*], 'a') && 'Admin' || 'Viewer'`,
  );
  expect(ini({ oidc: { ...oidc, roles } })).toMatchObject({
    'auth.generic_oauth': { role_attribute_strict: true, allow_assign_grafana_admin: true },
  });
});

test('sends nothing home, and fetches nothing unless asked to', () => {
  expect(ini({})).toMatchObject({
    analytics: { reporting_enabled: false, check_for_updates: false },
    plugins: { preinstall_disabled: true },
  });
  expect(ini({ plugins: ['a-panel@1.0.0'] })).not.toHaveProperty('plugins');
});

test('looks for ConfigMaps of all namespaces, and may not read Secrets', () => {
  const grafana = on({});
  expect(grafana.release.values['sidecar']).toMatchObject({
    dashboards: {
      label: 'grafana_dashboard',
      labelValue: '1',
      searchNamespace: 'ALL',
      resource: 'configmap',
      folderAnnotation: 'grafana_folder',
      provider: { foldersFromFilesStructure: true },
    },
    datasources: { enabled: true, searchNamespace: 'ALL', resource: 'configmap' },
  });
  expect(grafana.release.values['sidecar']).not.toHaveProperty('datasources.initDatasources');
  const role = Registry.of(grafana).objects.find((o) => o.kind.kind === 'ClusterRole');
  expect(role?.manifest).toMatchObject({ rules: [{ resources: ['configmaps'] }] });
  expect(grafana.release.values['rbac']).toMatchObject({ useExistingClusterRole: role?.name });
});

test('pulls its images from the mirror', () => {
  const mirrored = values({}, { imageMirror: { registry: 'registry.example.com' } });
  expect(mirrored).toMatchObject({
    image: { registry: 'registry.example.com/docker.io' },
    sidecar: { image: { registry: 'registry.example.com/quay.io' } },
  });
});

interface Source {
  readonly name: string;
  readonly uid: string;
  readonly isDefault?: boolean;
}

const sources = (platform: Platform): Source[] => {
  const { objects } = Registry.of(platform);
  const { data } = objects.find((o) => o.name === 'platform-datasources')?.manifest as unknown as {
    data: Record<string, string>;
  };
  return (parse(data['platform.yaml'] ?? '') as { datasources: Source[] }).datasources;
};

test('asks the metrics that come later, and what it is told to', () => {
  const platform = new Platform(freeRoot(), 'prod');
  const grafana = new Grafana(platform, 'grafana', { admin });
  expect(sources(platform)).toStrictEqual([]);
  new KubePrometheusStack(platform, 'stack');
  grafana.addDatasource({
    name: 'Loki Logs',
    type: 'loki',
    url: 'http://loki.logging.svc:3100',
    jsonData: { url: '${__value.raw}' },
    secureJsonData: { httpHeaderValue1: { name: 'loki', key: 'token' } },
  });
  const variable = 'DATASOURCE_LOKI_LOGS_HTTPHEADERVALUE1';
  expect(sources(platform)).toMatchObject([
    { uid: 'prometheus', isDefault: true, jsonData: { alertmanagerUid: 'alertmanager' } },
    { uid: 'alertmanager', type: 'alertmanager' },
    {
      uid: 'loki-logs',
      access: 'proxy',
      jsonData: { url: '$${__value.raw}' },
      secureJsonData: { httpHeaderValue1: `$__env{${variable}}` },
    },
  ]);
  expect(grafana.release.values['envValueFrom']).toStrictEqual({
    [variable]: { secretKeyRef: { name: 'loki', key: 'token' } },
  });
});

test('lets another datasource be the default', () => {
  const platform = new Platform(freeRoot(), 'prod');
  new KubePrometheusStack(platform, 'stack', { alertmanager: false });
  const mimir = { name: 'Mimir', type: 'prometheus', url: 'https://mimir.example.com' };
  new Grafana(platform, 'grafana', { admin, datasources: [{ ...mimir, isDefault: true }] });
  expect(sources(platform).map((s) => [s.uid, s.isDefault])).toStrictEqual([
    ['prometheus', false],
    ['mimir', true],
  ]);
});

test.each<[GrafanaProps, string]>([
  [{ replicas: 2 }, 'has 2 replicas and keeps its data in a file'],
  [{ replicas: 0 }, "replicas '0' is not a number of copies"],
  [{ database, storage: {} }, 'drop one of them'],
  [{ storage: { size: '10GB' } }, "the size '10GB' of storage is not one of a volume"],
  [{ smtp: { host: 'mail:x', fromAddress: 'a@b' } }, "host 'mail:x' is not a host and port"],
  [{ oidc: { ...oidc, issuer: 'id' } }, 'is no address'],
  [{ oidc: { name: 'x', clientId: 'x', clientSecret: oidc.clientSecret } }, 'has no `authUrl`'],
  [{ oidc: { ...oidc, roles: { admin: ["o'hara"] } } }, "claim 'o'hara' of login 'Keycloak'"],
  [{ datasources: [{ name: 'A', type: 'loki', url: 'loki' }] }, "the url 'loki' of datasource"],
])('fails for %j', (props, reason) => {
  expect(() => on({}, props)).toThrow(reason);
});

test('fails for datasources that are in each other’s place', () => {
  const loki = { name: 'Loki', type: 'loki', url: 'http://loki.logging.svc:3100' };
  const grafana = on({}, { datasources: [{ ...loki, isDefault: true }] });
  const add = (more: object) => () => grafana.addDatasource({ ...loki, ...more });
  expect(add({})).toThrow("there is already a datasource 'Loki'");
  expect(add({ name: 'Prometheus' })).toThrow("the uid 'prometheus' of datasource 'Prometheus'");
  expect(add({ name: 'B', isDefault: true })).toThrow("'B' would be the default, as 'Loki'");
  expect(add({ name: 'ÄÖ' })).toThrow("the uid '' of datasource 'ÄÖ'");
});
