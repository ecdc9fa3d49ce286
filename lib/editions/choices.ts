import type { NetworkLayerProps } from '../network';
import type { ObservabilityLayerProps } from '../observability';
import type { PolicyLayerProps } from '../policy';
import type { SecurityLayerProps } from '../security';

/** What each layer is given; a year's edition is such a set of choices. */
export interface LayerChoices {
  /** @default - as the edition has it */
  readonly network?: NetworkLayerProps;
  /** @default - as the edition has it */
  readonly policy?: PolicyLayerProps;
  /** @default - as the edition has it */
  readonly security?: SecurityLayerProps;
  /** @default - as the edition has it */
  readonly observability?: ObservabilityLayerProps;
}
