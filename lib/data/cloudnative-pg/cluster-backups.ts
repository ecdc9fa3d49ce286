import type { IConstruct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { VolumeSnapshots } from '../../contracts/volume-snapshots';
import { ownMethod } from './backups';
import type { BarmanCloudPlugin } from './barman-cloud-plugin';
import { drawArchive, drawSchedule, type Place } from './cluster-drawing';
import { clusterLabels } from './cluster';
import type { BackupOptions, ClusterOptions } from './words';

const NEEDS = 'an object store and a certificate issuer';

/** How one cluster is backed up: what is archived becomes known when the object store and the plugin are. */
export class ClusterBackups {
  /** Whether the log and base backups go to a bucket. */
  archives = false;
  /** Whether that bucket's certificate has an authority of its own. */
  hasAuthority = false;

  constructor(
    private readonly by: IConstruct,
    private readonly options: ClusterOptions,
    private readonly backups: BackupOptions | 'none',
  ) {}

  /** Draws them, now and as soon as more is there. */
  draw(place: Place, plugin: BarmanCloudPlugin): void {
    const { options, backups } = this;
    const { name, namespace } = options;
    if (backups === 'none') return;
    if (this.bySnapshots) this.schedule(place, backups);
    plugin.whenAvailable((store) => {
      const bucketName = backups.bucket ?? defaultBucket(options);
      const secretName = `${name}-backups`;
      const bucket = store.bucket(place.scope, { name: bucketName, namespace, secretName });
      this.archives = true;
      this.hasAuthority = bucket.caCertificates !== undefined;
      drawArchive(place, options, backups, bucket);
      if (!this.bySnapshots) this.schedule(place, backups, bucket.name);
    });
  }

  /** Class of its volume snapshots, where it is backed up by such. */
  get snapshotClass(): string | undefined {
    if (this.backups === 'none' || !this.bySnapshots) return undefined;
    return this.backups.snapshotClass ?? this.snapshotClasses()[0];
  }

  /** Whether it makes volume snapshots, or starts from one. */
  get usesSnapshots(): boolean {
    const { bootstrap } = this.options;
    const starts = bootstrap && 'recovery' in bootstrap && 'snapshot' in bootstrap.recovery;
    return this.bySnapshots || (starts ?? false);
  }

  /** What must be there and is not. */
  get error(): string | undefined {
    const { bootstrap } = this.options;
    if (bootstrap && 'recovery' in bootstrap && 'from' in bootstrap.recovery && !this.archives) {
      return `${this.subject} starts from a backup, which takes ${NEEDS}; add them`;
    }
    if (this.backups === 'none' || !this.bySnapshots || this.backups.snapshotClass !== undefined) {
      return undefined;
    }
    const classes = this.snapshotClasses().length;
    return classes === 1
      ? undefined
      : `${this.subject} is backed up by volume snapshots, but there are ${classes} classes of them; pass \`snapshotClass\``;
  }

  /** What people should know. */
  get warning(): string | undefined {
    if (this.backups === 'none' || this.bySnapshots || this.archives) return undefined;
    return `${this.subject} is not backed up: that takes ${NEEDS}, or \`backups\` by volume snapshots`;
  }

  private schedule(place: Place, backups: BackupOptions, bucket?: string): void {
    const { name, namespace } = this.options;
    const how = bucket === undefined ? 'volumeSnapshot' : 'plugin';
    drawSchedule(place, this.options, backups, how);
    Backups.whenProvided(this.by, (keeper) => {
      keeper.protect(place.scope, {
        name: `${namespace}-${name}`,
        namespace,
        method: { own: ownMethod(how, bucket) },
        selector: clusterLabels(name),
      });
    });
  }

  private snapshotClasses(): readonly string[] {
    return Object.values(VolumeSnapshots.find(this.by)?.snapshotClasses ?? {});
  }

  private get bySnapshots(): boolean {
    return this.backups !== 'none' && this.backups.method === 'volume-snapshots';
  }

  private get subject(): string {
    return `database '${this.options.namespace}/${this.options.name}'`;
  }
}

/** Bucket of a cluster that names none. */
export const defaultBucket = ({ namespace, name }: ClusterOptions): string =>
  `${namespace}-${name}`;
