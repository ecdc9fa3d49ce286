import type { Examples } from '../../index';
import { RookCeph } from './rook-ceph';

export const examples: Examples = {
  'three-zones': (scope) => {
    new RookCeph(scope, 'rook-ceph', {
      nodes: [
        { name: 'storage-a1', zone: 'room-a', devices: ['/dev/disk/by-id/nvme-a1-0', 'sdb'] },
        { name: 'storage-b1', zone: 'room-b', devices: ['/dev/disk/by-id/nvme-b1-0', 'sdb'] },
        { name: 'storage-c1', zone: 'room-c', devices: ['/dev/disk/by-id/nvme-c1-0', 'sdb'] },
      ],
    });
  },

  'pools-and-buckets': (scope) => {
    const nodes = ['s1', 's2', 's3', 's4'].map((name) => ({
      name,
      devices: [
        { name: '/dev/disk/by-path/pci-0000:02:00.0-nvme-1', deviceClass: 'nvme' },
        { name: 'sdb', deviceClass: 'hdd', metadataDevice: 'nvme1n1' },
        { name: 'sdc', deviceClass: 'hdd', metadataDevice: 'nvme1n1' },
      ],
    }));
    const ceph = new RookCeph(scope, 'rook-ceph', {
      nodes,
      tolerations: ['storage=ceph:NoSchedule'],
      encryptedDevices: true,
      encryptedNetwork: true,
      cephConfig: { osd: { osd_max_backfills: '2' } },
      resources: { osd: { requests: { memory: '8Gi' }, limits: { memory: '8Gi' } } },
      login: 'none',
      blockPools: [{ name: 'fast', deviceClass: 'nvme', fsType: 'xfs', volumeStatistics: true }],
      filesystems: [
        {
          name: 'shared',
          deviceClass: 'hdd',
          metadataDeviceClass: 'nvme',
          erasureCoded: { dataChunks: 2, codingChunks: 1 },
        },
      ],
      objectStores: [
        {
          name: 'objects',
          instances: 3,
          metadataPool: { deviceClass: 'nvme' },
          dataPool: { deviceClass: 'hdd', erasureCoded: { dataChunks: 2, codingChunks: 2 } },
          hostname: 's3.k8s.example.com',
          tls: { secretName: 'objects-tls' },
        },
      ],
    });
    ceph.addBlockPool({
      name: 'bulk',
      deviceClass: 'hdd',
      erasureCoded: { dataChunks: 2, codingChunks: 1 },
      compression: 'aggressive',
      reclaimPolicy: 'Retain',
      maxSize: '20Ti',
    });
    ceph.addObjectStoreUser({
      name: 'reports',
      displayName: 'Usage reports',
      capabilities: { usage: 'read', buckets: 'read' },
      maxSize: '50Gi',
    });
    const archive = ceph.addObjectStore({
      name: 'archive',
      dataPool: { deviceClass: 'hdd' },
      metadataPool: { deviceClass: 'nvme' },
      bucketReclaimPolicy: 'Delete',
    });
    archive.bucket(ceph, {
      name: 'audit',
      namespace: 'rook-ceph',
      maxSize: '1Ti',
      maxObjects: 1e6,
    });
  },

  'disks-by-filter': (scope) => {
    new RookCeph(scope, 'rook-ceph', {
      allNodes: { deviceFilter: '^nvme[1-9]n1$' },
      default: false,
      filesystems: [],
      objectStores: [],
    });
  },
};

const SET = 'read by the chart of the CSI drivers where it is set';

/** Keys that the chart takes for its sub-chart, whose own defaults it does not repeat. */
export const subchartKeys = ['ceph-csi-operator'];

/** Keys that the charts' defaults do not show. */
export const undocumentedKeys = {
  'operatorConfig.driverSpecDefaults.controllerPlugin.priorityClassName': SET,
  'drivers.rbd.controllerPlugin.priorityClassName': SET,
  'drivers.cephfs.controllerPlugin.priorityClassName': SET,
  'drivers.rbd.nodePlugin.resources': SET,
  'drivers.cephfs.nodePlugin.resources': SET,
};
