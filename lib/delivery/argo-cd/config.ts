import { stringify } from 'yaml';
import type { Value, Values } from '../../index';
import type { GroupKind } from './words';

/** Options that become settings. */
export interface ConfigOptions {
  /** Whether the user `admin` may log in with a password. @default - only where there is no identity provider */
  readonly localAdmin?: boolean;
  /** Kinds that it does not watch, beside those that nobody keeps in Git. @default [] */
  readonly excludedKinds?: readonly GroupKind[];
  /** How often it looks into Git, in seconds. @default 120 */
  readonly reconcileSeconds?: number;
  /** Options of `kustomize build`: `--enable-helm`. @default - none */
  readonly kustomizeOptions?: string;
}

/** What settings depend on beside the options. */
export interface ConfigContext {
  /** The address that people type, where it is known. */
  readonly url: string | undefined;
  /** `oidc.config`, where people log in through an identity provider. */
  readonly oidc: string | undefined;
  /** `resource.customizations`: how healthy kinds are. */
  readonly customizations: string;
}

/** Argo Rollouts marks the routes that it shifts traffic on. */
const CANARY_RULES =
  'select(.metadata.labels["rollouts.argoproj.io/gatewayapi-canary"] == "in-progress") | .spec.rules';

/** Filled in by controllers in what others apply: differences that mean nothing. */
const DRIFT: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io_MutatingWebhookConfiguration': '.webhooks[]?.clientConfig.caBundle',
  'admissionregistration.k8s.io_ValidatingWebhookConfiguration':
    '.webhooks[]?.clientConfig.caBundle',
  'apiextensions.k8s.io_CustomResourceDefinition': '.spec.conversion.webhook.clientConfig.caBundle',
  'apiregistration.k8s.io_APIService': '.spec.caBundle',
  // Weights of a canary that is under way.
  'gateway.networking.k8s.io_HTTPRoute': CANARY_RULES,
  'gateway.networking.k8s.io_GRPCRoute': CANARY_RULES,
};

/** Kinds that change all the time and that nobody keeps in Git: Argo CD does not watch them. */
const NEVER_IN_GIT: readonly (readonly [groups: readonly string[], kinds: readonly string[]])[] = [
  [
    ['', 'discovery.k8s.io'],
    ['Endpoints', 'EndpointSlice'],
  ],
  [['coordination.k8s.io'], ['Lease']],
  [
    ['authentication.k8s.io', 'authorization.k8s.io'],
    [
      'SelfSubjectReview',
      'TokenReview',
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ],
  ],
  [['certificates.k8s.io'], ['CertificateSigningRequest']],
  [['cert-manager.io'], ['CertificateRequest']],
  [['acme.cert-manager.io'], ['Order', 'Challenge']],
  [['cilium.io'], ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice']],
  [
    ['kyverno.io', 'reports.kyverno.io', 'wgpolicyk8s.io', 'openreports.io'],
    [
      'PolicyReport',
      'ClusterPolicyReport',
      'Report',
      'ClusterReport',
      'EphemeralReport',
      'ClusterEphemeralReport',
      'AdmissionReport',
      'ClusterAdmissionReport',
      'BackgroundScanReport',
      'ClusterBackgroundScanReport',
      'UpdateRequest',
    ],
  ],
];

/** `configs.cm` of the chart. */
export function configMap(options: ConfigOptions, context: ConfigContext): Values {
  const { url, oidc, customizations } = context;
  const { localAdmin, excludedKinds = [], reconcileSeconds = 120, kustomizeOptions } = options;
  const exclusions = [
    ...NEVER_IN_GIT,
    ...excludedKinds.map(({ group, kind }): [string[], string[]] => [[group], [kind]]),
  ].map(([apiGroups, kinds]) => ({ apiGroups, kinds }));
  return {
    ...(url !== undefined && { url }),
    'admin.enabled': localAdmin ?? oidc === undefined,
    'application.resourceTrackingMethod': 'annotation',
    'exec.enabled': false,
    'users.anonymous.enabled': false,
    'timeout.reconciliation': `${reconcileSeconds}s`,
    ...(oidc !== undefined && { 'oidc.config': oidc }),
    ...(kustomizeOptions !== undefined && { 'kustomize.buildOptions': kustomizeOptions }),
    'resource.customizations': customizations,
    ...drift(),
    // What controllers add to roles that they aggregate is theirs.
    'resource.compareoptions': yaml({ ignoreAggregatedRoles: true }),
    'resource.exclusions': yaml(exclusions),
  };
}

const drift = (): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(DRIFT).map(([kind, path]) => [
      `resource.customizations.ignoreDifferences.${kind}`,
      yaml({ jqPathExpressions: [path] }),
    ]),
  );

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 });
