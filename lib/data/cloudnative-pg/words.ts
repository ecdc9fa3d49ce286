import type { DatabaseRequest } from '../../contracts/databases';
import type { Destination, SecretRef } from '../../index';

/** How a database is backed up. */
export interface BackupOptions {
  /**
   * `object-store`: base backups and every change since, to a bucket of its own; any moment can be
   * restored. `volume-snapshots`: base backups as snapshots by the storage, which do not survive
   * the storage; with a bucket as well, changes still go there.
   * @default 'object-store'
   */
  readonly method?: 'object-store' | 'volume-snapshots';
  /** When base backups are made: six fields of cron, seconds first, UTC. @default - between 1 and 3 at night */
  readonly schedule?: string;
  /** Days that can be restored from the bucket. @default 30 */
  readonly keepDays?: number;
  /** Name of the bucket, unique in the object store. @default - `<namespace>-<name>` */
  readonly bucket?: string;
  /** VolumeSnapshotClass of snapshots. @default - the only one that there is */
  readonly snapshotClass?: string;
}

/** A database that starts from backups of the same or another one. */
export interface RecoveryOptions {
  /** Name under which the backups were written: the old cluster's name as a rule. */
  readonly from: string;
  /**
   * Name under which the new cluster writes its own, in the same bucket: never one that was used
   * before, or archiving refuses to start. Leave it in the definition afterwards.
   */
  readonly archiveAs: string;
  /** Moment to go back to, RFC 3339: `2026-03-01T08:30:00Z`. @default - the newest */
  readonly targetTime?: string;
  /** `ObjectStore` in the namespace that has the backups. @default - the database's own */
  readonly objectStore?: string;
}

/** A database that starts from volume snapshots. */
export interface SnapshotRecoveryOptions {
  /** VolumeSnapshot of the data. */
  readonly snapshot: string;
  /** VolumeSnapshot of the WAL volume, where there was one. @default - none */
  readonly walSnapshot?: string;
  /** Name under which the new cluster archives: never one that was used before. */
  readonly archiveAs: string;
}

/** A running server that a new database is filled from. */
export interface SourceOptions {
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  readonly user: string;
  /** Database to read. @default 'postgres' */
  readonly database?: string;
  /** Password of the user, in the namespace of the new database. @default - none: a certificate */
  readonly password?: SecretRef;
  /** Certificate and key of the user, in that namespace. @default - none: a password */
  readonly certificate?: { readonly certificate: SecretRef; readonly key: SecretRef };
  /** Authority to verify the server by, in that namespace. @default - none */
  readonly authority?: SecretRef;
  /** @default 'require'; 'verify-full' with `authority` */
  readonly sslMode?: string;
  /** Where connections lead, for a server of this cluster. @default - host and port */
  readonly destination?: Destination;
}

/**
 * What a new database starts from. `copy` clones a server of the same major version, byte by byte;
 * `import` reads one database of any older or equal version as SQL.
 */
export type Bootstrap =
  | { readonly recovery: RecoveryOptions | SnapshotRecoveryOptions }
  | { readonly copy: SourceOptions }
  | { readonly import: SourceOptions & { readonly database: string } };

/** A PostgreSQL cluster. */
export interface ClusterOptions extends DatabaseRequest {
  /** Copies of the data, the primary included. @default - 3, or 1 in the single-node profile */
  readonly instances?: number;
  /**
   * Whether a commit waits until a second copy has it, as long as there is one: a failover then
   * loses nothing.
   * @default - true with two instances or more
   */
  readonly synchronous?: boolean;
  /** Volume of its own for the write-ahead log, as a quantity. @default - none: it shares the data's */
  readonly walSize?: string;
  /** @default - the platform's block storage */
  readonly storageClass?: string;
  /** Server image. @default - the component's */
  readonly image?: string;
  /** Whether instances that find no node of their own share one, or wait. @default 'preferred' */
  readonly antiAffinity?: 'preferred' | 'required';
  /** @default [] */
  readonly preloadLibraries?: readonly string[];
  /** What it starts from; read when it is made, and never again. @default - an empty database */
  readonly bootstrap?: Bootstrap;
  /** @default - the component's */
  readonly backups?: BackupOptions | 'none';
}
