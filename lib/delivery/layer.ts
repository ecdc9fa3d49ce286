import type { Construct } from 'constructs';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { ArgoCd, type ArgoCdProps } from './argo-cd';
import { ArgoRollouts, type ArgoRolloutsProps } from './argo-rollouts';

export interface DeliveryLayerProps {
  /** What keeps the cluster as Git has it. @default 'argo-cd' */
  readonly delivery?: 'argo-cd' | 'none';
  /** What brings new versions to users step by step. @default 'argo-rollouts' with Argo CD */
  readonly rollouts?: 'argo-rollouts' | 'none';
  /** Settings of Argo CD. @default {} */
  readonly argoCd?: ArgoCdProps;
  /** Settings of Argo Rollouts. @default {} */
  readonly argoRollouts?: ArgoRolloutsProps;
}

/** The way of software into the cluster: from Git, step by step, and back. */
export class DeliveryLayer extends Layer {
  readonly argoCd: ArgoCd | undefined;
  readonly argoRollouts: ArgoRollouts | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: DeliveryLayerProps = {}) {
    super(scope, id);
    const { delivery = 'argo-cd' } = props;
    const { rollouts = delivery === 'argo-cd' ? 'argo-rollouts' : 'none' } = props;
    const error = unusedSetting(props, {
      argoCd: ['argo-cd', delivery === 'argo-cd'],
      argoRollouts: ['argo-rollouts', rollouts === 'argo-rollouts'],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (delivery === 'argo-cd') this.argoCd = new ArgoCd(this, 'argo-cd', props.argoCd);
    if (rollouts === 'argo-rollouts') {
      this.argoRollouts = new ArgoRollouts(this, 'argo-rollouts', props.argoRollouts);
    }
  }
}
