import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Kind } from '../index';

/** What a request does. */
export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT' | '*';

/** Kinds of objects by scope: `Cluster` includes Namespace objects themselves. */
export type ResourceScope = 'Cluster' | 'Namespaced' | '*';

/** Resources, and what is done with them. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly Operation[];
  readonly scope?: ResourceScope;
  readonly resourceNames?: readonly string[];
}

/** Which requests a policy or binding is about. */
export interface MatchResources {
  readonly matchPolicy?: 'Equivalent' | 'Exact';
  readonly resourceRules?: readonly ResourceRule[];
  readonly excludeResourceRules?: readonly ResourceRule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
}

/** A CEL expression with a name. */
export interface NamedExpression {
  readonly name: string;
  readonly expression: string;
}

/** Kind of the objects that bring parameters. */
export interface ParamKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The object, or objects by labels, that bring parameters to a binding. */
export interface ParamRef {
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: LabelSelector;
  readonly parameterNotFoundAction: 'Allow' | 'Deny';
}

/** Whether a request passes when the policy itself fails to evaluate. */
export type FailurePolicy = 'Fail' | 'Ignore';

/** What validating and mutating policies have in common. */
export interface AdmissionPolicySpec {
  readonly failurePolicy: FailurePolicy;
  readonly paramKind?: ParamKind;
  readonly matchConstraints: MatchResources;
  readonly matchConditions?: readonly NamedExpression[];
  readonly variables?: readonly NamedExpression[];
}

/** What a validating policy looks at, and demands. */
export interface ValidatingAdmissionPolicySpec extends AdmissionPolicySpec {
  readonly validations?: readonly {
    readonly expression: string;
    readonly message?: string;
    readonly messageExpression?: string;
    readonly reason?: string;
  }[];
  readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
}

/** What a mutating policy looks at, and changes. */
export interface MutatingAdmissionPolicySpec extends AdmissionPolicySpec {
  readonly reinvocationPolicy: 'Never' | 'IfNeeded';
  readonly mutations: readonly (
    | {
        readonly patchType: 'ApplyConfiguration';
        readonly applyConfiguration: { readonly expression: string };
      }
    | { readonly patchType: 'JSONPatch'; readonly jsonPatch: { readonly expression: string } }
  )[];
}

/** Where a policy holds. */
export interface PolicyBindingSpec {
  readonly policyName: string;
  readonly paramRef?: ParamRef;
  readonly matchResources?: MatchResources;
}

const GROUP = 'admissionregistration.k8s.io';

/** Demands; without a binding it does nothing. */
export const ValidatingAdmissionPolicy: Kind<{ readonly spec: ValidatingAdmissionPolicySpec }> = {
  apiVersion: `${GROUP}/v1`,
  kind: 'ValidatingAdmissionPolicy',
  namespaced: false,
};

/** Puts a validating policy in force. */
export const ValidatingAdmissionPolicyBinding: Kind<{
  readonly spec: PolicyBindingSpec & { readonly validationActions: readonly string[] };
}> = { apiVersion: `${GROUP}/v1`, kind: 'ValidatingAdmissionPolicyBinding', namespaced: false };

/** Changes; without a binding it does nothing. */
export const MutatingAdmissionPolicy: Kind<{ readonly spec: MutatingAdmissionPolicySpec }> = {
  apiVersion: `${GROUP}/v1`,
  kind: 'MutatingAdmissionPolicy',
  namespaced: false,
};

/** Puts a mutating policy in force. */
export const MutatingAdmissionPolicyBinding: Kind<{ readonly spec: PolicyBindingSpec }> = {
  apiVersion: `${GROUP}/v1`,
  kind: 'MutatingAdmissionPolicyBinding',
  namespaced: false,
};
