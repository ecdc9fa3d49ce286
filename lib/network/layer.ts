import type { Construct } from 'constructs';
import { DefinitionError, Layer } from '../index';
import { Calico } from './calico';
import { CertManager } from './cert-manager';
import { Cilium } from './cilium';
import { CoreDns } from './coredns';
import { EnvoyGateway } from './envoy-gateway';
import { ExternalDns } from './external-dns';
import { GatewayApi } from './gateway-api';
import { IngressNginx } from './ingress-nginx';
import { DEFAULTS, refusal, type NetworkLayerProps } from './layer-props';
import { MetalLB } from './metallb';
import { MetricsServer } from './metrics-server';

/** The way of a request: the network that Pods talk over, addresses, TLS, routes, names. */
export class NetworkLayer extends Layer {
  readonly cni: Calico | Cilium | undefined;
  readonly loadBalancer: MetalLB | Cilium | undefined;
  readonly gatewayApi: GatewayApi | undefined;
  readonly gateway: EnvoyGateway | IngressNginx | undefined;
  readonly certManager: CertManager | undefined;
  readonly metricsServer: MetricsServer | undefined;
  readonly externalDns: ExternalDns | undefined;
  readonly coreDns: CoreDns | undefined;

  /** @throws DefinitionError for choices that do not go together, or settings of what is not chosen */
  constructor(scope: Construct, id: string, props: NetworkLayerProps = {}) {
    super(scope, id);
    const reason = refusal(props);
    if (reason !== undefined) throw new DefinitionError(this, reason);
    const { cni, loadBalancer, gateway, certificates, resourceMetrics } = { ...DEFAULTS, ...props };

    if (gateway === 'envoy-gateway' || props.cilium?.gatewayApi || props.gatewayApi) {
      this.gatewayApi = new GatewayApi(this, 'gateway-api', props.gatewayApi);
    }
    if (cni === 'calico') this.cni = new Calico(this, 'calico', props.calico);
    if (cni === 'cilium') {
      const announces = loadBalancer === 'cilium';
      const balancing = announces && { loadBalancing: 'l2' as const };
      this.cni = new Cilium(this, 'cilium', { ...balancing, ...props.cilium });
      if (announces) this.loadBalancer = this.cni;
    }
    if (props.coreDns) this.coreDns = new CoreDns(this, 'coredns', props.coreDns);
    if (loadBalancer === 'metallb') this.loadBalancer = new MetalLB(this, 'metallb', props.metallb);
    if (certificates === 'cert-manager') {
      const { certManager = { internalCas: [{ name: 'internal' }] } } = props;
      this.certManager = new CertManager(this, 'cert-manager', certManager);
    }
    if (gateway === 'envoy-gateway') {
      this.gateway = new EnvoyGateway(this, 'envoy-gateway', props.envoyGateway);
    } else if (gateway === 'ingress-nginx') {
      this.gateway = new IngressNginx(this, 'ingress-nginx', props.ingressNginx);
    }
    if (props.externalDns) {
      this.externalDns = new ExternalDns(this, 'external-dns', props.externalDns);
    }
    if (resourceMetrics === 'metrics-server') {
      this.metricsServer = new MetricsServer(this, 'metrics-server', props.metricsServer);
    }
    this.order();
  }

  /** Pods need a network, then names. Objects of the CNI may need what comes later. */
  private order(): void {
    const network = this.cni ? [this.cni.release] : [];
    const names = this.coreDns?.release ? [this.coreDns.release] : [];
    this.coreDns?.after(...network);
    if (this.loadBalancer !== this.cni) this.loadBalancer?.after(...network, ...names);
    const { certManager, gateway, externalDns, metricsServer } = this;
    for (const component of [certManager, gateway, externalDns, metricsServer]) {
      component?.after(...network, ...names);
    }
  }
}
