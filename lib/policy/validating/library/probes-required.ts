import { WORKLOAD_RULES } from '../../pod-templates';
import { podControl } from '../pod-control';

/** Parameters of `probes-required`. */
export interface ProbesRequiredParameters {
  /** Probes that every container must have. */
  readonly probes: readonly ('readinessProbe' | 'livenessProbe' | 'startupProbe')[];
}

/** Probes. */
export const probesRequired = podControl<ProbesRequiredParameters>({
  id: 'probes-required',
  title: 'Probes',
  description:
    'Without a readiness probe a Service sends requests to what has not started yet, and a rollout never stops.',
  severity: 'low',
  defaults: { probes: ['readinessProbe'] },
  problem: ({ probes }) => (probes.length === 0 ? 'demands nothing; name `probes`' : undefined),
  offences: ({ probes }) => ({
    match: WORKLOAD_RULES,
    others: `variables.podSpec.containers.filter(c, ${probes.map((p) => `!has(c.${p})`).join(' || ')}).map(c, 'container "' + c.name + '"')`,
    rule: `must have a ${probes.join(' and a ')}`,
  }),
});
