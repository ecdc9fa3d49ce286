import type { Construct } from 'constructs';
import { Component, ManifestBundle, type BundlePin, type ManifestBundleProps } from '../../index';
import { brings } from './kinds';

export interface GatewayApiProps extends Pick<ManifestBundleProps, 'mirrorUrl' | 'sha256'> {
  /** Version of the API, `1.6.1`. @default - the version that the library was tested with */
  readonly version?: string;
}

/**
 * The CRDs of the Gateway API, standard channel: how gateways and routes are written, whoever
 * serves them. Every implementation needs them first, and a cluster has them once: the charts that
 * carry a copy (Envoy Gateway, Linkerd, Contour) leave theirs out.
 *
 * The bundle brings an admission policy that refuses downgrades and CRDs of the experimental
 * channel over these: a cluster that has the experimental ones keeps them until they are removed,
 * with all their objects.
 *
 * @see https://gateway-api.sigs.k8s.io
 */
export class GatewayApi extends Component {
  static readonly bundle: BundlePin = {
    url: 'https://github.com/kubernetes-sigs/gateway-api/releases/download/v{version}/standard-install.yaml',
    version: '1.6.1',
    git: {
      repository: 'https://github.com/kubernetes-sigs/gateway-api.git',
      path: 'config/crd/standard',
      revision: 'v{version}',
    },
  };

  readonly crds: ManifestBundle;

  /** @throws DefinitionError if the version is not one of the API */
  constructor(scope: Construct, id: string, props: GatewayApiProps = {}) {
    // It has no Pods: the namespace is where a component without one is at home.
    super(scope, id, {}, { namespace: 'kube-system', podSecurity: 'restricted' });
    const { version = GatewayApi.bundle.version, ...options } = props;
    if (!/^\d+\.\d+\.\d+$/.test(version)) {
      this.fail(`version '${version}' is not a release of the API; write it as '1.6.1'`);
    }
    this.crds = new ManifestBundle(this, 'crds', {
      ...options,
      bundle: { ...GatewayApi.bundle, version },
      brings,
    });
  }
}
