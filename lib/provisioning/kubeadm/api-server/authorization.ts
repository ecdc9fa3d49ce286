import type { Authorizer } from '../../../contracts/control-plane';
import { atLeast, type ApiServerInput } from './options';
import { FILES } from './paths';

/** A server that is asked whether a request is allowed. */
export interface AuthorizationWebhook {
  /** A DNS name, by which metrics and logs know it. */
  readonly name: string;
  /** kubeconfig of that server, below `/etc/kubernetes/apiserver`; put there by hand, as it holds a secret. */
  readonly kubeConfigFile: string;
  /**
   * CEL expressions over the SubjectAccessReview; it is asked where all are true. Requests of the
   * control plane and of nodes should not depend on it.
   * @default - it is not asked about groups `system:nodes` and `system:masters`, users and service accounts of the system
   */
  readonly matchConditions?: readonly string[];
  /** What holds where it cannot be asked. @default 'NoOpinion' */
  readonly failurePolicy?: 'NoOpinion' | 'Deny';
  /** Longest wait for its answer, as a Go duration. @default '3s' */
  readonly timeout?: string;
  /** How long "yes" is remembered. @default '5m' */
  readonly authorizedTTL?: string;
  /** How long "no" is remembered. @default '30s' */
  readonly unauthorizedTTL?: string;
  /** `first`: it can deny what RBAC would allow; `last`: it can allow what RBAC does not. @default 'last' */
  readonly order?: 'first' | 'last';
}

/** Who is asked whether a request is allowed. */
export interface AuthorizationOptions {
  /** Servers that are asked beside Node and RBAC; needs Kubernetes 1.30. @default [] */
  readonly webhooks?: readonly AuthorizationWebhook[];
}

/** An `AuthorizationConfiguration`. */
export interface AuthorizationFile {
  readonly apiVersion: 'apiserver.config.k8s.io/v1' | 'apiserver.config.k8s.io/v1beta1';
  readonly kind: 'AuthorizationConfiguration';
  readonly authorizers: readonly Authorizer[];
}

/** The control plane must go on without the webhook, which may run in the cluster itself. */
const NOT_OF_THE_SYSTEM: readonly string[] = [
  "!request.user.startsWith('system:kube-')",
  "!request.user.startsWith('system:apiserver')",
  "!request.user.startsWith('system:node:')",
  "!request.user.startsWith('system:serviceaccount:kube-system:')",
  "!('system:masters' in request.groups)",
];

/** Who is asked, in order; `undefined` for Kubernetes older than 1.30, which is told by a flag. */
export function authorizationOf(input: ApiServerInput): AuthorizationFile | undefined {
  const { kubernetesVersion, options } = input;
  if (!atLeast(kubernetesVersion, '1.30')) return undefined;
  const webhooks = options.authorization?.webhooks ?? [];
  return {
    apiVersion: atLeast(kubernetesVersion, '1.32')
      ? 'apiserver.config.k8s.io/v1'
      : 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthorizationConfiguration',
    authorizers: [
      { type: 'Node', name: 'node' },
      ...webhooks.filter((w) => w.order === 'first').map(webhookAuthorizer),
      { type: 'RBAC', name: 'rbac' },
      ...webhooks.filter((w) => w.order !== 'first').map(webhookAuthorizer),
    ],
  };
}

/** Flags of authorization. */
export function authorizationArguments(input: ApiServerInput): Record<string, string> {
  return authorizationOf(input)
    ? { 'authorization-config': FILES.authorization }
    : { 'authorization-mode': 'Node,RBAC' };
}

function webhookAuthorizer(webhook: AuthorizationWebhook): Authorizer {
  const { name, kubeConfigFile, matchConditions = NOT_OF_THE_SYSTEM } = webhook;
  const configuration = {
    authorizedTTL: webhook.authorizedTTL ?? '5m',
    unauthorizedTTL: webhook.unauthorizedTTL ?? '30s',
    timeout: webhook.timeout ?? '3s',
    subjectAccessReviewVersion: 'v1',
    matchConditionSubjectAccessReviewVersion: 'v1',
    failurePolicy: webhook.failurePolicy ?? 'NoOpinion',
    connectionInfo: { type: 'KubeConfigFile', kubeConfigFile },
    matchConditions: matchConditions.map((expression) => ({ expression })),
  };
  return { type: 'Webhook', name, webhook: configuration };
}
