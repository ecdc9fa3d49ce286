import type { IConstruct } from 'constructs';
import { Capability } from '../kernel';

/** Objects of a namespace; all that is given must hold. */
export interface ExemptObjects {
  /** Name of the objects, with `*` for any characters: `legacy-*`. @default - any */
  readonly name?: string;
  /** Labels of the objects. Whoever may set them is exempt too. @default - any */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A part of the cluster that a policy does not hold for, and why. */
export interface PolicyExemption {
  /** Ids of policies or of groups of them (`pod-security-baseline`); `*` stands for all. */
  readonly policies: readonly string[];
  readonly namespace: string;
  /** @default - everything in the namespace */
  readonly objects?: ExemptObjects;
  /** Read in reviews and audits; a sentence. */
  readonly reason: string;
}

/** Refuses, reports or changes objects at admission. */
export interface PolicyEnforcer {
  /** Exempts what `by` installs. Namespaces that are `privileged` are exempt without asking. */
  exempt(by: IConstruct, exemption: PolicyExemption): void;
}

export const PolicyEnforcement = new Capability<PolicyEnforcer>('policy', 'policy enforcement');
