/** How much of a request the audit log keeps. */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';

/** When during a request an entry is written. */
export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic';

/** Resources of one API group. */
export interface AuditResources {
  /** API group without a version. @default '' - the core group */
  readonly group?: string;
  /** `pods`, `pods/exec`, `pods/*`, `*\/status`. @default - all of the group */
  readonly resources?: readonly string[];
  /** Names of objects; needs `resources`. @default - all */
  readonly resourceNames?: readonly string[];
}

/**
 * A rule of an `audit.k8s.io/v1` Policy. The first rule that fits a request decides; all that a rule
 * says must fit.
 */
export interface AuditRule {
  readonly level: AuditLevel;
  /** @default - all */
  readonly users?: readonly string[];
  /** @default - all */
  readonly userGroups?: readonly string[];
  /** @default - all */
  readonly verbs?: readonly string[];
  /** @default - all */
  readonly resources?: readonly AuditResources[];
  /** `''` are resources without a namespace. @default - all */
  readonly namespaces?: readonly string[];
  /** Paths that are not resources; `*` only at the end: `/healthz*`. @default - all */
  readonly nonResourceURLs?: readonly string[];
  /** Stages left out beside those of the policy. @default [] */
  readonly omitStages?: readonly AuditStage[];
  /** @default - as the policy says: true */
  readonly omitManagedFields?: boolean;
}
