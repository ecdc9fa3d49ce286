import type { ChartPin, ImageKeys } from '../../index';

const VERSION = 'v1.12.1';

const image = (name: string, tag = VERSION): string => `docker.io/longhornio/${name}:${tag}`;

/** Image with the manager, a shell and curl. */
export const MANAGER_IMAGE = image('longhorn-manager');

/** The chart, and what its Pods and those that the manager starts run. */
export const CHART: ChartPin = {
  repository: 'https://charts.longhorn.io',
  name: 'longhorn',
  version: '1.12.1',
  kubeVersion: '>=1.25.0-0',
  images: [
    image('backing-image-manager'),
    image('csi-attacher', 'v4.12.0'),
    image('csi-node-driver-registrar', 'v2.17.0'),
    image('csi-provisioner', 'v5.3.0'),
    image('csi-resizer', 'v2.2.1'),
    image('csi-snapshotter', 'v8.6.0'),
    image('livenessprobe', 'v2.19.0'),
    image('longhorn-engine'),
    image('longhorn-instance-manager'),
    MANAGER_IMAGE,
    image('longhorn-share-manager'),
    image('longhorn-ui'),
    image('support-bundle-kit', 'v0.0.92'),
  ],
};

/** One registry stands before all of them, those that the manager starts too. */
export const IMAGES: ImageKeys = { 'global.imageRegistry': 'docker.io' };
