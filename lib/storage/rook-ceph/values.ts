import type { Toleration } from 'kubernetes-types/core/v1';
import { resources, type Values } from '../../index';
import { blockDriver, fileDriver } from './storage-classes';

/** What the values of both charts depend on. */
export interface ValuesContext {
  readonly namespace: string;
  readonly highlyAvailable: boolean;
  readonly tolerations: readonly Toleration[];
  /** Whether there are volumes to serve. */
  readonly block: boolean;
  /** Whether there are file systems to serve. */
  readonly files: boolean;
  /** Whether volumes can be copied by snapshots. */
  readonly snapshots: boolean;
  /** Folder of the kubelet on the nodes. */
  readonly kubeletDir: string;
}

/** Chart values of the operator, and of the operator of CSI drivers that comes with it. */
export const operatorValues = (context: ValuesContext): Values => ({
  priorityClassName: 'system-cluster-critical',
  tolerations: tolerationsIn(context),
  resources: context.highlyAvailable
    ? resources('200m', '256Mi', '1Gi')
    : resources('50m', '128Mi', '512Mi'),
  containerSecurityContext: {
    allowPrivilegeEscalation: false,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  'ceph-csi-operator': {
    controllerManager: {
      replicas: context.highlyAvailable ? 2 : 1,
      priorityClassName: 'system-cluster-critical',
      tolerations: tolerationsIn(context),
      manager: { resources: resources('10m', '64Mi', '256Mi') },
    },
  },
});

/**
 * Chart values of the CSI drivers: what Rook asks for, images from the ConfigMap of its chart
 * included. A driver's own keys win over the defaults, even where they are empty, so both say it.
 */
export function driverValues(context: ValuesContext): Values {
  const { namespace, block, files, kubeletDir } = context;
  return {
    operatorConfig: {
      namespace,
      driverSpecDefaults: {
        log: LOG,
        imageSet: { name: 'rook-csi-operator-image-set-configmap' },
        nodePlugin: { priorityClassName: 'system-node-critical', kubeletDirPath: kubeletDir },
        controllerPlugin: { priorityClassName: 'system-cluster-critical' },
      },
    },
    drivers: {
      rbd: driver(blockDriver(namespace), block, context),
      cephfs: driver(fileDriver(namespace), files, context),
      nfs: { enabled: false, name: `${namespace}.nfs.csi.ceph.com` },
      nvmeof: { enabled: false, name: `${namespace}.nvmeof.csi.ceph.com` },
    },
  };
}

/** To the output only, where the log pipeline reads it; not to files of the nodes. */
const LOG = { verbosity: 0, rotation: { enabled: false } };

const SIDECAR = resources('10m', '48Mi', '256Mi');

const driver = (name: string, enabled: boolean, context: ValuesContext): Values => ({
  enabled,
  name,
  log: LOG,
  snapshotPolicy: context.snapshots ? 'volumeSnapshot' : 'none',
  nodePlugin: {
    priorityClassName: 'system-node-critical',
    // Volumes are mounted wherever Pods run.
    tolerations: [{ operator: 'Exists' }],
    resources: { registrar: SIDECAR, plugin: resources('50m', '128Mi', '1Gi') },
  },
  controllerPlugin: {
    priorityClassName: 'system-cluster-critical',
    replicas: context.highlyAvailable ? 2 : 1,
    tolerations: tolerationsIn(context),
    resources: {
      provisioner: SIDECAR,
      attacher: SIDECAR,
      resizer: SIDECAR,
      ...(context.snapshots && { snapshotter: SIDECAR }),
      plugin: resources('50m', '128Mi', '1Gi'),
    },
  },
});

const tolerationsIn = ({ tolerations }: ValuesContext): Values[] =>
  tolerations.map((toleration) => ({ ...toleration }));
