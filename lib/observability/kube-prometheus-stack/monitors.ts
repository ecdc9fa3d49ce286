import type {
  AlertRule,
  RecordingRule,
  RuleGroup,
  ScrapeEndpoint,
  ScrapeMachinesOptions,
} from '../../contracts/metrics';
import { hostPort } from '../../index';
import type {
  PodMonitorSpec,
  PrometheusRuleSpec,
  ScrapeConfigSpec,
  ServiceMonitorSpec,
} from '../prometheus-operator-crds/kinds';

/** Token of the collector's own ServiceAccount, as mounted into its Pods. */
export const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';
/** Monitors of Pods cannot name a token file themselves; they name this class, which does. */
export const SERVICE_ACCOUNT_SCRAPE_CLASS = 'service-account';

type Selector = Readonly<Record<string, string>>;

/** A monitor of the Services with these labels. */
export const serviceMonitorSpec = (
  selector: Selector,
  endpoints: readonly ScrapeEndpoint[],
): ServiceMonitorSpec => ({
  selector: { matchLabels: selector },
  endpoints: endpoints.map((endpoint) => ({
    ...common(endpoint),
    ...(endpoint.authorized && { bearerTokenFile: TOKEN_FILE }),
  })),
});

/** A monitor of the Pods with these labels. */
export const podMonitorSpec = (
  selector: Selector,
  endpoints: readonly ScrapeEndpoint[],
): PodMonitorSpec => ({
  selector: { matchLabels: selector },
  ...(endpoints.some((e) => e.authorized) && { scrapeClass: SERVICE_ACCOUNT_SCRAPE_CLASS }),
  podMetricsEndpoints: endpoints.map(common),
});

/** A list of machines with their names. */
export const scrapeConfigSpec = (options: ScrapeMachinesOptions): ScrapeConfigSpec => {
  const { name, machines, port, path = '/metrics', scheme = 'http' } = options;
  return {
    jobName: name,
    metricsPath: path,
    scheme: scheme === 'https' ? 'HTTPS' : 'HTTP',
    staticConfigs: machines.map((machine) => ({
      targets: [hostPort(machine.address, port)],
      labels: { node: machine.name },
    })),
    ...(scheme === 'https' && { tlsConfig: { insecureSkipVerify: true } }),
  };
};

/** Rules, in the operator's words. */
export const ruleSpec = (groups: readonly RuleGroup[]): PrometheusRuleSpec => ({
  groups: groups.map(({ name, interval, rules }) => ({
    name,
    ...(interval !== undefined && { interval }),
    rules: rules.map((rule) => ('alert' in rule ? alert(rule) : record(rule))),
  })),
});

const common = ({ port, path = '/metrics', interval, scheme = 'http' }: ScrapeEndpoint) => ({
  port,
  path,
  ...(interval !== undefined && { interval }),
  scheme,
  // Components sign their metrics' certificates themselves: nothing could verify them.
  ...(scheme === 'https' && { tlsConfig: { insecureSkipVerify: true } }),
});

const alert = ({ expr, severity, summary, description, labels, ...rule }: AlertRule) => ({
  alert: rule.alert,
  expr,
  ...(rule.for !== undefined && { for: rule.for }),
  labels: { severity, ...labels },
  annotations: { summary, description },
});

const record = ({ record: name, expr, labels }: RecordingRule) => ({
  record: name,
  expr,
  ...(labels && { labels }),
});
