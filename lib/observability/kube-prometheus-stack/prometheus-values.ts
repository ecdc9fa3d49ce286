import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import {
  highlyAvailable,
  Platform,
  resources,
  spread,
  type SecretRef,
  type Values,
} from '../../index';
import { shareOfSize } from '../quantities';
import { SERVICE_ACCOUNT_SCRAPE_CLASS, TOKEN_FILE } from './monitors';
import type { PrometheusOptions, RemoteWriteTarget, VolumeOptions } from './prometheus-words';

/** Size of each Prometheus' volume where none is given. */
const DEFAULT_PROMETHEUS_SIZE = '50Gi';
/** Attributes that tell services apart; all others are found by a join with `target_info`. */
const PROMOTED_ATTRIBUTES = [
  'service.name',
  'service.namespace',
  'service.instance.id',
  'service.version',
  'deployment.environment.name',
  'k8s.namespace.name',
  'k8s.pod.name',
  'k8s.container.name',
  'k8s.deployment.name',
  'k8s.node.name',
];

/** What the values take from the platform. */
export interface PrometheusWiring {
  readonly externalUrl: string | undefined;
  readonly remoteWrite: readonly RemoteWriteTarget[];
}

/** The values below `prometheus`. */
export function prometheusValues(
  scope: IConstruct,
  options: PrometheusOptions,
  { externalUrl, remoteWrite }: PrometheusWiring,
): Values {
  const ha = highlyAvailable(scope);
  const replicas = options.replicas ?? (ha ? 2 : 1);
  const { storage = {}, thanosSidecar: thanos, otlpReceiver = false } = options;
  const { cpu, memory, memoryLimit } = options.prometheusResources ?? {};
  return {
    // With one replica a budget would keep its node from ever being drained.
    podDisruptionBudget: { enabled: replicas > 1, minAvailable: 1 },
    thanosService: { enabled: thanos !== undefined },
    thanosServiceMonitor: { enabled: thanos !== undefined },
    prometheusSpec: {
      replicas,
      retention: options.retention ?? '15d',
      retentionSize: options.retentionSize ?? sizeLimit(storage),
      storageSpec: volume(scope, storage, DEFAULT_PROMETHEUS_SIZE),
      resources: resources(
        cpu ?? (ha ? '500m' : '200m'),
        memory ?? (ha ? '3Gi' : '1Gi'),
        memoryLimit ?? (ha ? '8Gi' : '3Gi'),
      ),
      topologySpreadConstraints: spread({ 'app.kubernetes.io/name': 'prometheus' }),
      externalUrl,
      externalLabels: externalLabels(scope, options),
      scrapeInterval: options.scrapeInterval ?? '30s',
      evaluationInterval: options.evaluationInterval ?? '30s',
      sampleLimit: options.sampleLimit,
      // Endpoints are deprecated since Kubernetes 1.33, and end at 1000 addresses.
      serviceDiscoveryRole: 'EndpointSlice',
      scrapeClasses: [
        { name: SERVICE_ACCOUNT_SCRAPE_CLASS, authorization: { credentialsFile: TOKEN_FILE } },
      ],
      // Every monitor and rule of the cluster counts, whatever chart drew it.
      serviceMonitorSelectorNilUsesHelmValues: false,
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      remoteWrite: remoteWrite.map(remoteWriteValues),
      enableRemoteWriteReceiver: options.remoteWriteReceiver ?? false,
      enableOTLPReceiver: otlpReceiver,
      ...(otlpReceiver && {
        otlp: { promoteResourceAttributes: PROMOTED_ATTRIBUTES },
        // Collectors batch and retry: their samples arrive late and in no order.
        tsdb: { outOfOrderTimeWindow: '30m' },
      }),
      enableFeatures: options.enableFeatures,
      thanos: thanos && {
        objectStorageConfig: { existingSecret: keyOf(thanos.objectStorageConfig) },
        resources: resources('50m', '128Mi', '1Gi'),
      },
    },
  };
}

/** A claim of each replica, or nothing for a volume that lives and dies with its Pod. */
export function volume(
  scope: IConstruct,
  options: VolumeOptions | 'ephemeral',
  defaultSize: string,
): Values | undefined {
  if (options === 'ephemeral') return undefined;
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName: options.storageClass ?? BlockStorage.find(scope)?.storageClass,
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: options.size ?? defaultSize } },
      },
    },
  };
}

const sizeLimit = (storage: VolumeOptions | 'ephemeral'): string | undefined =>
  storage === 'ephemeral' ? undefined : shareOfSize(storage.size ?? DEFAULT_PROMETHEUS_SIZE, 80);

function externalLabels(scope: IConstruct, { externalLabels: own }: PrometheusOptions): Values {
  const platform = Platform.of(scope);
  const labels = { ...(platform && { cluster: platform.name }), ...platform?.labels, ...own };
  return Object.fromEntries(
    // Kubernetes allows dots, dashes and slashes in names of labels; PromQL does not.
    Object.entries(labels).map(([name, value]) => [name.replaceAll(/[^a-zA-Z0-9_]/g, '_'), value]),
  );
}

function remoteWriteValues(target: RemoteWriteTarget): Values {
  const { name, url, headers, basicAuth, bearerToken, ca, clientCertificate } = target;
  const { keepMetrics = [], dropMetrics = [], maxShards } = target;
  const metrics = (action: 'keep' | 'drop', names: readonly string[]): Values[] =>
    names.length === 0 ? [] : [{ sourceLabels: ['__name__'], regex: names.join('|'), action }];
  return {
    name,
    url,
    headers,
    basicAuth: basicAuth && {
      username: keyOf(basicAuth.username),
      password: keyOf(basicAuth.password),
    },
    authorization: bearerToken && { credentials: keyOf(bearerToken) },
    ...((ca ?? clientCertificate) && {
      tlsConfig: {
        ca: ca && { secret: keyOf(ca) },
        cert: clientCertificate && { secret: keyOf(clientCertificate.cert) },
        keySecret: clientCertificate && keyOf(clientCertificate.key),
      },
    }),
    sendExemplars: true,
    writeRelabelConfigs: [...metrics('keep', keepMetrics), ...metrics('drop', dropMetrics)],
    queueConfig: maxShards === undefined ? undefined : { maxShards },
  };
}

/** A secret reference as Kubernetes objects write it. */
const keyOf = ({ name, key }: SecretRef): Values => ({ name, key });
