import type { Dashboard, DashboardPanel } from '../../lib/contracts/dashboards';
import { dashboardError, grafanaDashboard } from '../../lib/observability/grafana/dashboard-json';

const panel = (more: Partial<DashboardPanel> = {}): DashboardPanel => ({
  title: 'Requests',
  queries: [{ expr: 'sum(up)' }],
  ...more,
});
const draw = (...panels: DashboardPanel[]) =>
  grafanaDashboard({ uid: 'app', title: 'App', panels }) as {
    panels: { type: string; gridPos: object; fieldConfig: { defaults: { unit: string } } }[];
    templating: { list: { name: string; multi?: boolean }[] };
  };

test('says what a dashboard is, the same twice', () => {
  const app: Dashboard = { uid: 'app', title: 'App', panels: [panel()] };
  expect(JSON.stringify(grafanaDashboard(app))).toBe(JSON.stringify(grafanaDashboard(app)));
  expect(grafanaDashboard(app)).toMatchObject({
    uid: 'app',
    title: 'App',
    schemaVersion: 41,
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
  });
});

test('draws a graph with its legend, unit and description', () => {
  const queries = [{ expr: 'rate(a[$__rate_interval])', legend: '{{pod}}' }, { expr: 'b' }];
  const [drawn] = draw(panel({ queries, unit: 'bytes/s', description: 'Why.' })).panels;
  expect(drawn).toMatchObject({
    id: 1,
    type: 'timeseries',
    title: 'Requests',
    description: 'Why.',
    datasource: { type: 'prometheus', uid: '${datasource}' },
    fieldConfig: { defaults: { unit: 'binBps' } },
    targets: [
      { refId: 'A', expr: 'rate(a[$__rate_interval])', legendFormat: '{{pod}}', range: true },
      { refId: 'B', expr: 'b', legendFormat: '__auto' },
    ],
  });
});

test.each([
  ['percent', 'percent'],
  ['ratio', 'percentunit'],
  ['seconds', 's'],
  ['ops/s', 'ops'],
] as const)('writes %s as Grafana does', (unit, id) => {
  expect(draw(panel({ unit })).panels[0]?.fieldConfig.defaults.unit).toBe(id);
});

test('asks once for numbers and tables', () => {
  const { panels } = draw(panel({ shape: 'number' }), panel({ shape: 'table' }));
  expect(panels).toMatchObject([
    { type: 'stat', targets: [{ instant: true, range: false }] },
    { type: 'table', targets: [{ instant: true, range: false, format: 'table' }] },
  ]);
});

test('lays few panels out in two columns', () => {
  expect(draw(panel(), panel(), panel()).panels.map((p) => p.gridPos)).toStrictEqual([
    { h: 8, w: 12, x: 0, y: 0 },
    { h: 8, w: 12, x: 12, y: 0 },
    { h: 8, w: 12, x: 0, y: 8 },
  ]);
});

test('lays many panels out in three columns, numbers in rows of their own', () => {
  const number = panel({ shape: 'number' });
  const { panels } = draw(number, number, panel(), panel(), panel(), panel());
  expect(panels.map((p) => p.gridPos)).toStrictEqual([
    { h: 4, w: 8, x: 0, y: 0 },
    { h: 4, w: 8, x: 8, y: 0 },
    { h: 8, w: 8, x: 0, y: 4 },
    { h: 8, w: 8, x: 8, y: 4 },
    { h: 8, w: 8, x: 16, y: 4 },
    { h: 8, w: 8, x: 0, y: 12 },
  ]);
});

test('asks for a namespace only where a query uses it', () => {
  const names = (expr: string) => draw(panel({ queries: [{ expr }] })).templating.list;
  expect(names('up').map((v) => v.name)).toStrictEqual(['datasource']);
  expect(names('up{a="$namespaces"}').map((v) => v.name)).toStrictEqual(['datasource']);
  expect(names('up{namespace="$namespace"}')[1]).toMatchObject({ name: 'namespace', multi: false });
});

test('takes several namespaces only where all queries match by pattern', () => {
  const variable = (...exprs: string[]) =>
    draw(panel({ queries: exprs.map((expr) => ({ expr })) })).templating.list[1];
  const pattern = 'up{namespace=~"$namespace"}';
  expect(variable(pattern, 'up{namespace!~"${namespace}"}')).toMatchObject({
    multi: true,
    includeAll: true,
    allValue: '.*',
  });
  expect(variable(pattern, 'up{namespace="$namespace"}')).toMatchObject({ multi: false });
});

test.each([
  [{ uid: 'a'.repeat(41) }, 'is not 1 to 40 characters'],
  [{ uid: 'App' }, "'App' is not 1 to 40 characters"],
  [{ panels: [] }, 'has no panels'],
  [{ panels: [panel({ queries: [] })] }, "'Requests' of dashboard 'app' has no queries"],
])('fails for %j', (more, reason) => {
  const app = { uid: 'app', title: 'App', panels: [panel()], ...more };
  expect(dashboardError(app)).toContain(reason);
});
