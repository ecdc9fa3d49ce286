import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import {
  highlyAvailable,
  knowsKind,
  resources,
  spread,
  type KindId,
  type Values,
} from '../../index';

export interface MetricsServerValuesOptions {
  /**
   * Whether the certificates of kubelets are not verified: whoever answers on a node's address is
   * then believed. For test clusters.
   * @default false
   */
  readonly kubeletInsecureTls?: boolean;
  /** Seconds between two readings; 10 or more. @default 15 */
  readonly resolutionSeconds?: number;
  /** Whether it runs on the nodes' network, where the API server cannot reach Pods. @default false */
  readonly hostNetwork?: boolean;
}

/** Its port on the nodes' network; the kubelet has the usual one there. */
export const HOST_PORT = 4443;

const CERTIFICATE_KINDS: readonly KindId[] = [
  'Certificate.cert-manager.io',
  'Issuer.cert-manager.io',
];

/** How its API is served: with a certificate that the API server verifies, if something issues one. */
export function servingTls(scope: IConstruct): { verified: boolean; needs: readonly KindId[] } {
  const verified = CERTIFICATE_KINDS.every((kind) => knowsKind(scope, kind));
  return { verified, needs: verified ? CERTIFICATE_KINDS : [] };
}

/** Chart values of metrics-server. */
export function metricsServerValues(
  scope: IConstruct,
  options: MetricsServerValuesOptions,
): Values {
  const { kubeletInsecureTls = false, resolutionSeconds = 15, hostNetwork = false } = options;
  const metrics = Metrics.find(scope);
  const ha = highlyAvailable(scope);
  const { verified } = servingTls(scope);
  return {
    replicas: ha ? 2 : 1,
    podDisruptionBudget: { enabled: ha, minAvailable: ha ? 1 : undefined },
    topologySpreadConstraints: ha ? spread({ 'app.kubernetes.io/name': 'metrics-server' }) : [],
    updateStrategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: ha || hostNetwork ? 1 : 0 },
    },
    resources: resources('100m', '200Mi', '1Gi'),
    args: [
      // They come after the chart's own arguments, and the last one counts.
      ...(resolutionSeconds === 15 ? [] : [`--metric-resolution=${resolutionSeconds}s`]),
      ...(kubeletInsecureTls ? ['--kubelet-insecure-tls'] : []),
    ],
    ...(hostNetwork && { hostNetwork: { enabled: true }, containerPort: HOST_PORT }),
    tls: { type: verified ? 'cert-manager' : 'metrics-server' },
    apiService: { insecureSkipTLSVerify: !verified },
    metrics: { enabled: metrics !== undefined },
    serviceMonitor: metrics && { enabled: true, additionalLabels: metrics.monitorLabels },
  };
}
