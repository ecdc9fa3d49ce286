import type { RolloutSpecStrategy, RolloutSpecStrategyCanarySteps } from './kinds';

/** Name by which Argo Rollouts knows its plugin for routes of the Gateway API. */
export const GATEWAY_API_PLUGIN = 'argoproj-labs/gatewayAPI';

/** One use of an analysis template. */
export interface AnalysisUse {
  /** Names of templates. */
  readonly templates: readonly string[];
  /** Values of their arguments. @default {} */
  readonly args?: Readonly<Record<string, string>>;
  /** Whether they are the platform's own rather than the namespace's. @default true */
  readonly clusterScope?: boolean;
}

/**
 * One step of a canary: a share of the traffic in percent, a pause (`5m`, or until somebody
 * promotes), or an analysis that must succeed.
 */
export type CanaryStep =
  | { readonly weight: number }
  | { readonly pause: string }
  | { readonly pause: 'until-promoted' }
  | { readonly analysis: AnalysisUse };

/** Shifts traffic to the new version step by step. */
export interface CanaryOptions {
  /** Service of the running version. */
  readonly stableService: string;
  /** Service of the new version. */
  readonly canaryService: string;
  /** HTTPRoutes whose rules name both Services, in the Rollout's namespace. */
  readonly httpRoutes: readonly string[];
  readonly namespace: string;
  /** At least one. */
  readonly steps: readonly CanaryStep[];
  /** Runs all the way, from a step on, beside the steps. @default - only what steps say */
  readonly background?: AnalysisUse & {
    /** Number of the step that it starts at, from 0. @default 0 */
    readonly startingStep?: number;
  };
  /** Seconds that the old version stays after an abort or the end. @default 30 */
  readonly scaleDownDelaySeconds?: number;
  /** Whether the running version shrinks as the new one grows; an abort then takes longer. @default false */
  readonly dynamicStableScale?: boolean;
}

/** What is wrong with a canary, or `undefined`. */
export function canaryError({ steps, httpRoutes }: CanaryOptions): string | undefined {
  if (httpRoutes.length === 0) return 'a canary names no route; pass `httpRoutes`';
  if (steps.length === 0) return 'a canary has no steps; pass a weight and a pause';
  const weights = steps.flatMap((step) => ('weight' in step ? [step.weight] : []));
  const bad = weights.find((w) => !Number.isInteger(w) || w < 0 || w > 100);
  if (bad !== undefined) return `a step of a canary has weight '${bad}'; take 0 to 100`;
  const falling = weights.find((w, i) => w < (weights[i - 1] ?? 0));
  if (falling !== undefined) {
    return `a canary falls back to weight '${falling}'; let the weights rise`;
  }
  const pauses = steps.flatMap((step) => ('pause' in step ? [step.pause] : []));
  const wrong = pauses.find((p) => p !== 'until-promoted' && !/^\d+(s|m|h)?$/.test(p));
  return wrong === undefined
    ? undefined
    : `a canary pauses for '${wrong}'; write it as \`5m\`, or \`until-promoted\``;
}

/** `spec.strategy` of a Rollout. */
export function canary(options: CanaryOptions): RolloutSpecStrategy {
  const { stableService, canaryService, httpRoutes, namespace, steps, background } = options;
  const { scaleDownDelaySeconds = 30, dynamicStableScale } = options;
  return {
    canary: {
      stableService,
      canaryService,
      // Under dynamic scale the old version goes as the new one comes.
      ...(dynamicStableScale ? { dynamicStableScale } : { scaleDownDelaySeconds }),
      trafficRouting: {
        plugins: {
          [GATEWAY_API_PLUGIN]: { httpRoutes: httpRoutes.map((name) => ({ name })), namespace },
        },
      },
      ...(background && {
        analysis: { ...use(background), startingStep: background.startingStep ?? 0 },
      }),
      steps: steps.map(stepSpec),
    },
  };
}

/** Starts the new version whole beside the running one, then switches all traffic at once. */
export interface BlueGreenOptions {
  /** Service that takes the traffic. */
  readonly activeService: string;
  /** Service of the new version before the switch. @default - none */
  readonly previewService?: string;
  /** Whether it switches by itself once the analysis is good. @default false */
  readonly autoPromote?: boolean;
  /** Copies of the new version before the switch. @default - as many as of the running one */
  readonly previewReplicas?: number;
  /** What must succeed before the switch. @default - nothing */
  readonly before?: AnalysisUse;
  /** What takes the switch back where it fails. @default - nothing */
  readonly after?: AnalysisUse;
  /** Seconds that the old version stays after the switch. @default 300 */
  readonly scaleDownDelaySeconds?: number;
}

/** `spec.strategy` of a Rollout. */
export const blueGreen = (options: BlueGreenOptions): RolloutSpecStrategy => ({
  blueGreen: {
    activeService: options.activeService,
    ...(options.previewService !== undefined && { previewService: options.previewService }),
    autoPromotionEnabled: options.autoPromote ?? false,
    ...(options.previewReplicas !== undefined && {
      previewReplicaCount: options.previewReplicas,
    }),
    ...(options.before && { prePromotionAnalysis: use(options.before) }),
    ...(options.after && { postPromotionAnalysis: use(options.after) }),
    scaleDownDelaySeconds: options.scaleDownDelaySeconds ?? 300,
  },
});

function stepSpec(step: CanaryStep): RolloutSpecStrategyCanarySteps {
  if ('weight' in step) return { setWeight: step.weight };
  if ('analysis' in step) return { analysis: use(step.analysis) };
  return { pause: step.pause === 'until-promoted' ? {} : { duration: step.pause } };
}

const use = ({ templates, args = {}, clusterScope = true }: AnalysisUse) => ({
  templates: templates.map((templateName) => ({ templateName, clusterScope })),
  args: Object.entries(args).map(([name, value]) => ({ name, value })),
});
