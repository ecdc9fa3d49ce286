/** A disk with what Ceph cannot find out by itself. */
export interface StorageDevice {
  /** Kernel name (`sdb`) or path (`/dev/disk/by-id/…`); the path stays the same over restarts. */
  readonly name: string;
  /** Class that pools may ask for. @default - what Ceph takes it for: `hdd`, `ssd` or `nvme` */
  readonly deviceClass?: string;
  /** Faster disk of the same node that holds the metadata of this one. @default - the disk itself */
  readonly metadataDevice?: string;
}

/** A node that gives its disks to Ceph. */
export interface StorageNode {
  /** Host name, as the kubelet registers it. */
  readonly name: string;
  /** Empty disks: names, or names with what else is known. They are overwritten. */
  readonly devices: readonly (string | StorageDevice)[];
  /** Value of its label `topology.kubernetes.io/zone`. @default - none */
  readonly zone?: string;
}

/** Disks that Ceph picks by itself, on every node. All that is not excluded is overwritten. */
export type AllNodesOptions =
  | {
      /** Kernel names of the disks to take, as a regular expression: `^nvme[1-9]n1$`. */
      readonly deviceFilter: string;
    }
  | {
      /** Paths of the disks to take, as a regular expression: `^/dev/disk/by-path/.*-sas-.*`. */
      readonly devicePathFilter: string;
    }
  | {
      /** Takes every disk that has neither partitions nor a file system. */
      readonly useAllDevices: true;
    };

/** What no two copies or chunks of the data share. */
export type FailureDomain = 'zone' | 'host' | 'osd';

/** How data survives the loss of disks for less room than whole copies. */
export interface ErasureCoding {
  /** Chunks that hold the data, 2 or more. */
  readonly dataChunks: number;
  /** Chunks that may be lost, 1 or more. */
  readonly codingChunks: number;
}

/** How data is spread over disks. */
export interface PoolOptions {
  /** Copies. @default - 3, or as many as there are failure domains if these are fewer */
  readonly size?: number;
  /** Chunks instead of copies. @default - copies */
  readonly erasureCoded?: ErasureCoding;
  /** @default - the component's own */
  readonly failureDomain?: FailureDomain;
  /** Only disks of this class: `ssd`. @default - all disks */
  readonly deviceClass?: string;
  /** When data is compressed on disk. @default 'none' */
  readonly compression?: 'none' | 'passive' | 'aggressive' | 'force';
  /** Largest amount of data, without copies, as a quantity: `10Ti`. @default - as much as fits */
  readonly maxSize?: string;
  /** Further parameters of the pool, in Ceph's words: `{ pg_num_min: '64' }`. @default {} */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The StorageClass of a pool or file system. Kubernetes lets nobody change it later. */
export interface VolumeOptions {
  /** Name of the StorageClass. @default - the name of the pool or file system */
  readonly storageClass?: string;
  /** What happens to the data of a claim that is deleted. @default 'Delete' */
  readonly reclaimPolicy?: 'Delete' | 'Retain';
  /** @default [] */
  readonly mountOptions?: readonly string[];
}

/** A pool of volumes that one node mounts at a time. */
export interface BlockPoolOptions extends PoolOptions, VolumeOptions {
  /** DNS label, unique among the pools. */
  readonly name: string;
  /** File system on the volumes. @default 'ext4' */
  readonly fsType?: 'ext4' | 'xfs';
  /** Whether reads and writes are counted by volume; costs metrics. @default false */
  readonly volumeStatistics?: boolean;
}

/** A file system whose volumes many nodes mount at a time. */
export interface FilesystemOptions extends PoolOptions, VolumeOptions {
  /** DNS label, unique among the file systems. */
  readonly name: string;
  /** Metadata servers that share the work, each with a standby where there is more than one node. @default 1 */
  readonly activeMetadataServers?: number;
  /** Class of the disks that hold the metadata. @default - the same as for the data */
  readonly metadataDeviceClass?: string;
}

/** TLS between an object store and its users within the cluster. */
export interface ObjectStoreTls {
  /** Issuer of the certificate. @default - the platform's default issuer */
  readonly issuer?: string;
  /**
   * Secret of type `kubernetes.io/tls` in the component's namespace, valid for the Service's name.
   * @default - a certificate of the platform's issuer
   */
  readonly secretName?: string;
  /** Authority that signed the certificate, PEM, for users. @default - the platform's `caCertificates` */
  readonly caCertificates?: string;
}

/** Buckets behind the protocol of S3. */
export interface ObjectStoreOptions {
  /** DNS label; the Service is `rook-ceph-rgw-<name>`. */
  readonly name: string;
  /** Name of the StorageClass of ObjectBucketClaims. @default - the name of the store */
  readonly storageClass?: string;
  /** Gateways that answer. @default - 2, on a single node 1 */
  readonly instances?: number;
  /** Where objects are kept. @default {} */
  readonly dataPool?: PoolOptions;
  /** Where their index is kept; copies only, best on fast disks. @default {} */
  readonly metadataPool?: PoolOptions;
  /** What happens to the data of a bucket whose claim is deleted. @default 'Retain' */
  readonly bucketReclaimPolicy?: 'Delete' | 'Retain';
  /** @default - plain HTTP within the cluster */
  readonly tls?: ObjectStoreTls;
  /**
   * Name under which it is reachable from outside, through the platform's gateway. The bucket stands
   * in the path.
   * @default - within the cluster only
   */
  readonly hostname?: string;
  /** Options of the gateways, in Ceph's words: `{ rgw_thread_pool_size: '1024' }`. @default {} */
  readonly config?: Readonly<Record<string, string>>;
}

/** What a user of an object store may do. */
export type UserAccess = '*' | 'read' | 'write' | 'read, write';

/** A user of an object store who makes buckets himself. */
export interface ObjectStoreUserOptions {
  /** DNS label. */
  readonly name: string;
  /** Name of the object store. @default - the first one */
  readonly store?: string;
  /** Read by people. @default - the name */
  readonly displayName?: string;
  /** Administrative rights: `{ usage: 'read' }`. @default {} */
  readonly capabilities?: Readonly<Partial<Record<UserCapability, UserAccess>>>;
  /** Largest size of all his buckets, as a quantity: `500Gi`. @default - no limit */
  readonly maxSize?: string;
  /** @default - no limit */
  readonly maxObjects?: number;
  /** @default - 1000, the store's own */
  readonly maxBuckets?: number;
}

/** What an administrative right is for. */
export type UserCapability =
  | 'bucket'
  | 'buckets'
  | 'info'
  | 'metadata'
  | 'ratelimit'
  | 'roles'
  | 'usage'
  | 'user'
  | 'users'
  | 'user-policy';
