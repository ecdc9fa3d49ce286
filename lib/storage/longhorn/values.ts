import type { IConstruct } from 'constructs';
import type { Bucket } from '../../contracts/object-storage';
import { highlyAvailable, knowsKind, resources, type Values } from '../../index';
import { choosesNodes } from './storage-nodes';
import type { BackupTargetOptions, VolumeOptions } from './words';

export interface LonghornValuesOptions {
  /** Folder of the default disk on each node. @default '/var/lib/longhorn' */
  readonly dataPath?: string;
  /** Share of a default disk that is left to others, in percent. @default 30 */
  readonly reservedPercentage?: number;
  /** How much more than its size a disk may promise, in percent of what is there. @default 100 */
  readonly overProvisioningPercentage?: number;
  /** Free share of a disk below which it takes no more volumes, in percent. @default 25 */
  readonly minimalAvailablePercentage?: number;
  /** Taints that its Pods tolerate: `storage=true:NoSchedule`. @default [] */
  readonly tolerations?: readonly string[];
  /** Whether copies may share a zone where there are too few. @default true */
  readonly zoneSoftAntiAffinity?: boolean;
  /** Where kubelets keep their data. @default '/var/lib/kubelet' */
  readonly kubeletRootDir?: string;
  /**
   * Whether a Job refuses an upgrade that skips a minor version before it starts; managers refuse
   * it when they do. It is a Helm hook that Argo CD runs too early, and fails.
   * @default false
   */
  readonly preUpgradeJob?: boolean;
}

/** What the values depend on beside the options. */
export interface ValuesContext {
  readonly volumes: Required<Pick<VolumeOptions, 'replicas'>> & VolumeOptions;
  readonly isDefault: boolean;
  readonly backup: BackupStore | undefined;
}

/** Where backups go, and the Secret that opens it. */
export interface BackupStore {
  readonly url: string;
  readonly secretName: string | undefined;
}

/** CSI driver by which volumes and snapshots are made. */
export const DRIVER = 'driver.longhorn.io';
/** Name of the StorageClass that the chart makes. */
export const CLASS = 'longhorn';
/** Kind that says how snapshots are made. */
export const SNAPSHOT_CLASS = 'VolumeSnapshotClass.snapshot.storage.k8s.io';

/** Chart values of Longhorn. */
export function longhornValues(
  scope: IConstruct,
  options: LonghornValuesOptions,
  { volumes, isDefault, backup }: ValuesContext,
): Values {
  const many = highlyAvailable(scope);
  const { tolerations = [] } = options;
  const copies = many ? {} : sidecarCopies;
  return {
    preUpgradeChecker: { jobEnabled: options.preUpgradeJob ?? false },
    persistence: {
      defaultClass: isDefault,
      defaultClassReplicaCount: volumes.replicas,
      defaultFsType: volumes.fsType ?? 'ext4',
      defaultDataLocality: volumes.dataLocality ?? 'disabled',
      reclaimPolicy: volumes.reclaimPolicy ?? 'Delete',
      volumeBindingMode: volumes.bindingMode ?? 'WaitForFirstConsumer',
      recurringJobSelector: volumes.recurringJobs && {
        enable: true,
        jobList: jobSelector(volumes.recurringJobs),
      },
      defaultDiskSelector: tags(volumes.diskTags),
      defaultNodeSelector: tags(volumes.nodeTags),
    },
    csi: { ...copies, kubeletRootDir: options.kubeletRootDir },
    global: tolerations.length > 0 ? { tolerations: tolerations.map(toleration) } : undefined,
    defaultSettings: {
      defaultReplicaCount: JSON.stringify({ v1: String(volumes.replicas) }),
      defaultDataPath: options.dataPath,
      createDefaultDiskLabeledNodes: choosesNodes(scope) || undefined,
      storageReservedPercentageForDefaultDisk: options.reservedPercentage,
      storageOverProvisioningPercentage: options.overProvisioningPercentage,
      storageMinimalAvailablePercentage: options.minimalAvailablePercentage,
      taintToleration: tolerations.length > 0 ? tolerations.join(';') : undefined,
      replicaZoneSoftAntiAffinity: options.zoneSoftAntiAffinity,
      replicaAutoBalance: many ? 'best-effort' : 'disabled',
      // A Pod of a lost node would wait for its volume for ever.
      nodeDownPodDeletionPolicy: many ? 'delete-both-statefulset-and-deployment-pod' : 'do-nothing',
      rwxVolumeFastFailover: many,
      concurrentAutomaticEngineUpgradePerNodeLimit: 1,
      orphanResourceAutoDeletion: 'replica-data;instance',
      upgradeChecker: false,
      allowCollectingLonghornUsageMetrics: false,
    },
    defaultBackupStore: backup && {
      backupTarget: backup.url,
      backupTargetCredentialSecret: backup.secretName,
    },
    longhornManager: { log: { format: 'json' }, resources: resources('100m', '256Mi', '1Gi') },
    longhornDriver: { log: { format: 'json' } },
    longhornUI: {
      replicas: many ? 2 : 1,
      podDisruptionBudget: { enabled: many, minAvailable: 1 },
    },
    // Only here it can wait until it is known whether somebody brings its kind.
    extraObjects: knowsKind(scope, SNAPSHOT_CLASS) ? [snapshotClass] : [],
  };
}

const sidecarCopies = {
  attacherReplicaCount: 1,
  provisionerReplicaCount: 1,
  resizerReplicaCount: 1,
  snapshotterReplicaCount: 1,
};

/** `snap` stays on the disks; backups of Longhorn's own would be `bak`. */
const snapshotClass = {
  apiVersion: 'snapshot.storage.k8s.io/v1',
  kind: 'VolumeSnapshotClass',
  metadata: {
    name: CLASS,
    labels: { 'velero.io/csi-volumesnapshot-class': 'true' },
    annotations: { 'snapshot.storage.kubernetes.io/is-default-class': 'true' },
  },
  driver: DRIVER,
  deletionPolicy: 'Delete',
  parameters: { type: 'snap' },
};

/** Address of a bucket as Longhorn writes it; its endpoint stands in the Secret. */
export const bucketUrl = ({ name, region }: Bucket): string => `s3://${name}@${region}/`;

/** Where backups go by the user's choice. */
export const backupStore = ({ url, secretName }: BackupTargetOptions): BackupStore => ({
  url,
  secretName,
});

/** How a class names its recurring jobs. */
export const jobSelector = (names: readonly string[]): string =>
  JSON.stringify(names.map((name) => ({ name, isGroup: false })));

const tags = (all: readonly string[] = []) =>
  all.length > 0 ? { enable: true, selector: all.join(',') } : undefined;

const TAINT = /^([^=:]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/;

/** A taint that is none, as a sentence. */
export const tolerationError = (taint: string): string | undefined =>
  TAINT.test(taint)
    ? undefined
    : `'${taint}' is no taint; write it as \`key=value:NoSchedule\` or \`key:NoSchedule\``;

function toleration(taint: string): Values {
  const [, key = '', value, effect = ''] = TAINT.exec(taint) ?? [];
  return { key, effect, ...(value ? { operator: 'Equal', value } : { operator: 'Exists' }) };
}
