import { unknownKeys } from './values-check';
import { catalog, testWithCatalog } from './with-catalog';

const defaults = {
  replicas: 1,
  image: '',
  tolerations: [],
  extra: {},
  interval: null,
  'server.ini': { root: '' },
  prometheus: { serviceMonitor: { enabled: false } },
  resources: { requests: { cpu: '10m' } },
};

test('keys of the defaults are known, and all below an empty map, a null, a list and global', () => {
  const values = {
    replicas: 3,
    tolerations: [{ key: 'a' }],
    extra: { any: { thing: 1 } },
    interval: { seconds: 30 },
    global: { imageRegistry: 'registry.example.org' },
    prometheus: { serviceMonitor: { enabled: true } },
  };
  expect(unknownKeys(values, defaults)).toStrictEqual([]);
});

test('a misspelt key is found, with the one that is probably meant', () => {
  expect(unknownKeys({ prometheus: { serviceMonitors: {} }, nope: 1 }, defaults)).toStrictEqual([
    "prometheus.serviceMonitors: the chart has no such key; did you mean 'serviceMonitor'?",
    'nope: the chart has no such key; correct it, or state it as known with a reason',
  ]);
});

test.each([
  [{ image: { tag: 'v1' } }, 'image: a map is given where the chart has a scalar; give a scalar'],
  [{ extra: ['a'] }, 'extra: a list is given where the chart has a map; give a map'],
  [
    { tolerations: { key: 'a' } },
    'tolerations: a map is given where the chart has a list; give a list',
  ],
  [{ prometheus: true }, 'prometheus: a scalar is given where the chart has a map; give a map'],
])('%j is a map, list or scalar in the wrong place', (values, sentence) => {
  expect(unknownKeys(values, defaults)).toStrictEqual([sentence]);
});

test('null takes a default away, wherever the key exists', () => {
  expect(unknownKeys({ prometheus: null }, defaults)).toStrictEqual([]);
  expect(unknownKeys({ prometheuss: null }, defaults)).toHaveLength(1);
});

test('resources take what Kubernetes gives them, and nothing else', () => {
  const values = { resources: { limits: { memory: '1Gi' }, limit: {} } };
  expect(unknownKeys(values, defaults)).toStrictEqual([
    "resources.limit: the chart has no such key; did you mean 'limits'?",
  ]);
});

test('the values of a sub-chart are open where the defaults do not show them', () => {
  const options = { subCharts: ['redis', 'prometheus'] };
  expect(unknownKeys({ redis: { any: 1 } }, defaults, options)).toStrictEqual([]);
  expect(unknownKeys({ prometheus: { any: 1 } }, defaults, options)).toHaveLength(1);
});

test('a key that is stated as known is open, also where nothing of its path is there by default', () => {
  const values = { service: { clusterIP: '10.0.0.10' }, 'server.ini': { auth: { enabled: true } } };
  const known = ['service.clusterIP', 'server\\.ini.auth'];
  expect(unknownKeys(values, defaults, { known })).toStrictEqual([]);
  expect(unknownKeys(values, defaults, { known: ['service.clusterIP'] })).toStrictEqual([
    'server\\.ini.auth: the chart has no such key; correct it, or state it as known with a reason',
  ]);
});

const withCatalog = testWithCatalog('charts of the catalogue');

withCatalog('a misspelt key of a real chart is found', () => {
  const { defaults: real = {} } = catalog?.chart('metallb') ?? {};
  const values = { prometheus: { serviceMonitors: { enabled: true } }, fullNameOverride: 'a' };
  expect(unknownKeys(values, real)).toStrictEqual([
    "prometheus.serviceMonitors: the chart has no such key; did you mean 'serviceMonitor'?",
    "fullNameOverride: the chart has no such key; did you mean 'fullnameOverride'?",
  ]);
});

withCatalog('the defaults of every chart pass their own check', () => {
  const findings = (catalog?.charts() ?? []).flatMap((chart) =>
    unknownKeys(chart.values, chart.defaults).map((finding) => `${chart.name} ${finding}`),
  );
  expect(findings).toStrictEqual([]);
});
