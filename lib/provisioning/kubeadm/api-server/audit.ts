import type { AuditLog } from '../../../contracts/control-plane';
import { platformRules } from './audit-policy';
import type { AuditLevel, AuditRule } from './audit-rule';
import type { ApiServerInput } from './options';
import { AUDIT_LOG, FILES } from './paths';

/** A server that gets the audit log too. */
export interface AuditWebhook {
  /** kubeconfig of that server, below `/etc/kubernetes/apiserver`; put there by hand, as it holds a secret. */
  readonly kubeConfigFile: string;
  /** `blocking` makes every request wait for it. @default 'batch' */
  readonly mode?: 'batch' | 'blocking' | 'blocking-strict';
}

/** What is written to the audit log, and how long it is kept. */
export interface AuditOptions {
  /** Rules that are asked before the platform's. @default [] */
  readonly rules?: readonly AuditRule[];
  /** Rules that are asked after the platform's, before everything else is kept as `Metadata`. @default [] */
  readonly lastRules?: readonly AuditRule[];
  /** Of changes of rights: roles and bindings. @default 'RequestResponse' */
  readonly rights?: AuditLevel;
  /** Of ways into Pods: exec, attach, port-forward, proxy. @default 'RequestResponse' */
  readonly sessions?: AuditLevel;
  /** Of changes of policies and webhooks of admission, quotas, network policies and CRDs. @default 'Request' */
  readonly guards?: AuditLevel;
  /** Of everything that no rule names. @default 'Metadata' */
  readonly rest?: AuditLevel;
  /** Days that a rotated file is kept. @default 30 */
  readonly maxAgeDays?: number;
  /** Rotated files that are kept. @default 10 */
  readonly maxBackups?: number;
  /** Size at which a file is rotated. @default 100 */
  readonly maxSizeMegabytes?: number;
  /** Whether rotated files are packed. @default true */
  readonly compress?: boolean;
  /** A server that gets the log too. @default - none */
  readonly webhook?: AuditWebhook;
}

/** The `audit.k8s.io/v1` Policy. */
export interface AuditPolicy {
  readonly apiVersion: 'audit.k8s.io/v1';
  readonly kind: 'Policy';
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly AuditRule[];
}

/** What the API servers write to their audit log. */
export function auditPolicyOf({ options }: Pick<ApiServerInput, 'options'>): AuditPolicy {
  const { audit = {} } = options;
  return {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    omitManagedFields: true,
    rules: [
      ...(audit.rules ?? []),
      ...platformRules(audit),
      ...(audit.lastRules ?? []),
      { level: audit.rest ?? 'Metadata' },
    ],
  };
}

/** Where the API servers write their audit log, and how long it is kept. */
export function auditLogOf({ options: { audit = {} } }: Pick<ApiServerInput, 'options'>): AuditLog {
  return {
    path: AUDIT_LOG,
    maxAgeDays: audit.maxAgeDays ?? 30,
    maxBackups: audit.maxBackups ?? 10,
    maxSizeMegabytes: audit.maxSizeMegabytes ?? 100,
  };
}

/** Flags of the audit log. */
export function auditArguments(input: Pick<ApiServerInput, 'options'>): Record<string, string> {
  const log = auditLogOf(input);
  const { compress = true, webhook } = input.options.audit ?? {};
  return {
    'audit-policy-file': FILES.auditPolicy,
    'audit-log-path': log.path,
    'audit-log-maxage': String(log.maxAgeDays),
    'audit-log-maxbackup': String(log.maxBackups),
    'audit-log-maxsize': String(log.maxSizeMegabytes),
    ...(compress && { 'audit-log-compress': 'true' }),
    ...(webhook && {
      'audit-webhook-config-file': webhook.kubeConfigFile,
      'audit-webhook-mode': webhook.mode ?? 'batch',
    }),
  };
}
