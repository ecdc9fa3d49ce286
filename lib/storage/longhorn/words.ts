/** How volumes of a class are kept. */
export interface VolumeOptions {
  /**
   * Copies of each volume, each on a node of its own.
   * @default - 3 in a highly available platform, fewer where the inventory has fewer nodes; else 1
   */
  readonly replicas?: number;
  /** Whether data goes with the claim. @default 'Delete' */
  readonly reclaimPolicy?: 'Delete' | 'Retain';
  /** `WaitForFirstConsumer` places copies once the Pod's node is known. @default 'WaitForFirstConsumer' */
  readonly bindingMode?: 'Immediate' | 'WaitForFirstConsumer';
  /**
   * Whether one copy is where the Pod is: `best-effort` moves one there, `strict-local` has no
   * other and needs `replicas: 1`.
   * @default 'disabled'
   */
  readonly dataLocality?: 'disabled' | 'best-effort' | 'strict-local';
  /** @default 'ext4' */
  readonly fsType?: 'ext4' | 'xfs';
  /** Tags that disks must have; tags are set on Longhorn's nodes. @default [] */
  readonly diskTags?: readonly string[];
  /** Tags that nodes must have. @default [] */
  readonly nodeTags?: readonly string[];
  /** Recurring jobs of its volumes, by name. @default - those of the group `default` */
  readonly recurringJobs?: readonly string[];
}

/** One more class of volumes. */
export interface LonghornClass extends VolumeOptions {
  readonly name: string;
  /**
   * Secret with `CRYPTO_KEY_VALUE` and its settings, by which volumes are encrypted (LUKS). Whoever
   * loses it loses the volumes.
   * @default - not encrypted
   */
  readonly encryptionSecret?: { readonly name: string; readonly namespace: string };
}

/** Something that is done to volumes again and again. */
export interface RecurringJobOptions {
  /** At most 40 characters. */
  readonly name: string;
  readonly task:
    | 'snapshot'
    | 'snapshot-force-create'
    | 'snapshot-cleanup'
    | 'snapshot-delete'
    | 'backup'
    | 'backup-force-create'
    | 'filesystem-trim';
  /** When, in the five fields of cron, UTC. */
  readonly cron: string;
  /** Snapshots or backups of each volume that are kept. @default - 7; none for cleanup and trim, which make none */
  readonly retain?: number;
  /** Volumes at a time. @default 2 */
  readonly concurrency?: number;
  /** Groups of volumes; `default` is all that have no job of their own. @default ['default'] */
  readonly groups?: readonly string[];
}

/** Where backups go, other than the platform's object store. */
export interface BackupTargetOptions {
  /** `s3://bucket@region/`, `nfs://server:/path`, `cifs://server/share`. */
  readonly url: string;
  /**
   * Secret in Longhorn's namespace: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINTS`
   * and `AWS_CERT` for S3, `CIFS_USERNAME` and `CIFS_PASSWORD` for CIFS.
   * @default - none, as NFS needs
   */
  readonly secretName?: string;
  /** Host and port, which the Pods are let out to. */
  readonly host: string;
  readonly port: number;
}
