/** How bad it is, worst first. */
export const PRIORITIES = [
  'EMERGENCY',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFORMATIONAL',
  'DEBUG',
] as const;

/** How bad it is, in Falco's words. */
export type FalcoPriority = (typeof PRIORITIES)[number];

/** Values that conditions name together: `proc.name in (my_shells)`. */
export interface FalcoList {
  readonly name: string;
  /** Values, or names of lists that were defined before. */
  readonly items: readonly (string | number)[];
}

/** A condition that others name: `spawned_process and my_namespaces`. */
export interface FalcoMacro {
  readonly name: string;
  readonly condition: string;
}

/** What a rule lets pass. */
export interface FalcoException {
  /** Unique within its rule. */
  readonly name: string;
  /** Field, or fields that are compared together. */
  readonly fields: string | readonly string[];
  /** Operator for each field. @default - `in` for one field, `=` for each of several */
  readonly comps?: string | readonly string[];
  /** What passes: values of the one field, or a value for each of the fields. */
  readonly values: readonly (string | readonly (string | readonly string[])[])[];
}

/** What is detected, and what is said about it. */
export interface FalcoRule {
  readonly name: string;
  /** A sentence: what it means when it fires. */
  readonly description: string;
  /** Filter expression over fields, macros and lists. */
  readonly condition: string;
  /** What is written, with fields: `shell in %container.name | cmd=%proc.cmdline`. */
  readonly output: string;
  readonly priority: FalcoPriority;
  /** Where its events come from: `syscall`, `k8s_audit`, another plugin's. @default 'syscall' */
  readonly source?: string;
  /** Words to select it by, such as `container`, `mitre_execution`, `T1059`. @default [] */
  readonly tags?: readonly string[];
  /** What it lets pass. @default [] */
  readonly exceptions?: readonly FalcoException[];
  /** @default true */
  readonly enabled?: boolean;
  /** Whether to go without it, rather than fail, where a plugin's field is not there. @default false */
  readonly skipIfUnknownFilter?: boolean;
}

/** A piece that is put after what is there, or instead of it. */
export type Change<T> = { readonly append: T } | { readonly replace: T };

/** How a rule that is there already, such as one of the default rules, is changed. */
export interface FalcoRuleChange {
  readonly rule: string;
  /** To append, start with `and` or `or`. @default - as it is */
  readonly condition?: Change<string>;
  /** @default - as it is */
  readonly output?: Change<string>;
  /** @default - as it is */
  readonly tags?: Change<readonly string[]>;
  /** @default - as it is */
  readonly priority?: FalcoPriority;
  /** @default - as it is */
  readonly enabled?: boolean;
}

/** Names that rules files define which are loaded before. */
export interface KnownRules {
  /** @default [] */
  readonly lists?: readonly string[];
  /** @default [] */
  readonly macros?: readonly string[];
  /** @default [] */
  readonly rules?: readonly string[];
}
