import type { Construct } from 'constructs';
import { BlockStorage, type BlockStorageClass } from '../../contracts/block-storage';
import { DefaultStorageClass } from '../../contracts/exclusives';
import { ObjectStorage } from '../../contracts/object-storage';
import { SharedStorage, type SharedStorageClass } from '../../contracts/shared-storage';
import { VolumeSnapshots, type VolumeSnapshotter } from '../../contracts/volume-snapshots';
import {
  Component,
  knowsKind,
  Platform,
  type ChartPin,
  type HelmRelease,
  type ImageKeys,
  type Values,
  StorageClass,
} from '../../index';
import { BUCKET_SECRET, drawBucketSecret } from './bucket-secret';
import { nameError, storageClass } from './classes';
import { CHART, IMAGES } from './images';
import { brings, RecurringJob } from './kinds';
import { exposeInterface, openInterface } from './interface';
import { watch } from './monitoring';
import { nodeNeeds } from './node-needs';
import { optionsError } from './option-errors';
import type { LonghornProps } from './props';
import { HOUSEKEEPING, isBackup, jobError, recurringJob } from './recurring-jobs';
import { classError, defaultReplicas, replicaError, storageNodes } from './storage-nodes';
import {
  backupStore,
  bucketUrl,
  CLASS,
  DRIVER,
  longhornValues,
  SNAPSHOT_CLASS,
  tolerationError,
  type BackupStore,
} from './values';
import type { LonghornClass, RecurringJobOptions } from './words';

/**
 * Replicated volumes from the nodes' own disks, mounted by one Pod (block) or many (a share by
 * NFS), with snapshots and backups. Choose it where Ceph is too much: it has no object store.
 *
 * Nodes need `open-iscsi` (iscsid running), an NFS 4 client for shared volumes, and a rule that
 * keeps multipathd away from its devices. Disks are folders, a file system mounted there before.
 * Where nodes of the inventory carry the label `node.longhorn.io/create-default-disk`, only they
 * hold volumes; with the value `config`, their annotation `node.longhorn.io/default-disks-config`
 * lists disks and tags. Label and annotation are set with the node, before Longhorn comes.
 *
 * Upgrades go one minor version at a time, and never back; volumes move to the new engine one by
 * one. Settings of the chart win over those of the user interface. To uninstall, set its setting
 * `deleting-confirmation-flag` first: the chart's hook fails without, as all data goes.
 *
 * @see https://longhorn.io/docs
 */
export class Longhorn
  extends Component
  implements BlockStorageClass, SharedStorageClass, VolumeSnapshotter
{
  static readonly chart: ChartPin = CHART;
  static readonly images: ImageKeys = IMAGES;

  readonly release: HelmRelease;
  readonly storageClass = CLASS;
  /** Name under which the gateway knows the user interface. */
  readonly hostname: string;
  private readonly props: LonghornProps;
  private readonly tolerations: readonly string[];
  private readonly classes = new Set<string>();
  private readonly jobs = new Set<string>();
  private backup: BackupStore | undefined;
  private encrypts = false;

  /** @throws DefinitionError for a class, job, taint or address that cannot be */
  constructor(scope: Construct, id: string, props: LonghornProps = {}) {
    super(scope, id, props, { namespace: 'longhorn-system', podSecurity: 'privileged' });
    this.props = props;
    const { login = 'proxy' } = props;
    this.tolerations = props.tolerations ?? [];
    const host = Platform.of(this)?.hostname('longhorn') ?? 'longhorn.cluster.local';
    this.hostname = props.hostname ?? host;
    this.orFail(this.tolerations.map(tolerationError).find(Boolean) ?? optionsError(props));
    this.isolate({
      ingress: [
        { with: 'api-server', ports: [9502] },
        // Nodes mount shares by NFS, and volumes by iSCSI.
        { with: 'nodes', ports: [2049, 3260] },
      ],
      egress: [{ with: 'api-server' }],
    });
    this.release = this.install(Longhorn.chart, () => this.values(), {
      brings,
      images: Longhorn.images,
      // Its snapshot sidecar fails without these.
      needs: () => (knowsKind(this, SNAPSHOT_CLASS) ? [SNAPSHOT_CLASS] : []),
    });
    this.hostNeeds(() => nodeNeeds({ encrypts: this.encrypts }));
    this.orFail(classError(CLASS, props.volumes ?? {}));
    this.check(() => this.tooFewNodes(CLASS, props.volumes?.replicas));
    this.check(() => this.unknownJob(CLASS, props.volumes?.recurringJobs));
    for (const options of props.classes ?? []) this.addClass(options);
    for (const options of props.recurringJobs ?? HOUSEKEEPING) this.addRecurringJob(options);
    BlockStorage.provide(this, this);
    SharedStorage.provide(this, this);
    VolumeSnapshots.provide(this, this);
    DefaultStorageClass.claim(this, () => props.default ?? true);
    this.keepBackups();
    if (props.expose ?? true) exposeInterface(this, this.namespace, this.hostname, login);
    if (login === 'none') this.warn(openInterface(this.hostname));
    watch(this, this.namespace);
    this.warn(() => this.snapshotWarning());
  }

  /** Its snapshot class, where a component brings the kinds of snapshots. Read it late. */
  get snapshotClasses(): Readonly<Record<string, string>> {
    return knowsKind(this, SNAPSHOT_CLASS) ? { [DRIVER]: CLASS } : {};
  }

  /**
   * Adds a class of volumes. Its parameters cannot change later: make another one.
   * @throws DefinitionError if there is such a class, or its options contradict each other
   */
  addClass(options: LonghornClass): void {
    const { name, replicas } = options;
    this.orFail(nameError(name, this.classes) ?? classError(name, options));
    this.classes.add(name);
    this.encrypts ||= options.encryptionSecret !== undefined;
    this.object(StorageClass, name, () => storageClass(options, this.defaultReplicas()));
    this.check(() => this.tooFewNodes(name, replicas));
    this.check(() => this.unknownJob(name, options.recurringJobs));
  }

  /** @throws DefinitionError if there is such a job, or Longhorn would refuse it */
  addRecurringJob(options: RecurringJobOptions): void {
    this.orFail(jobError(options, this.jobs));
    this.jobs.add(options.name);
    this.object(RecurringJob, options.name, { spec: recurringJob(options) });
    this.check(() =>
      isBackup(options) && !this.backup
        ? `recurring job '${options.name}' makes backups, and there is no place for them; pass \`backupTarget\`, or add an object store`
        : undefined,
    );
  }

  private keepBackups(): void {
    const { backupTarget, bucket: name = 'longhorn-backups' } = this.props;
    if (backupTarget === 'none') return;
    if (backupTarget) {
      this.backup = backupStore(backupTarget);
      this.connect('backups', { host: backupTarget.host, port: backupTarget.port });
      return;
    }
    ObjectStorage.whenProvided(this, (store) => {
      const bucket = store.bucket(this, { name, namespace: this.namespace });
      drawBucketSecret(this, this.namespace, bucket);
      this.connect('backups', bucket.destination);
      this.backup = { url: bucketUrl(bucket), secretName: BUCKET_SECRET };
    });
  }

  private defaultReplicas(): number {
    return defaultReplicas(this, this.tolerations);
  }

  private tooFewNodes(name: string, replicas = this.defaultReplicas()): string | undefined {
    return replicaError(name, replicas, storageNodes(this, this.tolerations));
  }

  private unknownJob(name: string, jobs: readonly string[] = []): string | undefined {
    const unknown = jobs.find((job) => !this.jobs.has(job));
    return (
      unknown &&
      `class '${name}' names the recurring job '${unknown}', which is not there; add it with \`addRecurringJob()\``
    );
  }

  private snapshotWarning(): string | undefined {
    return knowsKind(this, SNAPSHOT_CLASS)
      ? undefined
      : 'makes no snapshots for Kubernetes, and its snapshot sidecar restarts for ever, as nothing brings the kinds of snapshots; add the component of `kubestrata/storage/snapshot-controller`';
  }

  private values(): Values {
    const { props } = this;
    const volumes = { replicas: this.defaultReplicas(), ...props.volumes };
    return longhornValues(this, props, {
      volumes,
      isDefault: props.default ?? true,
      backup: this.backup,
    });
  }
}
