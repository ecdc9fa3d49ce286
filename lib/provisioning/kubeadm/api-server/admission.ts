import type { PodSecurityLevel } from '../../../kernel';
import type { ApiServerInput } from './options';
import { FILES } from './paths';

/** Pod Security of namespaces that say nothing themselves. */
export interface PodSecurityOptions {
  /** Pods beyond it are refused. @default 'baseline' */
  readonly enforce?: PodSecurityLevel;
  /** Pods beyond it are marked in the audit log. @default 'restricted' */
  readonly audit?: PodSecurityLevel;
  /** Whoever creates Pods beyond it is warned. @default 'restricted' */
  readonly warn?: PodSecurityLevel;
  /** Kubernetes version whose rules hold: `v1.36`. @default 'latest' */
  readonly version?: string;
  /** Namespaces without any check, beside `kube-system`. @default [] */
  readonly exemptNamespaces?: readonly string[];
  /** Users whose Pods are not checked; never name a controller. @default [] */
  readonly exemptUsernames?: readonly string[];
  /** RuntimeClasses whose Pods are not checked. @default [] */
  readonly exemptRuntimeClasses?: readonly string[];
}

/** How many events of one origin are taken. */
export interface EventRateLimit {
  readonly type: 'Server' | 'Namespace' | 'User' | 'SourceAndObject';
  /** Events a second. */
  readonly qps: number;
  /** Events at once. */
  readonly burst: number;
  /** Origins that are remembered; not with `Server`. @default 4096 */
  readonly cacheSize?: number;
}

/** Admission plugins that are on or off beside Kubernetes' own choice. */
export interface AdmissionOptions {
  /** Beside `NodeRestriction` and `DenyServiceExternalIPs`: `AlwaysPullImages`. @default [] */
  readonly enable?: readonly string[];
  /** @default [] */
  readonly disable?: readonly string[];
}

/** `pod-security.admission.config.k8s.io/v1`. */
export interface PodSecurityConfiguration {
  readonly apiVersion: 'pod-security.admission.config.k8s.io/v1';
  readonly kind: 'PodSecurityConfiguration';
  readonly defaults: Readonly<Record<string, string>>;
  readonly exemptions: {
    readonly usernames: readonly string[];
    readonly runtimeClasses: readonly string[];
    readonly namespaces: readonly string[];
  };
}

/** `apiserver.config.k8s.io/v1` AdmissionConfiguration. */
export interface AdmissionConfiguration {
  readonly apiVersion: 'apiserver.config.k8s.io/v1';
  readonly kind: 'AdmissionConfiguration';
  readonly plugins: readonly { readonly name: string; readonly configuration: object }[];
}

type AdmissionInput = Pick<ApiServerInput, 'options' | 'systemNamespaces'>;

/** Pod Security of namespaces that say nothing themselves. */
export function podSecurityOf({
  options,
  systemNamespaces,
}: AdmissionInput): PodSecurityConfiguration {
  const own = options.podSecurity ?? {};
  const version = own.version ?? 'latest';
  const namespaces = [...systemNamespaces, ...(own.exemptNamespaces ?? [])];
  return {
    apiVersion: 'pod-security.admission.config.k8s.io/v1',
    kind: 'PodSecurityConfiguration',
    defaults: {
      enforce: own.enforce ?? 'baseline',
      'enforce-version': version,
      audit: own.audit ?? 'restricted',
      'audit-version': version,
      warn: own.warn ?? 'restricted',
      'warn-version': version,
    },
    exemptions: {
      usernames: own.exemptUsernames ?? [],
      runtimeClasses: own.exemptRuntimeClasses ?? [],
      namespaces: [...new Set(namespaces)].sort(),
    },
  };
}

/** Configurations of admission plugins. */
export function admissionOf(input: AdmissionInput): AdmissionConfiguration {
  const limits = input.options.eventRateLimit ?? [];
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [
      { name: 'PodSecurity', configuration: podSecurityOf(input) },
      ...(limits.length > 0
        ? [
            {
              name: 'EventRateLimit',
              configuration: {
                apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1',
                kind: 'Configuration',
                limits,
              },
            },
          ]
        : []),
    ],
  };
}

/** Flags of admission. */
export function admissionArguments({ options }: AdmissionInput): Record<string, string> {
  const enabled = [
    'NodeRestriction',
    'DenyServiceExternalIPs',
    ...((options.eventRateLimit ?? []).length > 0 ? ['EventRateLimit'] : []),
    ...(options.admission?.enable ?? []),
  ];
  const disabled = options.admission?.disable ?? [];
  return {
    'admission-control-config-file': FILES.admission,
    'enable-admission-plugins': [...new Set(enabled)]
      .filter((plugin) => !disabled.includes(plugin))
      .join(','),
    ...(disabled.length > 0 && { 'disable-admission-plugins': disabled.join(',') }),
  };
}
