import type { IConstruct } from 'constructs';
import { Capability } from '../kernel';

/** A part of the cluster that a policy does not hold for, and why. */
export interface PolicyExemption {
  /** Ids of the policies: `pod-security-baseline`; `*` stands for all. */
  readonly policies: readonly string[];
  readonly namespace: string;
  /** Read in reviews and audits; a sentence. */
  readonly reason: string;
}

/** Refuses, reports or changes objects at admission. */
export interface PolicyEnforcer {
  /** Exempts what `by` installs. Namespaces that are `privileged` are exempt without asking. */
  exempt(by: IConstruct, exemption: PolicyExemption): void;
}

export const PolicyEnforcement = new Capability<PolicyEnforcer>('policy', 'policy enforcement');
