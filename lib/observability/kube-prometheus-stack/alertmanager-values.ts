import type { IConstruct } from 'constructs';
import { highlyAvailable, resources, spread, type Values } from '../../index';
import type { AlertRouting } from './alert-routing';
import { volume } from './prometheus-values';
import type { VolumeOptions } from './prometheus-words';

export interface AlertmanagerOptions {
  /** Whether alerts are sent to people; off where something outside the cluster does that. @default true */
  readonly alertmanager?: boolean;
  /** Copies of Alertmanager, which agree on who sends what. @default 3, or 1 on a single node */
  readonly alertmanagerReplicas?: number;
  /** Volume for silences and what was sent already. @default { size: '2Gi' } */
  readonly alertmanagerStorage?: VolumeOptions | 'ephemeral';
}

/** The values below `alertmanager`. */
export function alertmanagerValues(
  scope: IConstruct,
  options: AlertmanagerOptions,
  routing: AlertRouting,
  externalUrl: string | undefined,
): Values {
  if (options.alertmanager === false) return { enabled: false };
  const replicas = options.alertmanagerReplicas ?? (highlyAvailable(scope) ? 3 : 1);
  return {
    config: routing.config,
    podDisruptionBudget: { enabled: replicas > 1, minAvailable: Math.max(replicas - 1, 1) },
    alertmanagerSpec: {
      replicas,
      externalUrl,
      secrets: routing.secrets,
      storage: volume(scope, options.alertmanagerStorage ?? {}, '2Gi'),
      resources: resources('20m', '64Mi', '256Mi'),
      topologySpreadConstraints: spread({ 'app.kubernetes.io/name': 'alertmanager' }),
      // It needs nothing of the API server.
      automountServiceAccountToken: false,
    },
  };
}
