import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { resources, type Values } from '../../index';

export interface MetalLBValuesOptions {
  /**
   * Serve only Services that name this class, such as `metallb.io/metallb`; for clusters with a
   * second load balancer.
   * @default - serve every Service that names no class
   */
  readonly loadBalancerClass?: string;
  /** Whether control plane nodes announce too. @default true */
  readonly announceFromControlPlane?: boolean;
}

/** Chart values of MetalLB. BGP runs in FRR, a privileged DaemonSet that layer 2 does without. */
export function metallbValues(
  scope: IConstruct,
  options: MetalLBValuesOptions,
  { bgp }: { readonly bgp: boolean },
): Values {
  const metrics = Metrics.find(scope);
  const labels = metrics && { additionalLabels: metrics.monitorLabels };
  return {
    loadBalancerClass: options.loadBalancerClass,
    controller: { resources: resources('20m', '64Mi', '256Mi') },
    speaker: {
      tolerateMaster: options.announceFromControlPlane ?? true,
      resources: resources('20m', '64Mi', '256Mi'),
    },
    frrk8s: { enabled: bgp },
    prometheus: metrics && {
      serviceAccount: metrics.serviceAccount,
      namespace: metrics.namespace,
      serviceMonitor: { enabled: true, controller: labels, speaker: labels },
      prometheusRule: { enabled: true, ...labels },
    },
  };
}
