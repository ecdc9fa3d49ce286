import type { PodSecurityLevel } from '../../index';
import type { FailurePolicy, ParamKind } from '../admission-kinds';
import type { PolicyMatch } from '../match';
import type { RecordedExemption } from './exemptions';
import type { ParameterGroup, RolloutGroup } from './rollout';

/** What is lost when a rule is broken: `critical` gives the node away, `low` is a matter of style. */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** One condition that a request must meet. */
export interface Validation {
  /** CEL that is true for what is allowed. */
  readonly expression: string;
  /** What the user reads, one line. @default - the expression, if it is one line itself */
  readonly message?: string;
  /** CEL for the message; `message` is read where it fails. @default - `message` */
  readonly messageExpression?: string;
  /** Which HTTP status the refusal has. @default 'Invalid' */
  readonly reason?: 'Unauthorized' | 'Forbidden' | 'Invalid' | 'RequestEntityTooLarge';
}

/** What a policy looks at, and what it demands. */
export interface PolicyRules {
  readonly match: PolicyMatch;
  /**
   * CEL by name; a request is looked at only if all are true. `variables` are not there yet.
   * @default {}
   */
  readonly matchConditions?: Readonly<Record<string, string>>;
  /**
   * Kind of the objects whose content is `params`; each group of the rollout names its object.
   * @default - none: parameters are part of the expressions
   */
  readonly paramKind?: ParamKind;
  /** CEL by name, in order: each may use the ones before it as `variables.<name>`. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default [] */
  readonly validations?: readonly Validation[];
  /** CEL for strings that are noted in the audit log, by key. @default {} */
  readonly auditAnnotations?: Readonly<Record<string, string>>;
  /** Whether a request passes when an expression fails to evaluate. @default 'Fail' */
  readonly failurePolicy?: FailurePolicy;
}

/**
 * What happens in the namespaces of the platform's own components, which break some rules because
 * their charts do: they are `exempt`, or held to the rule (`included`, with those of Kubernetes
 * itself), or exempt from Pod Security rules stricter than the level of their namespace (`by-level`).
 */
export type PlatformReach = 'exempt' | 'by-level' | 'included';

/** What is known of a policy besides its rules. */
export interface PolicyInfo {
  /** Unique, a DNS label; the name of the object. */
  readonly id: string;
  /** A few words, for lists. @default - the id */
  readonly title?: string;
  /** What it demands and why, in a sentence or two. */
  readonly description: string;
  /** @default 'medium' */
  readonly severity?: Severity;
  /** Id of a group that exemptions may name instead of its policies. @default - none */
  readonly group?: string;
  /** Level of the Pod Security Standards that it is part of. @default - none */
  readonly level?: Exclude<PodSecurityLevel, 'privileged'>;
  /** @default 'exempt' */
  readonly platformNamespaces?: PlatformReach;
}

/** A policy of your own. */
export interface Policy extends PolicyInfo, PolicyRules {
  /** Where it denies, warns or audits. @default - as the component has it */
  readonly rollout?: readonly RolloutGroup[];
}

/** What a policy may know of the cluster that it is for. */
export interface ClusterFacts {
  /** Whether the cluster's Kubernetes is of this version (`1.35`) or newer. */
  atLeast(version: string): boolean;
  /**
   * Registries and path prefixes that the platform has its images from: its mirror, its registry,
   * and what that one mirrors. Grows while the platform is defined.
   */
  readonly registries: readonly string[];
}

/** A policy with parameters, to be used in many clusters. */
export interface PolicyTemplate<Parameters extends object = object> extends PolicyInfo {
  /** A few words, for lists. */
  readonly title: string;
  /** What is lost when it is broken. */
  readonly severity: Severity;
  /** Parameters where the user gives none. */
  readonly defaults: Parameters;
  /** What is wrong with parameters. @default - nothing */
  problem?(parameters: Parameters, cluster: ClusterFacts): string | undefined;
  /** What is missing once the whole platform is defined. @default - nothing */
  missing?(parameters: Parameters, cluster: ClusterFacts): string | undefined;
  /** Parameters become part of the expressions, so that a policy and they change together. */
  rules(parameters: Parameters, cluster: ClusterFacts): PolicyRules;
}

/** How a template is used. */
export interface PolicyOptions<Parameters extends object> {
  /** Those that differ from the template's defaults. @default {} */
  readonly parameters?: Partial<Parameters>;
  /** Where it denies, warns or audits, and with which parameters. @default - as the component has it */
  readonly rollout?: readonly ParameterGroup<Parameters>[];
}

/** What is in force, for reviews. */
export interface PolicyDescription {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rollout: readonly ParameterGroup[];
  readonly exemptions: readonly RecordedExemption[];
}
