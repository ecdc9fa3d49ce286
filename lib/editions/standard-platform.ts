import type { Construct } from 'constructs';
import { BackupLayer } from '../backup';
import { DataLayer } from '../data';
import { DeliveryLayer } from '../delivery';
import { IdentityLayer } from '../identity';
import { DefinitionError, Platform, type Edition, type PlatformProps } from '../index';
import { NetworkLayer } from '../network';
import { ObservabilityLayer, type ObservabilityLayerProps } from '../observability';
import { PolicyLayer } from '../policy';
import { ProvisioningLayer } from '../provisioning';
import { RegistryLayer } from '../registry';
import { SecurityLayer } from '../security';
import { StorageLayer } from '../storage';
import { edition2025 } from './2025';
import { chosen, type EditionChoices, type LayerChoices } from './choices';

export interface StandardPlatformProps extends PlatformProps, LayerChoices {}

/**
 * The layers of the Kubernetes standard architecture below one platform, with the choices of a
 * year's edition. Each choice, and every component's props, can be overridden; more components can
 * be put beside the layers.
 */
export class StandardPlatform extends Platform {
  readonly provisioning: ProvisioningLayer;
  readonly network: NetworkLayer;
  readonly policy: PolicyLayer;
  readonly storage: StorageLayer;
  readonly security: SecurityLayer;
  readonly data: DataLayer;
  readonly identity: IdentityLayer;
  readonly observability: ObservabilityLayer;
  readonly backup: BackupLayer;
  readonly registry: RegistryLayer;
  readonly delivery: DeliveryLayer;

  /** @throws DefinitionError for an edition that is not modelled */
  constructor(scope: Construct, id: string, props: StandardPlatformProps = {}) {
    super(scope, id, props);
    const edition = this.choices();
    const own = props as Partial<Required<LayerChoices>>;
    const choice = <Layer extends keyof LayerChoices>(layer: Layer) =>
      chosen<Required<LayerChoices>[Layer]>(edition[layer], own[layer]);
    this.provisioning = new ProvisioningLayer(this, 'provisioning', choice('provisioning'));
    this.network = new NetworkLayer(this, 'network', choice('network'));
    this.storage = new StorageLayer(this, 'storage', choice('storage'));
    this.security = new SecurityLayer(this, 'security', choice('security'));
    this.data = new DataLayer(this, 'data', choice('data'));
    this.identity = new IdentityLayer(this, 'identity', choice('identity'));
    this.observability = new ObservabilityLayer(this, 'observability', {
      ...edition.observability,
      ...this.observed(props.observability),
    });
    this.backup = new BackupLayer(this, 'backup', choice('backup'));
    this.registry = new RegistryLayer(this, 'registry', choice('registry'));
    this.delivery = new DeliveryLayer(this, 'delivery', choice('delivery'));
    const policy = choice('policy');
    this.policy = new PolicyLayer(this, 'policy', {
      ...policy,
      library: {
        ...(this.registry.registry && { 'allowed-registries': true }),
        ...policy.library,
      },
    });
    this.order();
  }

  private choices(): Required<LayerChoices> {
    const edition = EDITIONS[this.edition];
    if (edition) return edition[this.profile];
    const known = Object.keys(EDITIONS).join(', ');
    throw new DefinitionError(
      this,
      `edition '${this.edition}' is not modelled; use one of ${known}, or put the layers together yourself`,
    );
  }

  /** Pages that have no login get one where something asks for it; Grafana shares what there is. */
  private observed(own: ObservabilityLayerProps = {}): ObservabilityLayerProps {
    const { prometheus, grafana } = own;
    const collects = own.metrics !== 'none' && this.identity.oauth2Proxy;
    const shares = own.dashboards !== 'none' && this.data.cloudNativePg && !grafana?.storage;
    return {
      ...own,
      ...(collects && { prometheus: { expose: ['prometheus', 'alertmanager'], ...prometheus } }),
      ...(shares && { grafana: { database: 'platform', ...grafana } }),
    };
  }

  /** Nothing runs before Pods have a network; all else follows from who needs whose CRDs. */
  private order(): void {
    const network = this.network.cni?.release;
    if (!network) return;
    const { policy, storage, security, data, identity, observability } = this;
    const { backup, registry, delivery } = this;
    const layers = [policy, storage, security, data, identity, observability];
    for (const layer of [...layers, backup, registry, delivery]) layer.after(network);
  }
}

const EDITIONS: Partial<Readonly<Record<Edition, EditionChoices>>> = {
  2025: edition2025,
};
