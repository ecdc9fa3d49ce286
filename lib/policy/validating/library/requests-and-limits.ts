import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `requests-and-limits`. */
export interface RequestsAndLimitsParameters {
  /** Resources that every container must request. */
  readonly requests: readonly string[];
  /** Resources that every container must limit. A limit of CPU slows down what has work to do. */
  readonly limits: readonly string[];
}

/** Resource requests and limits. */
export const requestsAndLimits = podControl<RequestsAndLimitsParameters>({
  id: 'requests-and-limits',
  title: 'Resource requests and limits',
  description:
    'Without requests the scheduler overfills nodes; without a memory limit one leak takes its neighbours along.',
  severity: 'medium',
  defaults: { requests: ['cpu', 'memory'], limits: ['memory'] },
  problem: ({ requests, limits }) =>
    requests.length + limits.length === 0
      ? 'demands nothing; name `requests` or `limits`'
      : undefined,
  offences: ({ requests, limits }) => ({
    container: [
      ...(requests.length > 0 ? [missing('requests', requests)] : []),
      ...(limits.length > 0 ? [missing('limits', limits)] : []),
    ].join(' ||\n  '),
    // Ephemeral containers cannot have resources.
    containers: 'containers',
    rule: `must set ${[...requests.map((r) => `resources.requests.${r}`), ...limits.map((r) => `resources.limits.${r}`)].join(', ')}`,
  }),
});

/** Resources of the whole Pod are enough. */
const missing = (field: string, names: readonly string[]): string =>
  `${celLiteral(names)}.exists(r, !(r in c.?resources.?${field}.orValue({})) && !(r in variables.podSpec.?resources.?${field}.orValue({})))`;
