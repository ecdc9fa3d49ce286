import type { BackupHook } from '../../contracts/backups';
import type { SecretRef } from '../../index';

/** Who encrypts what lies in a bucket, beside Velero's own encryption of volumes' content. */
export type Encryption =
  /** The store, by keys of its own. */
  | { readonly by: 'store' }
  /** The store, by a key of its key service. */
  | { readonly by: 'kms'; readonly keyId: string }
  /** The store, by a key of 32 bytes that is sent with each request, from a Secret in Velero's namespace. */
  | { readonly by: 'customer-key'; readonly secret: SecretRef };

/** A bucket outside the cluster. */
export interface BackupLocation {
  /** Name of the location; backups and schedules refer to it. */
  readonly name: string;
  readonly bucket: string;
  /** Folder within the bucket; two clusters must not share one. @default - the platform's name */
  readonly prefix?: string;
  readonly region: string;
  /** Address with scheme: `https://s3.example.com`. @default - Amazon's of the region */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path rather than in the host name. @default - true with an `endpoint` */
  readonly pathStyle?: boolean;
  /**
   * Key of a Secret in Velero's namespace that holds a credentials file in Amazon's form, with a
   * section `[default]`.
   */
  readonly credentials: SecretRef;
  /** Authority that signed the endpoint's certificate, PEM. @default - one that images trust already */
  readonly caCertificates?: string;
  /** Whether backups are only read from it, as in a move from another cluster. @default false */
  readonly readOnly?: boolean;
  /** @default - as the bucket has it */
  readonly encryption?: Encryption;
  /** Checksum sent with each object; many stores but Amazon's refuse them. @default - CRC32 without an `endpoint`, else none */
  readonly checksum?: 'CRC32' | 'CRC32C' | 'SHA1' | 'SHA256' | 'none';
}

/** Backups that are made again and again. */
export interface ScheduleOptions {
  readonly name: string;
  /** When, in the five fields of cron, UTC. @default - once a night */
  readonly schedule?: string;
  /** Namespaces by name, or by patterns with `*`, `?` and `[abc]`: `team-*`. @default ['*'] */
  readonly namespaces?: readonly string[];
  /**
   * Labels of namespaces, in place of names: all namespaces of the platform that carry them when it
   * is synthesized, such as `{ retention: 'long' }`.
   * @default - namespaces by name
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Namespaces that are left out, by name. @default [] */
  readonly excludedNamespaces?: readonly string[];
  /**
   * Labels of what is backed up, on each object: claims, Pods, Secrets; those of namespaces are in
   * `namespaceLabels`.
   * @default - everything
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** Resources that are left out: `secrets`, `jobs.batch`. @default ['events', 'events.events.k8s.io'] */
  readonly excludedResources?: readonly string[];
  /** Whether the content of volumes is copied. @default true */
  readonly volumes?: boolean;
  /** Days that each backup is kept. @default - `keepDays` of Velero */
  readonly keepDays?: number;
  /** Where it is kept. @default 'default' */
  readonly location?: string;
  /** Run in containers before their volumes are copied. @default [] */
  readonly before?: readonly BackupHook[];
  /** Run in containers once their volumes are copied. @default [] */
  readonly after?: readonly BackupHook[];
  /** @default false */
  readonly paused?: boolean;
}

/** Volumes, by all that is given. */
export interface VolumeConditions {
  /** Labels of the claim. @default - any */
  readonly claimLabels?: Readonly<Record<string, string>>;
  /** @default - any */
  readonly storageClasses?: readonly string[];
  /** CSI driver: `driver.longhorn.io`. @default - any */
  readonly csiDriver?: string;
  /** Kinds of volumes in a Pod: `emptyDir`, `nfs`, `configMap`. @default - any */
  readonly types?: readonly string[];
  /** Sizes `from,to` as quantities: `100Gi,1Ti`, `0,10Gi`. @default - any */
  readonly capacity?: string;
}

/** What is done about volumes instead of the usual; the first that matches counts. */
export interface VolumePolicy {
  readonly volumes: VolumeConditions;
  /** `files` copies files of mounted volumes, `snapshot` takes a snapshot, `skip` copies nothing. */
  readonly action: 'skip' | 'files' | 'snapshot';
}
