import type { SecretRef } from '../../index';
import type { FalcoPriority } from './rule-words';

/** What all ways out have in common. */
export interface FalcoOutput {
  /** Least priority that is sent. @default - all that Falco writes */
  readonly minimumPriority?: FalcoPriority;
}

/** Alertmanager, to wake people up. */
export interface AlertmanagerOutput extends FalcoOutput {
  /** Address with scheme and port. @default - the platform's Alertmanager */
  readonly url?: string;
}

/** A chat channel or an on-call service, by its incoming webhook. */
export interface ChatOutput extends FalcoOutput {
  /** Address with the secret in it. */
  readonly webhookUrl: SecretRef;
}

/** An address that takes one JSON object an event. */
export interface WebhookOutput extends FalcoOutput {
  /** Address with scheme: `https://soar.example.com/falco`. */
  readonly address: string;
}

/** Loki, for long keeping. */
export interface LokiOutput extends FalcoOutput {
  /** Address with scheme and port: `http://loki-gateway.logging.svc`. */
  readonly url: string;
  /** @default - none */
  readonly tenant?: string;
  /** User and API key, for a Loki behind a login. @default - none */
  readonly login?: { readonly user: SecretRef; readonly apiKey: SecretRef };
}

/** Elasticsearch or OpenSearch, for search. */
export interface ElasticsearchOutput extends FalcoOutput {
  /** Address with scheme and port: `https://opensearch.logging.svc:9200`. */
  readonly url: string;
  /** Index, to which the day is added. @default 'falco' */
  readonly index?: string;
  /** @default - none */
  readonly login?: { readonly user: SecretRef; readonly password: SecretRef };
  /** Whether an index template is made, with fields flattened to underscores. @default false */
  readonly createTemplate?: boolean;
}

/** A topic of Kafka. */
export interface KafkaOutput extends FalcoOutput {
  /** Host and port of brokers: `kafka-bootstrap.kafka.svc:9092`. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Whether brokers speak TLS. @default false */
  readonly tls?: boolean;
  /** @default - none */
  readonly login?: {
    readonly mechanism: 'PLAIN' | 'SCRAM_SHA256' | 'SCRAM_SHA512';
    readonly user: SecretRef;
    readonly password: SecretRef;
  };
}

/** A syslog server. */
export interface SyslogOutput extends FalcoOutput {
  readonly host: string;
  /** @default 514 */
  readonly port?: number;
  /** @default 'tcp' */
  readonly protocol?: 'tcp' | 'udp';
  /** `cef` for security event managers. @default 'json' */
  readonly format?: 'json' | 'cef';
}

/** PolicyReports, beside those of policy engines. Their CRDs must come with one of these. */
export interface PolicyReportOutput extends FalcoOutput {
  /** Events that a report holds; the oldest go. @default 1000 */
  readonly maxEvents?: number;
}

/** Where events go; each one given is on. */
export interface FalcoOutputs {
  /** `false` for none. @default - the platform's Alertmanager, from WARNING on, where it has one */
  readonly alertmanager?: AlertmanagerOutput | false;
  /** @default - none */
  readonly slack?: ChatOutput;
  /** @default - none */
  readonly teams?: ChatOutput;
  /** @default - none */
  readonly mattermost?: ChatOutput;
  /** @default - the platform's log pipeline, if there is one */
  readonly webhook?: WebhookOutput;
  /** @default - none */
  readonly loki?: LokiOutput;
  /** @default - none */
  readonly elasticsearch?: ElasticsearchOutput;
  /** @default - none */
  readonly kafka?: KafkaOutput;
  /** @default - none */
  readonly syslog?: SyslogOutput;
  /** @default - none */
  readonly policyReport?: PolicyReportOutput;
}
