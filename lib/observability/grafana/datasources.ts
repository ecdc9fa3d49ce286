import { stringify } from 'yaml';
import type { MetricsCollector } from '../../contracts/metrics';
import type { SecretRef, Value, Values } from '../../index';
import { parsed } from './egress';
import type { DatasourceOptions } from './words';

/** Ids of the datasources that come with the platform's metrics. */
const METRICS_UIDS = ['prometheus', 'alertmanager'] as const;

/** The stable id of a datasource. */
export const uidOf = ({ uid, name }: DatasourceOptions): string =>
  uid ??
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** What is wrong with one more datasource, or `undefined`. */
export function datasourceError(
  added: DatasourceOptions,
  others: readonly DatasourceOptions[],
): string | undefined {
  const { name, url } = added;
  const uid = uidOf(added);
  if (!/^[\w-]{1,40}$/.test(uid)) {
    return `the uid '${uid}' of datasource '${name}' is not 1 to 40 letters, digits, \`-\` and \`_\`; pass another \`uid\``;
  }
  if (METRICS_UIDS.some((own) => own === uid)) {
    return `the uid '${uid}' of datasource '${name}' is for the platform's metrics; pass another \`uid\``;
  }
  const twin = others.find((o) => uidOf(o) === uid || o.name === name);
  if (twin) return `there is already a datasource '${twin.name}'; name '${name}' otherwise`;
  if (!parsed(url)) {
    return `the url '${url}' of datasource '${name}' is no address; write it as \`http://loki.logging.svc:3100\``;
  }
  const first = others.find((o) => o.isDefault === true);
  return added.isDefault === true && first
    ? `the datasource '${name}' would be the default, as '${first.name}' is already; choose one`
    : undefined;
}

/** Variables of Grafana's container that hold the secret settings of datasources. */
export function secureVariables(datasources: readonly DatasourceOptions[]): Map<string, SecretRef> {
  const named = datasources.flatMap((source) =>
    Object.entries(source.secureJsonData ?? {}).map(([key, ref]): [string, SecretRef] => [
      variable(source, key),
      ref,
    ]),
  );
  return new Map(named);
}

/** The provisioning file with the platform's metrics and the given datasources. */
export function datasourcesFile(
  metrics: MetricsCollector | undefined,
  others: readonly DatasourceOptions[],
): string {
  const isDefault = !others.some((source) => source.isDefault === true);
  const datasources = [
    ...(metrics ? metricsDatasources(metrics, isDefault) : []),
    ...others.map(described),
  ];
  return stringify({ apiVersion: 1, prune: true, datasources }, { lineWidth: 0 });
}

function metricsDatasources(
  { url, alertmanagerUrl }: MetricsCollector,
  isDefault: boolean,
): Values[] {
  const [uid, alertmanagerUid] = METRICS_UIDS;
  const common = { access: 'proxy', editable: false };
  const prometheus = {
    name: 'Prometheus',
    type: 'prometheus',
    uid,
    url,
    ...common,
    isDefault,
    jsonData: {
      httpMethod: 'POST',
      timeInterval: '30s',
      ...(alertmanagerUrl !== undefined && { alertmanagerUid }),
    },
  };
  if (alertmanagerUrl === undefined) return [prometheus];
  const alertmanager = {
    name: 'Alertmanager',
    type: 'alertmanager',
    uid: alertmanagerUid,
    url: alertmanagerUrl,
    ...common,
    jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
  };
  return [prometheus, alertmanager];
}

function described(source: DatasourceOptions): Values {
  const { name, type, url, isDefault = false, jsonData, basicAuthUser } = source;
  const secret = Object.keys(source.secureJsonData ?? {});
  const given = {
    name,
    type,
    uid: uidOf(source),
    url,
    access: 'proxy',
    editable: false,
    isDefault,
    ...(basicAuthUser !== undefined && { basicAuth: true, basicAuthUser }),
    ...(jsonData && { jsonData }),
  };
  return {
    ...(literal(given) as Values),
    ...(secret.length > 0 && {
      secureJsonData: Object.fromEntries(
        secret.map((key) => [key, `$__env{${variable(source, key)}}`]),
      ),
    }),
  };
}

const variable = (source: DatasourceOptions, key: string): string =>
  `DATASOURCE_${uidOf(source)}_${key}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();

/** Grafana puts variables in place of `$`; a setting means what it says. */
function literal(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
}
