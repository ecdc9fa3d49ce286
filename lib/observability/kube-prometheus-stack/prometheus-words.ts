import type { SecretRef } from '../../index';

/** A volume that each replica has. */
export interface VolumeOptions {
  /** In whole binary units: `50Gi`. @default - see the prop */
  readonly size?: string;
  /** @default - the platform's block storage, else the cluster's default class */
  readonly storageClass?: string;
}

/** A store elsewhere that gets every sample: Mimir, Cortex, Thanos Receive. */
export interface RemoteWriteTarget {
  /** Unique; a label of the metrics about it. */
  readonly name: string;
  /** `https://mimir.example.com/api/v1/push`. */
  readonly url: string;
  /** Headers that are no secrets: `{ 'X-Scope-OrgID': 'platform' }`. @default {} */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly basicAuth?: { readonly username: SecretRef; readonly password: SecretRef };
  /** @default - none */
  readonly bearerToken?: SecretRef;
  /** Certificate authority of the store. @default - the ones that the image trusts */
  readonly ca?: SecretRef;
  /** Client certificate, for mutual TLS. @default - none */
  readonly clientCertificate?: { readonly cert: SecretRef; readonly key: SecretRef };
  /** Metrics to send, as regular expressions of whole names. @default - all */
  readonly keepMetrics?: readonly string[];
  /** Metrics not to send, as regular expressions of whole names. @default [] */
  readonly dropMetrics?: readonly string[];
  /** Most connections at a time. @default - 50 */
  readonly maxShards?: number;
}

/**
 * Control plane targets. By itself, kubeadm lets their metrics listen on loopback only; the
 * configuration that the component `Kubeadm` writes has them on an address of the node. Elsewhere set
 * `bind-address` of scheduler and controller manager, `listen-metrics-urls` of etcd (port 2381) and
 * `metricsBindAddress` of kube-proxy.
 */
export interface ClusterTargets {
  /** @default - whether the platform names control plane nodes, or has an etcd outside of them */
  readonly etcd?: boolean;
  /** Addresses of etcd's members. @default - of the platform's external etcd, else the control plane nodes */
  readonly etcdAddresses?: readonly string[];
  /** @default - whether the platform names control plane nodes */
  readonly scheduler?: boolean;
  /** @default - whether the platform names control plane nodes */
  readonly controllerManager?: boolean;
  /** @default - whether the platform names control plane nodes, and no CNI replaces kube-proxy */
  readonly kubeProxy?: boolean;
  /** CoreDNS of the cluster; off where a component of the platform scrapes its own. @default true */
  readonly coreDns?: boolean;
}

export interface PrometheusOptions {
  /** How long samples are kept, as a Prometheus duration. @default '15d' */
  readonly retention?: string;
  /**
   * Size at which the oldest samples go, in Prometheus' notation: `40GiB`.
   * @default - 80 % of the volume, so that it never runs full
   */
  readonly retentionSize?: string;
  /** Volume of each Prometheus; `ephemeral` loses all at each restart. @default { size: '50Gi' } */
  readonly storage?: VolumeOptions | 'ephemeral';
  /** Copies of Prometheus that collect the same. @default 2, or 1 on a single node */
  readonly replicas?: number;
  /** CPU and memory of each Prometheus; about 3 GiB per million series. @default - see below */
  readonly prometheusResources?: PrometheusResources;
  /** How often targets are read. @default '30s' */
  readonly scrapeInterval?: string;
  /** How often rules are evaluated. @default '30s' */
  readonly evaluationInterval?: string;
  /** Samples that one target may give at a time; what gives more is left out. @default - no limit */
  readonly sampleLimit?: number;
  /**
   * Labels of everything that leaves this Prometheus.
   * @default - `cluster`, the platform's name, and the platform's labels
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Stores that get every sample, to start with. @default [] */
  readonly remoteWrite?: readonly RemoteWriteTarget[];
  /** Whether others may push samples: agents, Tempo's metrics generator. @default false */
  readonly remoteWriteReceiver?: boolean;
  /** Whether OpenTelemetry collectors may push metrics to `/api/v1/otlp`. @default false */
  readonly otlpReceiver?: boolean;
  /** Feature flags of Prometheus: `exemplar-storage`. @default [] */
  readonly enableFeatures?: readonly string[];
  /** Uploads blocks to object storage by a Thanos sidecar. @default - no sidecar */
  readonly thanosSidecar?: {
    /** Key with the configuration of the object storage, in Thanos' format. */
    readonly objectStorageConfig: SecretRef;
  };
}

/** What each Prometheus asks of its node. */
export interface PrometheusResources {
  /** CPU asked for: `500m`. @default '500m', or '200m' on a single node */
  readonly cpu?: string;
  /** Memory asked for. @default '3Gi', or '1Gi' on a single node */
  readonly memory?: string;
  /** Memory at which it is killed; replaying the log after a crash takes more than usual. @default '8Gi', or '3Gi' on a single node */
  readonly memoryLimit?: string;
}
