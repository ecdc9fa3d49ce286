import type { Construct } from 'constructs';
import { Component, type ChartPin, type ComponentProps, type HelmRelease } from '../../index';
import { brings } from './kinds';

export interface PrometheusOperatorCrdsProps extends ComponentProps {
  /**
   * Whether the CRDs stay when the release is removed. Without them the API server deletes every
   * monitor and rule of the cluster.
   * @default true
   */
  readonly keepOnRemoval?: boolean;
}

/**
 * The CRDs of the Prometheus Operator alone: monitors, rules and the rest of `monitoring.coreos.com`.
 * They come first, so that every other component can bring its monitors, whatever collects them
 * in the end. It holds no Pods, so it needs no namespace of its own and its release stands in
 * `kube-system`.
 *
 * Unlike those of kube-prometheus-stack, these CRDs are upgraded with their release. The chart's
 * major version follows the operator's minor one; raise both components together.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator
 */
export class PrometheusOperatorCrds extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-operator-crds',
    version: '31.0.1',
    kubeVersion: '>=1.16.0-0',
    images: [],
  };

  readonly release: HelmRelease;

  constructor(scope: Construct, id: string, props: PrometheusOperatorCrdsProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'restricted' });
    const keep = props.keepOnRemoval ?? true;
    this.release = this.install(
      PrometheusOperatorCrds.chart,
      () => ({ crds: { annotations: keep ? { 'helm.sh/resource-policy': 'keep' } : {} } }),
      { brings, crdsOnly: true },
    );
  }
}
