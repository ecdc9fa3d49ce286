import { Capability } from '../kernel';

/** Volumes that many nodes mount at a time. */
export interface SharedStorageClass {
  /** StorageClass for claims with `ReadWriteMany`. */
  readonly storageClass: string;
}

export const SharedStorage = new Capability<SharedStorageClass>('shared-storage', 'shared storage');
