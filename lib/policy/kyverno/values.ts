import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { Platform, type Values } from '../../index';

export interface KyvernoValuesOptions {
  /**
   * Namespaces whose objects Kyverno never looks at, beside `kube-system` and its own: what must
   * start when Kyverno does not.
   * @default []
   */
  readonly excludedNamespaces?: readonly string[];
  /** Whether the CRDs of policy reports come with Kyverno; `false` where another brings them. @default true */
  readonly reportCrds?: boolean;
  /** How often everything is looked at again, as a duration. @default '1h' */
  readonly backgroundInterval?: string;
  /** Pull secrets in this namespace by which signatures are read. @default [] */
  readonly registrySecrets?: readonly string[];
  /**
   * Authorities of registries, as PEM, beside the well-known ones.
   * @default - the platform's and its registry's
   */
  readonly caCertificates?: string;
  /** Mirror of Sigstore's roots, for keyless signatures without internet. @default - Sigstore's own */
  readonly tufMirror?: string;
}

/** What the controllers are told beside the user's choice. */
export interface KyvernoValuesContext {
  readonly namespace: string;
  /** Whether there are exceptions. */
  readonly exceptions: boolean;
  /** Rights of the background controller. */
  readonly rights: readonly Values[];
  /** ConfigMap with authorities to trust beside the well-known ones, under `TRUST_KEY`. */
  readonly trust: string | undefined;
  /** Pull secrets in its namespace by which signatures are read. */
  readonly pullSecrets: readonly string[];
}

/** Key of the ConfigMap with authorities. */
export const TRUST_KEY = 'ca.crt';

/** Chart values of Kyverno. */
export function kyvernoValues(
  scope: IConstruct,
  options: KyvernoValuesOptions,
  { namespace, exceptions, rights, trust, pullSecrets }: KyvernoValuesContext,
): Values {
  const { excludedNamespaces = [], reportCrds = true, tufMirror } = options;
  const metrics = Metrics.find(scope);
  const available = Platform.of(scope)?.highlyAvailable ?? true;
  const monitored: Values = metrics
    ? { serviceMonitor: { enabled: true, additionalLabels: metrics.monitorLabels } }
    : {};
  const controller = (replicas: number): Values => ({
    replicas: available ? replicas : 1,
    ...(available && { podDisruptionBudget: { enabled: true, minAvailable: replicas - 1 } }),
    ...monitored,
  });
  const trusting = trust === undefined ? {} : trusted(trust);
  return {
    crds: { groups: { wgpolicyk8s: reports(reportCrds) } },
    config: {
      webhooks: {
        namespaceSelector: {
          matchExpressions: [
            {
              key: 'kubernetes.io/metadata.name',
              operator: 'NotIn',
              // The chart adds its own.
              values: [...new Set(['kube-system', ...excludedNamespaces])].sort(),
            },
          ],
        },
      },
    },
    ...(pullSecrets.length > 0 && { existingImagePullSecrets: pullSecrets }),
    features: {
      backgroundScan: { backgroundScanInterval: options.backgroundInterval ?? '1h' },
      logging: { format: 'json' },
      // Exceptions count only where those who own the policies keep them.
      policyExceptions: { enabled: exceptions, namespace: exceptions ? namespace : '' },
      // Helpers of cloud registries ask addresses that are not there.
      registryClient: { credentialHelpers: ['default'] },
      ...(tufMirror !== undefined && { tuf: { enabled: true, mirror: tufMirror } }),
    },
    admissionController: {
      ...controller(3),
      ...trusting,
      // An answer is worth more than anything else that the node does.
      priorityClassName: 'system-cluster-critical',
      initContainer: { resources: resources('10m', '64Mi', '256Mi') },
      container: { resources: resources('100m', '256Mi', '768Mi') },
    },
    backgroundController: {
      ...controller(2),
      ...trusting,
      resources: resources('50m', '128Mi', '512Mi'),
      ...(rights.length > 0 && { rbac: { clusterRole: { extraResources: rights } } }),
    },
    cleanupController: { ...controller(2), resources: resources('20m', '96Mi', '256Mi') },
    reportsController: {
      ...controller(2),
      ...trusting,
      resources: resources('50m', '128Mi', '512Mi'),
    },
  };
}

/** Every file of that folder is read; the chart's own way would replace the well-known ones. */
const trusted = (name: string): Values => ({
  extraVolumes: [{ name: 'platform-ca', configMap: { name } }],
  extraVolumeMounts: [
    {
      name: 'platform-ca',
      mountPath: '/etc/ssl/certs/platform-ca.crt',
      subPath: TRUST_KEY,
      readOnly: true,
    },
  ],
});

const reports = (enabled: boolean): Values => ({
  clusterpolicyreports: enabled,
  policyreports: enabled,
});

const resources = (cpu: string, memory: string, limit: string): Values => ({
  requests: { cpu, memory },
  limits: { cpu: null, memory: limit },
});
