import { merge, type SecretRef, type TrafficRule, type Values } from '../../index';
import { isAddress, serverRule } from '../server-address';
import type { FalcoOutputs } from './output-words';
import type { FalcoPriority } from './rule-words';

/** The ways out as falcosidekick takes them. */
export interface OutputSettings {
  /** Its `config`. */
  readonly config: Values;
  /** Secrets, as environment variables of its Pods. */
  readonly secrets: Readonly<Record<string, SecretRef>>;
  /** Whom it must reach. */
  readonly egress: readonly TrafficRule[];
}

/** What falcosidekick is told of all ways out but Alertmanager, which is known late. */
export function outputSettings(outputs: FalcoOutputs): OutputSettings {
  const parts = [
    ...chats(outputs),
    ...stores(outputs),
    ...streams(outputs),
    ...[reports(outputs) ?? []].flat(),
  ];
  return {
    config: parts.reduce<Values>((all, { config }) => merge(all, config), {}),
    secrets: Object.assign({}, ...parts.map(({ secrets }) => secrets)) as OutputSettings['secrets'],
    egress: parts.flatMap(({ egress }) => egress),
  };
}

/** What falcosidekick is told of Alertmanager. Its first API, the default there, is gone since 0.27. */
export const alertmanagerConfig = (url: string, least: FalcoPriority | undefined): Values => ({
  alertmanager: {
    hostport: url,
    endpoint: '/api/v2/alerts',
    minimumpriority: (least ?? 'WARNING').toLowerCase(),
  },
});

/** The first address that is none, if any, with the output that has it. */
export function addressError(outputs: FalcoOutputs): string | undefined {
  const { alertmanager, webhook, loki, elasticsearch, kafka } = outputs;
  const addresses = {
    alertmanager: alertmanager === false ? undefined : alertmanager?.url,
    webhook: webhook?.address,
    loki: loki?.url,
    elasticsearch: elasticsearch?.url,
  };
  for (const [name, address] of Object.entries(addresses)) {
    if (address !== undefined && !isAddress(address)) {
      return `output ${name} has '${address}', which is not an address with scheme and host; write \`https://host:port\``;
    }
  }
  const broker = kafka?.brokers.find((b) => !/^[^:/\s]+:\d+$/.test(b));
  if (broker !== undefined)
    return `kafka broker '${broker}' is not a host and port; write \`host:9092\``;
  return kafka?.brokers.length === 0 ? 'output kafka has no brokers; name one' : undefined;
}

const ANYWHERE: TrafficRule = { with: 'anywhere', ports: [443] };

function* chats({ slack, teams, mattermost }: FalcoOutputs): Generator<OutputSettings> {
  for (const [name, chat] of Object.entries({ slack, teams, mattermost })) {
    if (!chat) continue;
    yield {
      config: { [name]: least(chat.minimumPriority) },
      secrets: { [`${name.toUpperCase()}_WEBHOOKURL`]: chat.webhookUrl },
      egress: [ANYWHERE],
    };
  }
}

function* stores({ webhook, loki, elasticsearch }: FalcoOutputs): Generator<OutputSettings> {
  if (webhook) {
    const { address, minimumPriority } = webhook;
    const config = { webhook: { address, ...least(minimumPriority) } };
    yield { config, secrets: {}, egress: [serverRule(address)] };
  }
  if (loki) {
    const { url, tenant, login, minimumPriority } = loki;
    yield {
      // Its dashboard is a ConfigMap for another Grafana chart's side-car.
      config: {
        loki: {
          hostport: url,
          format: 'json',
          ...(tenant !== undefined && { tenant }),
          grafanaDashboard: { enabled: false },
          ...least(minimumPriority),
        },
      },
      secrets: login ? { LOKI_USER: login.user, LOKI_APIKEY: login.apiKey } : {},
      egress: [serverRule(url)],
    };
  }
  if (elasticsearch) {
    const { url, index = 'falco', login, createTemplate, minimumPriority } = elasticsearch;
    yield {
      config: {
        elasticsearch: {
          hostport: url,
          index,
          ...(createTemplate && { createindextemplate: true, flattenfields: true }),
          ...least(minimumPriority),
        },
      },
      secrets: login
        ? { ELASTICSEARCH_USERNAME: login.user, ELASTICSEARCH_PASSWORD: login.password }
        : {},
      egress: [serverRule(url)],
    };
  }
}

function* streams({ kafka, syslog }: FalcoOutputs): Generator<OutputSettings> {
  if (kafka) {
    const { brokers, topic, tls = false, login, minimumPriority } = kafka;
    yield {
      config: {
        kafka: {
          hostport: brokers.join(','),
          topic,
          tls,
          // An alert that a broker has not written is not sent.
          requiredacks: 'ONE',
          ...(login && { sasl: login.mechanism }),
          ...least(minimumPriority),
        },
      },
      secrets: login ? { KAFKA_USERNAME: login.user, KAFKA_PASSWORD: login.password } : {},
      egress: brokers.map((broker) => serverRule(`kafka://${broker}`)),
    };
  }
  if (syslog) {
    const { host, port = 514, protocol = 'tcp', format = 'json', minimumPriority } = syslog;
    const config = { host, port: String(port), protocol, format, ...least(minimumPriority) };
    const podPort = protocol === 'udp' ? `${port}/UDP` : port;
    yield {
      config: { syslog: config },
      secrets: {},
      egress: [{ with: 'anywhere', ports: [podPort] }],
    };
  }
}

const reports = ({ policyReport }: FalcoOutputs): OutputSettings | undefined =>
  policyReport && {
    config: {
      policyreport: {
        enabled: true,
        maxevents: policyReport.maxEvents ?? 1000,
        ...least(policyReport.minimumPriority),
      },
    },
    secrets: {},
    egress: [],
  };

const least = (priority: FalcoPriority | undefined): Values =>
  priority === undefined ? {} : { minimumpriority: priority.toLowerCase() };
