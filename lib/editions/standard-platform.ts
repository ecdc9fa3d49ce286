import type { Construct } from 'constructs';
import { DefinitionError, Platform, type Edition, type PlatformProps } from '../index';
import { NetworkLayer } from '../network';
import { ObservabilityLayer } from '../observability';
import { PolicyLayer } from '../policy';
import { SecurityLayer } from '../security';
import { edition2025 } from './2025';
import type { LayerChoices } from './choices';

export interface StandardPlatformProps extends PlatformProps, LayerChoices {}

/**
 * The layers of the Kubernetes standard architecture below one platform, with the choices of a
 * year's edition. Each choice, and every component's props, can be overridden; more components can
 * be put beside the layers.
 */
export class StandardPlatform extends Platform {
  readonly network: NetworkLayer;
  readonly policy: PolicyLayer;
  readonly security: SecurityLayer;
  readonly observability: ObservabilityLayer;

  /** @throws DefinitionError for an edition that is not modelled */
  constructor(scope: Construct, id: string, props: StandardPlatformProps = {}) {
    super(scope, id, props);
    const edition = EDITIONS[this.edition];
    if (!edition) {
      const known = Object.keys(EDITIONS).join(', ');
      const reason = `edition '${this.edition}' is not modelled; use one of ${known}, or put the layers together yourself`;
      throw new DefinitionError(this, reason);
    }
    this.network = new NetworkLayer(this, 'network', { ...edition.network, ...props.network });
    this.policy = new PolicyLayer(this, 'policy', { ...edition.policy, ...props.policy });
    this.security = new SecurityLayer(this, 'security', { ...edition.security, ...props.security });
    this.observability = new ObservabilityLayer(this, 'observability', {
      ...edition.observability,
      ...props.observability,
    });
    // Nothing runs before Pods have a network; all else follows from who needs whose CRDs.
    const network = this.network.cni?.release;
    for (const layer of [this.policy, this.security, this.observability]) {
      if (network) layer.after(network);
    }
  }
}

const EDITIONS: Partial<Readonly<Record<Edition, Required<LayerChoices>>>> = {
  2025: edition2025,
};
