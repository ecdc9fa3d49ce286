import type { BackupLayerProps } from '../backup';
import type { DataLayerProps } from '../data';
import type { DeliveryLayerProps } from '../delivery';
import type { IdentityLayerProps } from '../identity';
import type { Profile } from '../index';
import type { NetworkLayerProps } from '../network';
import type { ObservabilityLayerProps } from '../observability';
import type { PolicyLayerProps } from '../policy';
import type { ProvisioningLayerProps } from '../provisioning';
import type { RegistryLayerProps } from '../registry';
import type { SecurityLayerProps } from '../security';
import type { StorageLayerProps } from '../storage';

/** What each layer is given. */
export interface LayerChoices {
  /** @default - as the edition has it */
  readonly provisioning?: ProvisioningLayerProps;
  /** @default - as the edition has it */
  readonly network?: NetworkLayerProps;
  /** @default - as the edition has it */
  readonly policy?: PolicyLayerProps;
  /** @default - as the edition has it */
  readonly storage?: StorageLayerProps;
  /** @default - as the edition has it */
  readonly security?: SecurityLayerProps;
  /** @default - as the edition has it */
  readonly data?: DataLayerProps;
  /** @default - as the edition has it */
  readonly identity?: IdentityLayerProps;
  /** @default - as the edition has it */
  readonly observability?: ObservabilityLayerProps;
  /** @default - as the edition has it */
  readonly backup?: BackupLayerProps;
  /** @default - as the edition has it */
  readonly registry?: RegistryLayerProps;
  /** @default - as the edition has it */
  readonly delivery?: DeliveryLayerProps;
}

/** A year's choices: what a highly available cluster has, and what one machine has of it. */
export type EditionChoices = Readonly<Record<Profile, Required<LayerChoices>>>;

/**
 * What a layer is given: the user's choices over the edition's. What an edition leaves out comes
 * back as soon as the user says anything about the layer.
 */
export function chosen<Choices extends object>(
  edition: Choices,
  own: Choices | undefined,
): Choices {
  if (!own) return edition;
  const kept = Object.entries(edition).filter(
    ([, choice]) => choice !== 'none' && choice !== false,
  );
  return { ...(Object.fromEntries(kept) as Choices), ...own };
}
