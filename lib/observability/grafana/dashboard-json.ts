import type { Dashboard, DashboardPanel, PanelUnit } from '../../contracts/dashboards';
import type { Values } from '../../index';

/** Units as Grafana names them; bytes count in powers of 1024. */
const UNITS: Readonly<Record<PanelUnit, string>> = {
  short: 'short',
  percent: 'percent',
  ratio: 'percentunit',
  seconds: 's',
  bytes: 'bytes',
  'bytes/s': 'binBps',
  'ops/s': 'ops',
};

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };
const NAMESPACE = /\$(namespace\b|\{namespace\b)/g;

/** What is wrong with a dashboard, or `undefined`. */
export function dashboardError({ uid, panels }: Dashboard): string | undefined {
  if (!/^[a-z0-9-]{1,40}$/.test(uid)) {
    return `the uid of a dashboard '${uid}' is not 1 to 40 characters of \`a-z0-9-\`; shorten or rewrite it`;
  }
  if (panels.length === 0) return `the dashboard '${uid}' has no panels; pass one or more`;
  const empty = panels.find(({ queries }) => queries.length === 0);
  return (
    empty && `the panel '${empty.title}' of dashboard '${uid}' has no queries; pass one or more`
  );
}

/** A dashboard as Grafana imports it; the same words give the same bytes. */
export function grafanaDashboard({ uid, title, panels }: Dashboard): Values {
  const places = layout(panels);
  return {
    uid,
    title,
    tags: ['platform'],
    schemaVersion: 41,
    version: 1,
    editable: false,
    graphTooltip: 1,
    timezone: 'browser',
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    templating: { list: variables(panels) },
    panels: panels.map((p, index) => ({ id: index + 1, ...panel(p), gridPos: places[index] })),
  };
}

function variables(panels: readonly DashboardPanel[]): Values[] {
  const text = panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)).join('\n');
  const uses = text.match(NAMESPACE)?.length ?? 0;
  const datasource = {
    name: 'datasource',
    label: 'Metrics',
    type: 'datasource',
    query: 'prometheus',
    refresh: 1,
  };
  if (uses === 0) return [datasource];
  // Several namespaces at once are a pattern, which `=` would take literally.
  const many = uses === (text.match(/[=!]~\s*"\$(namespace\b|\{namespace\b)/g)?.length ?? 0);
  const query = 'label_values(namespace)';
  const namespace = {
    name: 'namespace',
    label: 'Namespace',
    type: 'query',
    datasource: DATASOURCE,
    definition: query,
    query: { query, refId: 'namespaces' },
    refresh: 2,
    sort: 1,
    multi: many,
    includeAll: many,
    ...(many && { allValue: '.*', current: { text: 'All', value: '$__all' } }),
  };
  return [datasource, namespace];
}

/** Rows from left to right in two or three columns; numbers are low and keep to rows of their own. */
function layout(panels: readonly DashboardPanel[]): Values[] {
  const columns = panels.length > 4 ? 3 : 2;
  const w = 24 / columns;
  let [x, y, height] = [0, 0, 0];
  return panels.map(({ shape }) => {
    const h = shape === 'number' ? 4 : 8;
    if (x === 24 || (x > 0 && h !== height)) [x, y] = [0, y + height];
    height = h;
    const place = { h, w, x, y };
    x += w;
    return place;
  });
}

function panel({ title, description, queries, unit, shape = 'graph' }: DashboardPanel): Values {
  const targets = queries.map(({ expr, legend }, index) => ({
    refId: String.fromCharCode(65 + index),
    datasource: DATASOURCE,
    editorMode: 'code',
    expr,
    legendFormat: legend ?? '__auto',
    ...(shape === 'graph' ? { range: true } : { instant: true, range: false }),
    ...(shape === 'table' && { format: 'table' }),
  }));
  return {
    title,
    ...(description !== undefined && { description }),
    datasource: DATASOURCE,
    targets,
    ...SHAPES[shape](UNITS[unit ?? 'short']),
  };
}

type Shape = NonNullable<DashboardPanel['shape']>;

const SHAPES: Readonly<Record<Shape, (unit: string) => Values>> = {
  graph: (unit) => ({
    type: 'timeseries',
    fieldConfig: {
      defaults: { unit, custom: { lineWidth: 1, fillOpacity: 10, showPoints: 'never' } },
      overrides: [],
    },
    options: {
      legend: {
        showLegend: true,
        displayMode: 'table',
        placement: 'bottom',
        calcs: ['lastNotNull', 'max'],
      },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  }),
  number: (unit) => ({
    type: 'stat',
    fieldConfig: { defaults: { unit, color: { mode: 'thresholds' } }, overrides: [] },
    options: {
      colorMode: 'none',
      graphMode: 'none',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
  }),
  table: (unit) => ({
    type: 'table',
    fieldConfig: { defaults: { unit }, overrides: [] },
    options: { showHeader: true, cellHeight: 'sm' },
    transformations: [
      { id: 'merge', options: {} },
      { id: 'organize', options: { excludeByName: { Time: true } } },
    ],
  }),
};
