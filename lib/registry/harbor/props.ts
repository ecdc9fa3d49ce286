import type { AccessGroups } from '../../contracts/identity';
import type { ComponentProps, SecretRef, Values } from '../../index';
import type { ProjectOptions, RobotOptions } from './project-words';
import type {
  ProxyCacheOptions,
  RegistryEndpointOptions,
  ReplicationOptions,
  ScheduleOptions,
} from './replication-words';

/** Images on a volume, where there is no object store. */
export interface VolumeOptions {
  /** @default '100Gi' */
  readonly size?: string;
  /** @default - the platform's shared storage, else its block storage, else the cluster's default class */
  readonly storageClass?: string;
  /** Whether many nodes mount it; else one Pod stores images. @default - whether the platform has shared storage */
  readonly shared?: boolean;
}

/** The scanner of images. */
export interface TrivyOptions {
  /** Severities that are reported. @default - all */
  readonly severities?: readonly ('UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL')[];
  /** Whether vulnerabilities without a fix are left out. @default false */
  readonly ignoreUnfixed?: boolean;
  /** Whether it asks nobody about what it finds, such as Maven's index. @default false */
  readonly offline?: boolean;
  /** Whether it fetches databases; if not, somebody puts them on its volumes. @default true */
  readonly updates?: boolean;
  /** Where the database comes from, the first first. @default - its own places, or the platform's mirror */
  readonly databases?: readonly string[];
  /** The same for the index of Java archives. @default - its own places, or the platform's mirror */
  readonly javaDatabases?: readonly string[];
  /** Volume of each copy. @default '5Gi' */
  readonly size?: string;
  /** How long a scan may take, as a Go duration. @default '10m0s' */
  readonly timeout?: string;
}

/** A proxy through which Harbor reaches other registries and databases of vulnerabilities. */
export interface OutgoingProxy {
  /** `http://proxy.example.com:3128`. */
  readonly url: string;
  /** Hosts that are reached without it, beside Harbor's own. @default [] */
  readonly except?: readonly string[];
}

/** Traces by OTLP over HTTP. */
export interface TraceOptions {
  /** Host and port: `otel-collector.tracing.svc:4318`. */
  readonly endpoint: string;
  /** Share of requests, 0 to 1. @default 0.1 */
  readonly sampleRate?: number;
  /** Whether it speaks without TLS. @default true */
  readonly insecure?: boolean;
}

/** What is in Harbor, beside what people make by hand: brought there again every ten minutes. */
export interface HarborContent {
  /** @default [] */
  readonly projects?: readonly ProjectOptions[];
  /** @default [] */
  readonly robots?: readonly RobotOptions[];
  /** Copies of public registries. @default [] */
  readonly proxyCaches?: readonly ProxyCacheOptions[];
  /** Other registries to copy from or to. @default [] */
  readonly registries?: readonly RegistryEndpointOptions[];
  /** @default [] */
  readonly replications?: readonly ReplicationOptions[];
  /** Garbage collection, scans of everything, the audit log. @default {} */
  readonly schedules?: ScheduleOptions;
  /** Vulnerabilities that block nothing in projects that name none. @default - as it is in Harbor */
  readonly allowedCves?: readonly string[];
}

export interface HarborProps extends ComponentProps, HarborContent {
  /** @default - `harbor` of the platform's domain */
  readonly hostname?: string;
  /** Whether it gets a hostname, where there is a gateway. @default true */
  readonly expose?: boolean;
  /** Seconds that one request may take: a layer is pushed in one. @default 1800 */
  readonly timeoutSeconds?: number;
  /** Copies of each part. @default - 2, or 1 in a platform of one node */
  readonly replicas?: number;
  /** Where images are: a bucket of the platform's object store, or a volume. @default 'bucket' */
  readonly storage?: 'bucket' | VolumeOptions;
  /** Largest size of the bucket, as a quantity. @default - no limit */
  readonly bucketSize?: string;
  /** Whether clients fetch layers from the object store itself, which they must reach. @default false */
  readonly redirect?: boolean;
  /** Volume of each copy of the database. @default '10Gi' */
  readonly databaseSize?: string;
  /** Password of the user `admin`. @default - one from the platform's source of secrets */
  readonly adminPassword?: SecretRef;
  /**
   * Secret with Harbor's own keys, see the class. @default - one from the platform's source of secrets
   */
  readonly keysSecret?: string;
  /** Secret with an RSA key and certificate (`tls.key`, `tls.crt`) that tokens are signed by. @default - made by the platform's issuer of certificates */
  readonly tokenCertificate?: string;
  /** Whether its parts speak TLS among each other; needs an issuer of certificates. @default false */
  readonly internalTls?: boolean;
  /** Groups of people by what they may do, where they differ from the platform's. @default {} */
  readonly access?: Partial<AccessGroups>;
  /** Whether people are sent to the identity provider without being asked. @default false */
  readonly autoLogin?: boolean;
  /**
   * What scans images: Trivy, something outside that reports by itself, or nothing.
   * @default {}
   */
  readonly scanner?: TrivyOptions | 'external' | 'none';
  /** Hours that projects and manifests are kept in the cache; 0 for none. @default 24 */
  readonly cacheHours?: number;
  /** Jobs that each copy works on at a time: replications, scans, collections. @default 10 */
  readonly jobWorkers?: number;
  /** @default - none */
  readonly proxy?: OutgoingProxy;
  /** @default - none */
  readonly traces?: TraceOptions;
  /**
   * Host and port of a syslog server (TCP) that takes the audit log too. Harbor does not start
   * while it does not answer.
   * @default - none
   */
  readonly auditLogEndpoint?: string;
  /** Largest size of a project that says none, as a quantity. @default - no limit */
  readonly projectQuota?: string;
  /** System settings by Harbor's own names (`session_timeout`), over what the library sets. @default {} */
  readonly settings?: Values;
  /** How often Harbor's content is brought to what is described, in the five fields of cron. @default every ten minutes */
  readonly configureSchedule?: string;
}
