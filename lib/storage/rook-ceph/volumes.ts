import { BlockStorage } from '../../contracts/block-storage';
import { SharedStorage } from '../../contracts/shared-storage';
import type { VolumeSnapshotter } from '../../contracts/volume-snapshots';
import { VolumeSnapshotClass } from '../snapshot-controller/kinds';
import type { Drawer } from './drawer';
import { CephBlockPool, CephFilesystem, CephFilesystemSubVolumeGroup } from './kinds';
import { copiesBeside, poolSpec } from './pools';
import { dataPoolName, filesystemSpec, type SpecContext } from './specs';
import {
  blockClass,
  blockDriver,
  DEFAULT_CLASS,
  fileClass,
  fileDriver,
  snapshotClass,
} from './storage-classes';
import type { BlockPoolOptions, FilesystemOptions, PoolOptions } from './words';

/** By it Velero finds the snapshot class of a driver. */
const BACKUP_LABEL = 'velero.io/csi-volumesnapshot-class';

export interface VolumesOptions {
  /** Whether volumes can be copied by snapshots. Needs the snapshot controller and its kinds. @default false */
  readonly snapshots?: boolean;
  /** Whether claims that name no class get volumes of the first block pool. @default true */
  readonly default?: boolean;
}

/** Block pools and file systems with their classes. The first of each serves others. */
export class Volumes implements VolumeSnapshotter {
  /** StorageClasses of block pools. */
  readonly blockClasses: string[] = [];
  /** StorageClasses of file systems. */
  readonly fileClasses: string[] = [];
  readonly snapshotClasses: Record<string, string> = {};

  constructor(
    private readonly drawer: Drawer,
    private readonly context: SpecContext,
    private readonly options: VolumesOptions,
  ) {}

  /** Class of claims that name none. */
  get default(): string | undefined {
    return (this.options.default ?? true) ? this.blockClasses[0] : undefined;
  }

  /** Draws a pool of volumes; with chunks, a second one for what Ceph keeps in copies only. */
  addBlockPool(options: BlockPoolOptions): void {
    const { name, storageClass = name, erasureCoded } = options;
    const { drawer } = this;
    const { namespace, topology } = drawer;
    drawer.claim('pool', name, storageClass);
    drawer.checkPool(`pool '${name}'`, options);
    const statistics = options.volumeStatistics ? { enableRBDStats: true } : {};
    const pool = (called: string, of: PoolOptions): void =>
      drawer.draw(CephBlockPool, called, { spec: { ...poolSpec(topology, of), ...statistics } });
    const data = `${name}-data`;
    pool(name, erasureCoded ? copiesBeside(options) : options);
    if (erasureCoded) pool(data, options);
    this.blockClasses.push(storageClass);
    if (this.blockClasses.length === 1) BlockStorage.provide(drawer.owner, { storageClass });
    drawer.drawClass(
      storageClass,
      blockClass(namespace, options, { pool: name, ...(erasureCoded && { dataPool: data }) }),
      this.default === storageClass ? { [DEFAULT_CLASS]: 'true' } : {},
    );
    this.drawSnapshotClass('rbd', blockDriver(namespace), storageClass);
  }

  /** Draws a file system with the group of subvolumes that the CSI driver works in. */
  addFilesystem(options: FilesystemOptions): void {
    const { name, storageClass = name } = options;
    const { drawer } = this;
    const { namespace } = drawer;
    drawer.claim('file system', name, storageClass);
    drawer.checkPool(`file system '${name}'`, options);
    drawer.checkCount(`active metadata servers of '${name}'`, options.activeMetadataServers);
    if (options.metadataDeviceClass !== undefined) {
      drawer.checkPool(`metadata of '${name}'`, {
        ...copiesBeside(options),
        deviceClass: options.metadataDeviceClass,
      });
    }
    drawer.draw(CephFilesystem, name, { spec: filesystemSpec(options, this.context) });
    const spec = { name: 'csi', filesystemName: name, pinning: { distributed: 1 } };
    drawer.draw(CephFilesystemSubVolumeGroup, `${name}-csi`, { spec });
    this.fileClasses.push(storageClass);
    if (this.fileClasses.length === 1) SharedStorage.provide(drawer.owner, { storageClass });
    drawer.drawClass(storageClass, fileClass(namespace, options, dataPoolName(options)));
    this.drawSnapshotClass('cephfs', fileDriver(namespace), storageClass);
  }

  /** One class serves all pools of a driver; it has the name of the first one's StorageClass. */
  private drawSnapshotClass(kind: 'rbd' | 'cephfs', driver: string, name: string): void {
    if (!this.options.snapshots || this.snapshotClasses[driver] !== undefined) return;
    this.snapshotClasses[driver] = name;
    this.drawer.draw(VolumeSnapshotClass, name, snapshotClass(kind, this.drawer.namespace), {
      labels: { [BACKUP_LABEL]: 'true' },
    });
  }
}
