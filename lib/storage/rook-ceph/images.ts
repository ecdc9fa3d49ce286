import type { ChartPin, ImageKeys } from '../../index';

/** Ceph itself, in all its daemons. The CephCluster names it, not a chart. */
export const CEPH_IMAGE = 'quay.io/ceph/ceph:v20.2.4';

/** The operator, and the operator of CSI drivers with the images that it starts. */
export const OPERATOR: ChartPin = {
  repository: 'https://charts.rook.io/release',
  name: 'rook-ceph',
  version: 'v1.20.6',
  images: [
    'docker.io/rook/ceph:v1.20.6',
    'quay.io/cephcsi/ceph-csi-operator:v1.0.4',
    'quay.io/cephcsi/cephcsi:v3.17.0',
    'quay.io/csiaddons/k8s-sidecar:v0.14.0',
    'registry.k8s.io/sig-storage/csi-attacher:v4.12.0',
    'registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.17.0',
    'registry.k8s.io/sig-storage/csi-provisioner:v6.2.0',
    'registry.k8s.io/sig-storage/csi-resizer:v2.1.0',
    'registry.k8s.io/sig-storage/csi-snapshotter:v8.5.0',
  ],
};

/** The drivers, whose Pods take their images from the operator's ConfigMap. */
export const DRIVERS: ChartPin = {
  repository: 'https://ceph.github.io/ceph-csi-operator',
  name: 'ceph-csi-drivers',
  version: '1.0.4',
  images: [],
};

/** Where the operator's chart is told its images. */
export const OPERATOR_IMAGES: ImageKeys = {
  'image.repository': 'docker.io/rook/ceph',
  'ceph-csi-operator.controllerManager.manager.image.repository':
    'quay.io/cephcsi/ceph-csi-operator',
  'csi.cephcsi.repository': 'quay.io/cephcsi/cephcsi',
  'csi.csiAddons.repository': 'quay.io/csiaddons/k8s-sidecar',
  'csi.attacher.repository': 'registry.k8s.io/sig-storage/csi-attacher',
  'csi.registrar.repository': 'registry.k8s.io/sig-storage/csi-node-driver-registrar',
  'csi.provisioner.repository': 'registry.k8s.io/sig-storage/csi-provisioner',
  'csi.resizer.repository': 'registry.k8s.io/sig-storage/csi-resizer',
  'csi.snapshotter.repository': 'registry.k8s.io/sig-storage/csi-snapshotter',
};
