import type { Construct } from 'constructs';
import { Layer, Platform } from '../index';
import { Kyverno, type KyvernoProps } from './kyverno';
import { MutatingPolicies, type MutatingPoliciesProps } from './mutating';
import { AdmissionPolicies, type AdmissionPoliciesProps, type RolloutGroup } from './validating';

/** `enforce` refuses everywhere; `production` where `stage: production`, and warns elsewhere; `observe` warns. */
export type RolloutPreset = 'enforce' | 'production' | 'observe';

export interface PolicyLayerProps {
  /** Level of the Pod Security Standards. @default 'baseline' */
  readonly level?: 'baseline' | 'restricted';
  /** @default 'enforce' */
  readonly rollout?: RolloutPreset;
  /** Policies of the library beside the layer's own choice, or `false` for one of it. @default {} */
  readonly library?: AdmissionPoliciesProps['library'];
  /** The policies' other settings. @default {} */
  readonly admissionPolicies?: Omit<AdmissionPoliciesProps, 'level' | 'rollout' | 'library'>;
  /** Defaults that Pods get at admission; `false` for none. @default - from Kubernetes 1.36 */
  readonly defaults?: MutatingPoliciesProps | false;
  /** Signatures of images, and what new namespaces get. @default - no Kyverno */
  readonly kyverno?: KyvernoProps;
}

/** What the cluster accepts: the Pod Security Standards, good practice, and safe defaults. */
export class PolicyLayer extends Layer {
  readonly admissionPolicies: AdmissionPolicies;
  readonly mutatingPolicies: MutatingPolicies | undefined;
  readonly kyverno: Kyverno | undefined;

  constructor(scope: Construct, id: string, props: PolicyLayerProps = {}) {
    super(scope, id);
    this.admissionPolicies = new AdmissionPolicies(this, 'admission-policies', {
      ...props.admissionPolicies,
      level: props.level ?? 'baseline',
      rollout: ROLLOUTS[props.rollout ?? 'enforce'],
      library: { ...standard(this), ...props.library },
    });
    const defaults = props.defaults ?? ((Platform.of(this)?.atLeast('1.36') ?? true) && {});
    this.mutatingPolicies =
      defaults === false ? undefined : new MutatingPolicies(this, 'defaults', defaults);
    if (props.kyverno) this.kyverno = new Kyverno(this, 'kyverno', props.kyverno);
  }
}

const ROLLOUTS: Readonly<Record<RolloutPreset, readonly RolloutGroup[]>> = {
  enforce: [{ actions: ['Deny', 'Audit'] }],
  production: [
    { namespaces: { stage: 'production' }, actions: ['Deny', 'Audit'] },
    { actions: ['Warn', 'Audit'] },
  ],
  observe: [{ actions: ['Warn', 'Audit'] }],
};

/** What no workload has a good reason to break, and images of the mirror where there is one. */
const standard = (layer: PolicyLayer): NonNullable<AdmissionPoliciesProps['library']> => ({
  'allowed-registries': Platform.of(layer)?.imageMirror !== undefined,
  'disruption-budget': true,
  'image-tag': true,
  'no-external-ips': true,
  'node-port-services': true,
  'protected-namespaces': true,
  'protected-objects': true,
  'requests-and-limits': true,
});
