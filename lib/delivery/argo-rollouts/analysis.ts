import type { ClusterAnalysisTemplateSpec, ClusterAnalysisTemplateSpecMetrics } from './kinds';

/** Something that is measured while a new version gets traffic. */
export interface AnalysisMetric {
  readonly name: string;
  /** PromQL that gives one number; `{{args.service}}` stands for an argument of the template. */
  readonly query: string;
  /** Expression that is true for a good measurement: `result[0] >= 0.99`. */
  readonly successCondition: string;
  /** Time between measurements. @default '1m' */
  readonly interval?: string;
  /** How many measurements; without it, until the step or the rollout ends. @default 5 */
  readonly count?: number | 'endless';
  /** Bad measurements that are still let pass. @default 1 */
  readonly failureLimit?: number;
  /** Time before the first one, until there is traffic to measure. @default - none */
  readonly initialDelay?: string;
}

/** Measurements under a name, for Rollouts of all namespaces. */
export interface AnalysisTemplateOptions {
  readonly name: string;
  /** Arguments that every use must give: `['service', 'namespace']`. @default [] */
  readonly args?: readonly string[];
  /** At least one; all must succeed. */
  readonly metrics: readonly AnalysisMetric[];
}

/** Where requests are counted. */
export interface RequestSeries {
  /** Name of the series. */
  readonly series: string;
  /** Matchers that pick the new version's requests: `namespace="{{args.namespace}}"`. */
  readonly matchers: string;
  /** Time over which a rate is taken. @default '2m' */
  readonly window?: string;
  /** @default - the kind of measurement */
  readonly name?: string;
}

/** No traffic is no failure: then there is nothing to judge. */
const whenMeasured = (condition: string): string =>
  `len(result) == 0 || isNaN(result[0]) || ${condition}`;

/** Share of requests that do not fail. */
export function successRate(
  options: RequestSeries & {
    /** Matcher of failed requests. @default 'code=~"5.."' */
    readonly failed?: string;
    /** Least share of good requests, from 0 to 1. @default 0.99 */
    readonly atLeast?: number;
  },
): AnalysisMetric {
  const { series, matchers, window = '2m', name = 'success-rate' } = options;
  const { failed = 'code=~"5.."', atLeast = 0.99 } = options;
  const rate = (...all: readonly string[]): string =>
    `sum(rate(${series}{${all.filter((text) => text !== '').join(',')}}[${window}]))`;
  return {
    name,
    // Where nothing failed there is no series of failures.
    query: `1 - (${rate(matchers, failed)} or vector(0)) / ${rate(matchers)}`,
    successCondition: whenMeasured(`result[0] >= ${atLeast}`),
  };
}

/** Time that most requests take at most, from a histogram in seconds. */
export function latency(
  options: RequestSeries & {
    /** From 0 to 1. @default 0.95 */
    readonly quantile?: number;
    /** Seconds. @default 1 */
    readonly atMost?: number;
  },
): AnalysisMetric {
  const { series, matchers, window = '2m', name = 'latency' } = options;
  const { quantile = 0.95, atMost = 1 } = options;
  return {
    name,
    query: `histogram_quantile(${quantile}, sum by (le) (rate(${series}{${matchers}}[${window}])))`,
    successCondition: whenMeasured(`result[0] <= ${atMost}`),
  };
}

/** What is wrong with a template, or `undefined`. */
export function analysisError({
  name,
  args = [],
  metrics,
}: AnalysisTemplateOptions): string | undefined {
  if (metrics.length === 0) return `analysis template '${name}' measures nothing; pass \`metrics\``;
  for (const { name: metric, query } of metrics) {
    const used = [...query.matchAll(/\{\{\s*args\.([\w-]+)\s*\}\}/g)].map(([, arg = '']) => arg);
    const unknown = used.find((arg) => !args.includes(arg));
    if (unknown !== undefined) {
      return `metric '${metric}' of analysis template '${name}' uses the argument '${unknown}'; add it to \`args\``;
    }
  }
  return undefined;
}

/** A template in the words of its CRD; measurements are asked at `address`. */
export const analysisSpec = (
  { args = [], metrics }: AnalysisTemplateOptions,
  address: string,
): ClusterAnalysisTemplateSpec => ({
  ...(args.length > 0 && { args: args.map((name) => ({ name })) }),
  metrics: metrics.map((metric) => metricSpec(metric, address)),
});

function metricSpec(metric: AnalysisMetric, address: string): ClusterAnalysisTemplateSpecMetrics {
  const { name, query, successCondition, interval = '1m', count = 5, failureLimit = 1 } = metric;
  return {
    name,
    interval,
    ...(count !== 'endless' && { count }),
    failureLimit,
    successCondition,
    ...(metric.initialDelay !== undefined && { initialDelay: metric.initialDelay }),
    provider: { prometheus: { address, query } },
  };
}
