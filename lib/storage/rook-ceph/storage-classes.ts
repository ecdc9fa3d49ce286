import type {
  BlockPoolOptions,
  FilesystemOptions,
  ObjectStoreOptions,
  VolumeOptions,
} from './words';

/** Marks the StorageClass of claims that name none. */
export const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** The driver of blocks, as it registers. */
export const blockDriver = (namespace: string): string => `${namespace}.rbd.csi.ceph.com`;
/** The driver of file systems. */
export const fileDriver = (namespace: string): string => `${namespace}.cephfs.csi.ceph.com`;

/** StorageClass of volumes that one node mounts at a time. */
export const blockClass = (
  namespace: string,
  options: BlockPoolOptions,
  pools: { readonly pool: string; readonly dataPool?: string },
) => ({
  provisioner: blockDriver(namespace),
  parameters: {
    clusterID: namespace,
    ...pools,
    imageFormat: '2',
    imageFeatures: 'layering',
    ...secrets('rbd', namespace),
    'csi.storage.k8s.io/fstype': options.fsType ?? 'ext4',
  },
  ...volumes(options),
});

/** StorageClass of volumes that many nodes mount at a time. */
export const fileClass = (namespace: string, options: FilesystemOptions, dataPool: string) => ({
  provisioner: fileDriver(namespace),
  parameters: {
    clusterID: namespace,
    fsName: options.name,
    // Ceph's name of the pool: Rook puts the file system's in front.
    pool: `${options.name}-${dataPool}`,
    ...secrets('cephfs', namespace),
  },
  ...volumes(options),
});

/** StorageClass of buckets. */
export const bucketClass = (namespace: string, options: ObjectStoreOptions, region: string) => ({
  provisioner: `${namespace}.ceph.rook.io/bucket`,
  parameters: { objectStoreName: options.name, objectStoreNamespace: namespace, region },
  reclaimPolicy: options.bucketReclaimPolicy ?? 'Retain',
  volumeBindingMode: 'Immediate',
});

/** VolumeSnapshotClass of a driver. */
export const snapshotClass = (kind: 'rbd' | 'cephfs', namespace: string) => ({
  driver: kind === 'rbd' ? blockDriver(namespace) : fileDriver(namespace),
  deletionPolicy: 'Delete' as const,
  parameters: {
    clusterID: namespace,
    'csi.storage.k8s.io/snapshotter-secret-name': `rook-csi-${kind}-provisioner`,
    'csi.storage.k8s.io/snapshotter-secret-namespace': namespace,
  },
});

const volumes = ({ reclaimPolicy = 'Delete', mountOptions }: VolumeOptions) => ({
  reclaimPolicy,
  allowVolumeExpansion: true,
  volumeBindingMode: 'Immediate',
  ...(mountOptions && { mountOptions: [...mountOptions] }),
});

/** Rook makes these Secrets in the cluster's namespace. */
function secrets(kind: 'rbd' | 'cephfs', namespace: string): Record<string, string> {
  const uses = [
    ['provisioner', 'provisioner'],
    ['controller-expand', 'provisioner'],
    ['controller-publish', 'provisioner'],
    ['node-stage', 'node'],
  ];
  return Object.fromEntries(
    uses.flatMap(([use, user]) => [
      [`csi.storage.k8s.io/${use}-secret-name`, `rook-csi-${kind}-${user}`],
      [`csi.storage.k8s.io/${use}-secret-namespace`, namespace],
    ]),
  );
}
