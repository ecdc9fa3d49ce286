import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { Platform, type Values } from '../../index';

export interface ExternalSecretsValuesOptions {
  /**
   * Who makes the certificate of the admission webhook: the chart's own controller, or
   * cert-manager with a self-signed issuer. With cert-manager this comes after cert-manager, which
   * then cannot take its own DNS tokens from here.
   * @default 'cert-controller'
   */
  readonly webhookCertificate?: 'cert-controller' | 'cert-manager';
  /** How many external secrets are reconciled at once. @default 5 */
  readonly concurrency?: number;
  /** Whether the operator keeps Vault tokens between calls; saves logins with many secrets. @default false */
  readonly cacheVaultTokens?: boolean;
}

/** Name of the issuer that is drawn for the webhook's certificate. */
export const WEBHOOK_ISSUER = 'external-secrets-webhook';

/** Chart values of External Secrets: the operator, its admission webhook and what feeds that with certificates. */
export function externalSecretsValues(
  scope: IConstruct,
  { webhookCertificate, concurrency, cacheVaultTokens }: ExternalSecretsValuesOptions,
): Values {
  const metrics = Metrics.find(scope);
  const available = Platform.of(scope)?.highlyAvailable ?? true;
  const certManager = webhookCertificate === 'cert-manager';
  return {
    ...replicated(available),
    // Elects a leader of the cert-controller too.
    leaderElect: available,
    concurrent: concurrency ?? 5,
    ...(cacheVaultTokens && { vault: { enableTokenCache: true } }),
    resources: resources('20m', '96Mi', '512Mi'),
    livenessProbe: { enabled: true },
    readinessProbe: { enabled: true },
    webhook: {
      ...replicated(available),
      resources: resources('10m', '48Mi', '128Mi'),
      ...(certManager && {
        certManager: {
          enabled: true,
          cert: {
            duration: '8760h0m0s',
            renewBefore: '720h0m0s',
            issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: WEBHOOK_ISSUER },
          },
        },
      }),
    },
    certController: {
      create: !certManager,
      ...replicated(available),
      resources: resources('10m', '64Mi', '256Mi'),
    },
    serviceMonitor: metrics && {
      enabled: true,
      // Without a live cluster the chart cannot see that the kind is there.
      renderMode: 'alwaysRender',
      additionalLabels: metrics.monitorLabels,
      // The label `namespace` stays the one of the external secret.
      honorLabels: true,
    },
  };
}

const replicated = (available: boolean): Values =>
  available
    ? {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        // The chart adds the selector of its own Pods.
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
          },
        ],
      }
    : { replicaCount: 1 };

const resources = (cpu: string, memory: string, limit: string): Values => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});
