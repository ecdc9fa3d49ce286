import type { Values } from '../../index';

/** Two copies on different nodes, of which one stays while nodes are drained; or one. */
export const replicated = (highlyAvailable: boolean): Values =>
  highlyAvailable
    ? {
        replicas: 2,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
          },
        ],
      }
    : { replicas: 1 };
