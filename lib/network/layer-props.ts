import { unusedSetting } from '../index';
import type { CalicoProps } from './calico';
import type { CertManagerProps } from './cert-manager';
import type { CiliumProps } from './cilium';
import type { CoreDnsProps } from './coredns';
import type { EnvoyGatewayProps } from './envoy-gateway';
import type { ExternalDnsProps } from './external-dns';
import type { GatewayApiProps } from './gateway-api';
import type { IngressNginxProps } from './ingress-nginx';
import type { MetalLBProps } from './metallb';
import type { MetricsServerProps } from './metrics-server';

export interface NetworkLayerProps {
  /** What gives Pods their network. @default 'calico' */
  readonly cni?: 'calico' | 'cilium' | 'none';
  /** What gives Services of type LoadBalancer an address. @default 'metallb' */
  readonly loadBalancer?: 'metallb' | 'cilium' | 'none';
  /** What routes hosts to Services. @default 'envoy-gateway' */
  readonly gateway?: 'envoy-gateway' | 'ingress-nginx' | 'none';
  /** What issues TLS certificates. @default 'cert-manager' */
  readonly certificates?: 'cert-manager' | 'none';
  /** What serves CPU and memory to autoscalers. @default 'metrics-server' */
  readonly resourceMetrics?: 'metrics-server' | 'none';
  /** Settings of Calico. @default {} */
  readonly calico?: CalicoProps;
  /** Settings of Cilium. @default - as load balancer, it announces on layer 2 */
  readonly cilium?: CiliumProps;
  /** Settings of MetalLB, its addresses before all. @default {} */
  readonly metallb?: MetalLBProps;
  /** Settings of the Gateway API, which comes with what needs it. @default {} */
  readonly gatewayApi?: GatewayApiProps;
  /** Settings of Envoy Gateway. @default {} */
  readonly envoyGateway?: EnvoyGatewayProps;
  /** Settings of ingress-nginx. @default {} */
  readonly ingressNginx?: IngressNginxProps;
  /** Settings of cert-manager. @default - it has one issuer, a CA of the cluster's own named `internal` */
  readonly certManager?: CertManagerProps;
  /** Settings of metrics-server. @default {} */
  readonly metricsServer?: MetricsServerProps;
  /** Settings of ExternalDNS. @default - DNS records are written by hand */
  readonly externalDns?: ExternalDnsProps;
  /** Settings of CoreDNS. @default - kubeadm's addon is left as it is */
  readonly coreDns?: CoreDnsProps;
}

/** What each choice is where nothing is said. */
export const DEFAULTS = {
  cni: 'calico',
  loadBalancer: 'metallb',
  gateway: 'envoy-gateway',
  certificates: 'cert-manager',
  resourceMetrics: 'metrics-server',
} as const satisfies NetworkLayerProps;

/** What does not go together in these choices, or `undefined`. */
export function refusal(props: NetworkLayerProps): string | undefined {
  const { cni, loadBalancer, gateway, certificates, resourceMetrics } = { ...DEFAULTS, ...props };
  if (loadBalancer === 'cilium' && cni !== 'cilium') {
    return `the load balancer is 'cilium' but the CNI is '${cni}'; set \`cni: 'cilium'\`, or take 'metallb'`;
  }
  return unusedSetting(props, {
    calico: ['calico', cni === 'calico'],
    cilium: ['cilium', cni === 'cilium'],
    metallb: ['metallb', loadBalancer === 'metallb'],
    envoyGateway: ['envoy-gateway', gateway === 'envoy-gateway'],
    ingressNginx: ['ingress-nginx', gateway === 'ingress-nginx'],
    certManager: ['cert-manager', certificates === 'cert-manager'],
    metricsServer: ['metrics-server', resourceMetrics === 'metrics-server'],
  });
}
