import type { IConstruct } from 'constructs';
import { highlyAvailable, resources, spread, type Values } from '../../index';

/** Labels of the operator's Pods. */
export const operatorLabels = { 'app.kubernetes.io/name': 'cloudnative-pg' };

/** Chart values of the operator. */
export function operatorValues(scope: IConstruct): Values {
  const replicated = highlyAvailable(scope);
  return {
    replicaCount: replicated ? 2 : 1,
    resources: resources('50m', '128Mi', '512Mi'),
    topologySpreadConstraints: replicated ? spread(operatorLabels) : undefined,
    config: {
      data: {
        // A new operator restarts every cluster: one after the other, not all at once.
        CLUSTERS_ROLLOUT_DELAY: '60',
      },
    },
  };
}
