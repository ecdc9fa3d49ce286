import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import { highlyAvailable, resources, type Values } from '../../index';
import type { ComplianceSpec, ScanOptions } from './words';

/** ConfigMap with authorities of registries beside the public ones. */
export const TRUST = 'trivy-trust';

/** The key in it, and the name of the file. */
export const TRUST_KEY = 'platform.crt';

/** Secret with the word that scans show to the server; the chart knows it under this name only. */
export const SERVER_SECRET = 'trivy-operator-trivy-config';

const TRUST_VOLUME = { name: 'trust', configMap: { name: TRUST } };
/** Go trusts each file of this folder, beside the image's own. */
const TRUST_MOUNT = {
  name: 'trust',
  mountPath: `/etc/ssl/certs/${TRUST_KEY}`,
  subPath: TRUST_KEY,
  readOnly: true,
};
const CACHE_VOLUME = { name: 'cache-policies', emptyDir: {} };
const CACHE_MOUNT = { name: 'cache-policies', mountPath: '/tmp', readOnly: false };

const POD = {
  runAsNonRoot: true,
  runAsUser: 10000,
  runAsGroup: 10000,
  fsGroup: 10000,
  seccompProfile: { type: 'RuntimeDefault' },
};
const CONTAINER = {
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** The sets of rules that hold for every cluster; CIS asks about files of the nodes too. */
export const complianceOf = ({ compliance, nodes = false }: ScanOptions): ComplianceSpec[] => [
  ...(compliance ?? [
    'k8s-nsa-1.0' as const,
    'k8s-pss-baseline-0.1' as const,
    'k8s-pss-restricted-0.1' as const,
    ...(nodes ? ['k8s-cis-1.23' as const] : []),
  ]),
];

/** Chart values of the operator, with its server of databases. */
export function trivyOperatorValues(
  scope: IConstruct,
  options: ScanOptions,
  { trusts }: { readonly trusts: boolean },
): Values {
  const metrics = Metrics.find(scope);
  const many = highlyAvailable(scope);
  const { excludedNamespaces = [], excludedImages = [], nodes = false } = options;
  return {
    excludeNamespaces: excludedNamespaces.join(','),
    operator: {
      replicas: many ? 2 : 1,
      builtInTrivyServer: true,
      scanJobsConcurrentLimit: options.concurrentScans ?? (many ? 5 : 2),
      scanJobTimeout: options.scanTimeout ?? '10m',
      scannerReportTTL: options.reportTtl ?? '24h',
      sbomGenerationEnabled: options.sboms ?? false,
      infraAssessmentScannerEnabled: nodes,
      accessGlobalSecretsAndServiceAccount: options.usePullSecrets ?? true,
      privateRegistryScanSecretsNames: Object.fromEntries(
        Object.entries(options.registrySecrets ?? {}).map(([namespace, names]) => [
          namespace,
          names.join(','),
        ]),
      ),
      metricsClusterComplianceInfo: false,
    },
    // Metrics name the namespaces of what was scanned; the chart's monitor keeps those names.
    serviceMonitor: metrics && { enabled: true, labels: metrics.monitorLabels },
    resources: resources('50m', '256Mi', '1Gi'),
    podSecurityContext: POD,
    securityContext: CONTAINER,
    volumes: [CACHE_VOLUME, ...(trusts ? [TRUST_VOLUME] : [])],
    volumeMounts: [CACHE_MOUNT, ...(trusts ? [TRUST_MOUNT] : [])],
    trivyOperator: {
      excludeImages: excludedImages.join(','),
      scanJobTolerations: options.scanTolerations?.map((toleration) => ({
        operator: 'Exists',
        ...toleration,
      })),
      scanJobPodTemplatePodSecurityContext: nodes ? {} : POD,
      scanJobPodTemplateContainerSecurityContext: CONTAINER,
      scanJobCustomVolumes: trusts ? [TRUST_VOLUME] : [],
      scanJobCustomVolumesMount: trusts ? [TRUST_MOUNT] : [],
      useGCRServiceAccount: false,
    },
    trivy: trivyValues(scope, options, { trusts, many }),
    compliance: {
      specs: complianceOf(options),
      cron: options.complianceSchedule ?? '0 */6 * * *',
    },
  };
}

function trivyValues(
  scope: IConstruct,
  options: ScanOptions,
  { trusts, many }: { readonly trusts: boolean; readonly many: boolean },
): Values {
  const { severities = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] } = options;
  const { cpu = '100m', memory = '128Mi', memoryLimit = '1Gi' } = options.scanResources ?? {};
  return {
    severity: severities.join(','),
    ignoreUnfixed: options.ignoreUnfixed ?? false,
    offlineScan: options.offline ?? false,
    timeout: options.scanTimeout ?? '10m',
    existingSecret: Secrets.find(scope) !== undefined,
    storageClassName: BlockStorage.find(scope)?.storageClass,
    storageSize: options.databaseSize ?? '5Gi',
    resources: unlimitedCpu(resources(cpu, memory, memoryLimit)),
    server: {
      replicas: many ? 2 : 1,
      resources: unlimitedCpu(resources('100m', '512Mi', '1Gi')),
      podSecurityContext: POD,
      securityContext: CONTAINER,
      extraServerVolumes: {
        volumes: trusts ? [TRUST_VOLUME] : [],
        volumeMounts: trusts ? [TRUST_MOUNT] : [],
      },
    },
  };
}

/** The chart limits CPU unless told not to. */
const unlimitedCpu = ({ requests, limits }: Values): Values => ({
  requests,
  limits: { ...(limits as Values), cpu: null },
});
