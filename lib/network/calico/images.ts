import type { ImageKeys } from '../../index';

/** Where the chart is told its images. */
export const IMAGE_KEYS: ImageKeys = {
  'tigeraOperator.registry': 'quay.io',
  'calicoctl.image': 'quay.io/calico/ctl',
  // The operator appends `calico/node` and so on itself; the slash at the end is part of the field.
  'installation.registry': 'quay.io/',
};

/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'quay.io/calico/ctl:v3.32.1',
  'quay.io/calico/apiserver:v3.32.1',
  'quay.io/calico/cni:v3.32.1',
  'quay.io/calico/csi:v3.32.1',
  'quay.io/calico/goldmane:v3.32.1',
  'quay.io/calico/key-cert-provisioner:v3.32.1',
  'quay.io/calico/kube-controllers:v3.32.1',
  'quay.io/calico/node:v3.32.1',
  'quay.io/calico/node-driver-registrar:v3.32.1',
  'quay.io/calico/pod2daemon-flexvol:v3.32.1',
  'quay.io/calico/typha:v3.32.1',
  'quay.io/calico/whisker:v3.32.1',
  'quay.io/calico/whisker-backend:v3.32.1',
  'quay.io/tigera/operator:v1.42.3',
];
