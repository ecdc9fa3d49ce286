import type { Construct } from 'constructs';
import { ResourceMetricsApi } from '../../contracts/exclusives';
import {
  Component,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { IMAGES } from './images';
import { watch } from './monitoring';
import {
  HOST_PORT,
  metricsServerValues,
  servingTls,
  type MetricsServerValuesOptions,
} from './values';

export interface MetricsServerProps extends ComponentProps, MetricsServerValuesOptions {}

/**
 * CPU and memory of Pods and nodes for autoscalers and `kubectl top`: the API `metrics.k8s.io`.
 * It keeps the newest value only; for history there is a metrics collector.
 *
 * Kubelets must have certificates of the cluster's CA, or metrics-server refuses them. The component
 * `Kubeadm` has them ask for one, and a timer that approves it; elsewhere set `serverTLSBootstrap:
 * true` in their configuration, and have the signing requests approved.
 *
 * While its API does not answer, namespaces cannot be deleted: keep it highly available.
 *
 * @see https://kubernetes-sigs.github.io/metrics-server
 */
export class MetricsServer extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://kubernetes-sigs.github.io/metrics-server',
    name: 'metrics-server',
    version: '3.13.1',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'image.repository': 'registry.k8s.io/metrics-server/metrics-server',
  };

  readonly release: HelmRelease;

  /** @throws DefinitionError for a resolution of less than 10 seconds */
  constructor(scope: Construct, id: string, props: MetricsServerProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'restricted' });
    const { resolutionSeconds = 15 } = props;
    if (resolutionSeconds < 10) {
      this.fail(
        `the resolution of ${resolutionSeconds} seconds is finer than kubelets measure, with '${resolutionSeconds}'; set \`resolutionSeconds\` to 10 or more`,
      );
    }
    this.release = this.install(MetricsServer.chart, () => metricsServerValues(this, props), {
      images: MetricsServer.images,
      needs: () => servingTls(this).needs,
    });
    ResourceMetricsApi.claim(this);
    this.hostPorts(() =>
      props.hostNetwork === true ? [{ port: HOST_PORT, purpose: 'the resource metrics API' }] : [],
    );
    if (props.kubeletInsecureTls === true) {
      this.warn(
        'reads metrics from kubelets without verifying who they are; set `serverTLSBootstrap: true` in the kubelets, approve their signing requests, and drop `kubeletInsecureTls`',
      );
    }
    watch(this, this.namespace);
  }
}
