import { Capability } from '../kernel';

/** Point-in-time copies of volumes, made by the storage itself. */
export interface VolumeSnapshotter {
  /** VolumeSnapshotClasses, by the CSI driver that each is for: `rook-ceph.rbd.csi.ceph.com`. */
  readonly snapshotClasses: Readonly<Record<string, string>>;
}

export const VolumeSnapshots = new Capability<VolumeSnapshotter>(
  'volume-snapshots',
  'volume snapshots',
  { kinds: ['VolumeSnapshotClass.snapshot.storage.k8s.io'] },
);
