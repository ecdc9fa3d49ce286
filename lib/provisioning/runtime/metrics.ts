import type { AlertRule, MetricsCollector } from '../../contracts/metrics';
import { Platform, type Component } from '../../index';

/** Where a runtime's metrics are, and what they say when something is wrong. */
export interface RuntimeMonitoring {
  /** Name of the job in metrics. */
  readonly job: string;
  readonly path: string;
  readonly rules: readonly AlertRule[];
}

/** Has the metrics of the nodes' runtimes read, and people told. Draws nothing where no node is known. */
export function drawRuntimeMetrics(
  by: Component,
  metrics: MetricsCollector,
  port: number,
  { job, path, rules }: RuntimeMonitoring,
): void {
  const nodes = Platform.of(by)?.nodes ?? [];
  if (nodes.length === 0) return;
  const { namespace } = by;
  metrics.scrapeMachines(by, { name: job, namespace, machines: nodes, port, path });
  metrics.addRules(by, { name: job, namespace, groups: [{ name: job, rules: [...rules] }] });
}
