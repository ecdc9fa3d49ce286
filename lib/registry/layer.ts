import type { Construct } from 'constructs';
import { ExternalRegistry, type ExternalRegistryProps } from '../external';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { Harbor, type HarborProps } from './harbor';
import { TrivyOperator, type TrivyOperatorProps } from './trivy-operator';

export interface RegistryLayerProps {
  /** Where images are kept. @default 'harbor', or the external one that is given */
  readonly registry?: 'harbor' | 'external' | 'none';
  /** Settings of Harbor, with its projects and what it replicates. @default {} */
  readonly harbor?: HarborProps;
  /** A registry outside the cluster. @default - none */
  readonly externalRegistry?: ExternalRegistryProps;
  /** Scans of what runs; Harbor itself scans what is pushed. @default - none */
  readonly trivyOperator?: TrivyOperatorProps;
}

/** Images: kept, copied, scanned, and given to those who may have them. */
export class RegistryLayer extends Layer {
  readonly registry: Harbor | ExternalRegistry | undefined;
  readonly trivyOperator: TrivyOperator | undefined;

  /** @throws DefinitionError for settings of what is not chosen, or an external registry without any */
  constructor(scope: Construct, id: string, props: RegistryLayerProps = {}) {
    super(scope, id);
    const { harbor, externalRegistry, trivyOperator } = props;
    const { registry = externalRegistry ? 'external' : 'harbor' } = props;
    const error = unusedSetting(props, {
      harbor: ['harbor', registry === 'harbor'],
      externalRegistry: ['external', registry === 'external'],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (registry === 'harbor') this.registry = new Harbor(this, 'harbor', harbor);
    if (registry === 'external') {
      if (!externalRegistry) {
        throw new DefinitionError(
          this,
          "the registry is 'external', but nothing says where it is; pass `externalRegistry`",
        );
      }
      this.registry = new ExternalRegistry(this, 'registry', externalRegistry);
    }
    if (trivyOperator) {
      this.trivyOperator = new TrivyOperator(this, 'trivy-operator', trivyOperator);
    }
  }
}
