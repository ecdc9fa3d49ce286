import { Capability } from '../kernel';

/** Volumes that one node mounts at a time. */
export interface BlockStorageClass {
  /** StorageClass for claims with `ReadWriteOnce`. */
  readonly storageClass: string;
}

export const BlockStorage = new Capability<BlockStorageClass>('block-storage', 'block storage');
