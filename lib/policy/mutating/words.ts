import type { FailurePolicy, ParamKind, ParamRef } from '../admission-kinds';
import type { PolicyMatch } from '../match';

/**
 * One change, in CEL: `apply` for an object (`Object{…}`) whose fields are merged into the request's,
 * as by server-side apply, or `patch` for a list of `JSONPatch{…}`, which also reaches lists
 * without keys.
 */
export type Mutation =
  | { readonly apply: string; readonly patch?: never }
  | { readonly patch: string; readonly apply?: never };

/** What a policy changes, and where. */
export interface MutationRules {
  /** Operations other than DELETE. */
  readonly match: PolicyMatch;
  /** CEL by name; a request is changed only if all are true. @default {} */
  readonly matchConditions?: Readonly<Record<string, string>>;
  /** CEL by name, in order: each may use the ones before it as `variables.<name>`. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  /** At least one; each sees what the ones before it changed. */
  readonly mutations: readonly Mutation[];
}

/** A policy of your own that changes what is created or updated. */
export interface MutatingPolicy extends MutationRules {
  /** Unique, a DNS label; the name of the object. */
  readonly id: string;
  /** A few words, for lists. @default - the id */
  readonly title?: string;
  /** What it changes and why, in a sentence or two. */
  readonly description: string;
  /** Kind of the object whose content is `params`. @default - none */
  readonly paramKind?: ParamKind;
  /** That object. @default - none */
  readonly paramRef?: ParamRef;
  /** Whether it looks again at what others changed after it. @default 'IfNeeded' */
  readonly reinvocationPolicy?: 'Never' | 'IfNeeded';
  /**
   * Whether a request passes unchanged when an expression fails to evaluate.
   * @default 'Fail'
   */
  readonly failurePolicy?: FailurePolicy;
}

/** A policy with parameters, to be used in many clusters. */
export interface MutationTemplate<Parameters extends object = object> {
  /** Unique, a DNS label; the name of the object. */
  readonly id: string;
  /** A few words, for lists. */
  readonly title: string;
  /** What it changes and why, in a sentence or two. */
  readonly description: string;
  /** Parameters where the user gives none. */
  readonly defaults: Parameters;
  /** What is wrong with parameters. @default - nothing */
  problem?(parameters: Parameters): string | undefined;
  /** What it changes with these parameters. */
  rules(parameters: Parameters): MutationRules;
}
