import type { Construct } from 'constructs';
import type { RuleOptions, ScrapeMachinesOptions, ScrapeOptions } from '../../contracts/metrics';
import { connect, DefinitionError, KubeObject, type PodPort } from '../../index';
import {
  PodMonitor,
  PrometheusRule,
  ScrapeConfig,
  ServiceMonitor,
} from '../prometheus-operator-crds/kinds';
import { podMonitorSpec, ruleSpec, scrapeConfigSpec, serviceMonitorSpec } from './monitors';
import { ruleErrors } from './rule-errors';

/** Whoever reads what is drawn here. */
export interface Collector {
  readonly namespace: string;
  readonly monitorLabels: Readonly<Record<string, string>>;
}

/** Draws a monitor of Services, and opens their Pods to the collector. */
export function drawServiceMonitor(
  scope: Construct,
  options: ScrapeOptions,
  collector: Collector,
): void {
  const { name, namespace, selector, endpoints } = options;
  new KubeObject(scope, `ServiceMonitor-${name}`, ServiceMonitor, {
    name,
    namespace,
    labels: collector.monitorLabels,
    body: { spec: serviceMonitorSpec(selector, endpoints) },
  });
  admitScraped(scope, options, collector);
}

/**
 * Draws a monitor of Pods, and opens them to the collector.
 * @throws DefinitionError if some endpoints are authorized and some are not
 */
export function drawPodMonitor(
  scope: Construct,
  options: ScrapeOptions,
  collector: Collector,
): void {
  const { name, namespace, selector, endpoints } = options;
  if (new Set(endpoints.map((e) => e.authorized ?? false)).size > 1) {
    throw new DefinitionError(
      scope,
      `the monitor '${name}' sends its token to some endpoints only, which a monitor of Pods cannot; draw two`,
    );
  }
  new KubeObject(scope, `PodMonitor-${name}`, PodMonitor, {
    name,
    namespace,
    labels: collector.monitorLabels,
    body: { spec: podMonitorSpec(selector, endpoints) },
  });
  admitScraped(scope, options, collector);
}

/** Draws a monitor of machines. The collector's namespace is open to wherever monitors lead. */
export function drawMachineMonitor(
  scope: Construct,
  options: ScrapeMachinesOptions,
  collector: Collector,
): void {
  const { name, namespace } = options;
  new KubeObject(scope, `ScrapeConfig-${name}`, ScrapeConfig, {
    name,
    namespace,
    labels: collector.monitorLabels,
    body: { spec: scrapeConfigSpec(options) },
  });
}

/**
 * Draws recording and alerting rules.
 * @throws DefinitionError for an interval or a `for` that is not a duration
 */
export function drawRules(scope: Construct, options: RuleOptions, collector: Collector): void {
  const { name, namespace, groups } = options;
  const [wrong] = ruleErrors(groups);
  if (wrong !== undefined) throw new DefinitionError(scope, `rules '${name}': ${wrong}`);
  new KubeObject(scope, `PrometheusRule-${name}`, PrometheusRule, {
    name,
    namespace,
    labels: collector.monitorLabels,
    body: { spec: ruleSpec(groups) },
  });
}

/** Pods that a collector may connect to. */
export interface Admission {
  /** Name of the policy object. */
  readonly name: string;
  readonly namespace: string;
  readonly pods?: Readonly<Record<string, string>>;
  readonly ports: readonly PodPort[];
}

/** Opens Pods to the collector; traffic within its own namespace is open already. */
export function admit(scope: Construct, { name, ...to }: Admission, by: Collector): void {
  const pods = { 'app.kubernetes.io/name': 'prometheus' };
  connect(scope, { name, from: { namespace: by.namespace, pods }, to });
}

function admitScraped(scope: Construct, options: ScrapeOptions, collector: Collector): void {
  const { name, namespace, endpoints, selector: pods } = options;
  const ports = options.podPorts ?? endpoints.map(({ port }) => port);
  admit(scope, { name: `metrics-${name}`, namespace, pods, ports }, collector);
}
