import type { Construct } from 'constructs';
import { Capability, type Destination, type Host, type PodPort } from '../kernel';

/** One port that metrics are read from. */
export interface ScrapeEndpoint {
  /** Name of the port, of the Service or of the Pods. */
  readonly port: string;
  /** @default '/metrics' */
  readonly path?: string;
  /** Prometheus duration. @default - the collector's own, 30s */
  readonly interval?: string;
  /** `https` without verification where the certificate is the component's own. @default 'http' */
  readonly scheme?: 'http' | 'https';
  /** Whether to send the collector's ServiceAccount token. @default false */
  readonly authorized?: boolean;
}

export interface ScrapeOptions {
  /** Name of the monitor object. */
  readonly name: string;
  /** Namespace of the Services or Pods, and of the monitor. */
  readonly namespace: string;
  /** Labels of the Services or Pods. */
  readonly selector: Readonly<Record<string, string>>;
  readonly endpoints: readonly ScrapeEndpoint[];
  /** Pod ports to open to the collector, where the namespace is isolated. @default - the endpoints' */
  readonly podPorts?: readonly PodPort[];
}

/** Machines that give metrics, nodes of the cluster or not. */
export interface ScrapeMachinesOptions {
  /** Name of the monitor object, and of the job in metrics. */
  readonly name: string;
  /** Namespace of the monitor. */
  readonly namespace: string;
  /** Read at their addresses; each series has the machine's name as label `node`. */
  readonly machines: readonly Host[];
  readonly port: number;
  /** @default '/metrics' */
  readonly path?: string;
  /** @default 'http' */
  readonly scheme?: 'http' | 'https';
}

/** A condition that people are told of. */
export interface AlertRule {
  readonly alert: string;
  /** PromQL that is true while the alert is. */
  readonly expr: string;
  /** How long it must be true, as a Prometheus duration. @default '0s' */
  readonly for?: string;
  /** `critical` wakes somebody up, `warning` waits for the morning, `info` is for the record. */
  readonly severity: 'critical' | 'warning' | 'info';
  /** One line; `{{ $labels.x }}` is filled in. */
  readonly summary: string;
  /** What it means and what to do. */
  readonly description: string;
  /** @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A series that is computed ahead. */
export interface RecordingRule {
  /** Name of the new series: `namespace:cpu_usage:sum`. */
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together. */
export interface RuleGroup {
  readonly name: string;
  /** Prometheus duration. @default - the collector's own */
  readonly interval?: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

export interface RuleOptions {
  /** Name of the rules object. */
  readonly name: string;
  readonly namespace: string;
  readonly groups: readonly RuleGroup[];
}

/** Collects metrics, evaluates rules, sends alerts. */
export interface MetricsCollector {
  readonly namespace: string;
  /** ServiceAccount under which it reads metrics, for RBAC of charts that protect theirs. */
  readonly serviceAccount: string;
  /** Labels that a monitor or rule drawn by a chart must carry to be picked up. */
  readonly monitorLabels: Readonly<Record<string, string>>;
  /** Address within the cluster that answers PromQL: `http://prometheus.monitoring.svc:9090`. */
  readonly url: string;
  /** Address within the cluster that takes alerts; `undefined` where nothing does. */
  readonly alertmanagerUrl: string | undefined;
  /** Where queries lead, for network rules. */
  readonly queryDestination: Destination;
  /** Where alerts lead, for network rules; `undefined` where nothing takes them. */
  readonly alertDestination: Destination | undefined;
  /** Draws a monitor of Services below `scope`, and lets the collector reach their Pods. */
  scrapeServices(scope: Construct, options: ScrapeOptions): void;
  /** Draws a monitor of Pods below `scope`, and lets the collector reach them. */
  scrapePods(scope: Construct, options: ScrapeOptions): void;
  /** Draws a monitor of machines below `scope`. */
  scrapeMachines(scope: Construct, options: ScrapeMachinesOptions): void;
  /** Lets the collector reach Pods whose monitor comes from a chart. */
  reach(scope: Construct, options: { namespace: string; ports: readonly PodPort[] }): void;
  /** Draws recording and alerting rules below `scope`. */
  addRules(scope: Construct, options: RuleOptions): void;
}

export const Metrics = new Capability<MetricsCollector>('metrics', 'a metrics collector', {
  kinds: [
    'PodMonitor.monitoring.coreos.com',
    'PrometheusRule.monitoring.coreos.com',
    'ScrapeConfig.monitoring.coreos.com',
    'ServiceMonitor.monitoring.coreos.com',
  ],
});
