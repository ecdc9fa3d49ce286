/**
 * How often the leader speaks up, and how long members wait for it until they elect another:
 * `local` for members of one site (100 ms and 1 s), `sites` for members of several sites of one
 * region (300 ms and 3 s), or milliseconds of your own: a heartbeat of about the round trip between
 * members, an election ten times as long.
 */
export type EtcdLatency =
  | 'local'
  | 'sites'
  | { readonly heartbeatMilliseconds: number; readonly electionMilliseconds: number };

/** Where certificates are made, and for how long. */
export interface EtcdCertificates {
  /**
   * Where the key of the authority is: on the first member, below `/etc/etcd/ca`, until somebody
   * moves it to a safe; or where the definition is run, below `~/etcd-ca-<platform>`.
   * @default 'first-member'
   */
  readonly authority?: 'first-member' | 'operator';
  /** Days that certificates of members and API servers hold. @default 365 */
  readonly days?: number;
  /** Days that the authority holds. @default 3650 */
  readonly authorityDays?: number;
}

/** Where each snapshot is copied to, off the machine. */
export type EtcdUpload =
  | {
      /** Target of rclone: `backups:etcd/prod`. How long copies stay is the bucket's to say. */
      readonly rclone: string;
      /** rclone's configuration with the credentials, put on the machines by hand, mode 0600. */
      readonly configFile: string;
    }
  | {
      /** Program that is called with the snapshot's path, and fails if it could not copy it. */
      readonly command: string;
    };

/** Snapshots of the whole database, taken by one member at a time. */
export interface EtcdBackup {
  /** When, in systemd's `OnCalendar` words. @default - every six hours, at twenty past */
  readonly schedule?: string;
  /** How many snapshots stay on the machine. @default 28 */
  readonly keep?: number;
  /** Folder on the machine; another disk than etcd's, or a mounted share. @default '/var/backups/etcd' */
  readonly directory?: string;
  /**
   * File with age's public keys, one a line, put on the machines by hand: snapshots are encrypted to
   * them. A snapshot holds every Secret as etcd has it.
   * @default - not encrypted
   */
  readonly recipientsFile?: string;
  /** Copy off the machine. @default - none */
  readonly upload?: EtcdUpload;
  /**
   * Folder that node exporter of these machines reads metrics from: the time of the last good
   * snapshot is written there, and an alert says when it is too old.
   * @default - no metric
   */
  readonly textfileDirectory?: string;
  /** systemd unit that is started when a snapshot fails. @default - none */
  readonly onFailure?: string;
}

/** Gives free pages of the database back to the disk, one member after another. */
export interface EtcdDefragmentation {
  /** When, in systemd's `OnCalendar` words. @default - Sunday, at ten past three */
  readonly schedule?: string;
  /** Part of the file, in percent, that has to be free pages. @default 40 */
  readonly freePercent?: number;
  /** Size of the file below which it is left alone, in MiB. @default 512 */
  readonly minimumMebibytes?: number;
}
