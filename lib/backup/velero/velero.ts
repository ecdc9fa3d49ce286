import type { Construct } from 'constructs';
import { Backups, type BackupKeeper, type BackupPlan } from '../../contracts/backups';
import { Metrics } from '../../contracts/metrics';
import { ObjectStorage, type Bucket } from '../../contracts/object-storage';
import { Secrets } from '../../contracts/secrets';
import { VolumeSnapshots } from '../../contracts/volume-snapshots';
import {
  Component,
  ConfigMap,
  DefinitionError,
  isPodDestination,
  Platform,
  type ChartPin,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import { drawDrill, drillError } from './drill';
import type { RestoreDrillOptions } from './drill-words';
import { brings, Schedule } from './kinds';
import { byName, unlabelled } from './labelled-namespaces';
import {
  bucketEnvironment,
  bucketLocation,
  DEFAULT,
  locationError,
  outsideDestination,
  outsideLocation,
} from './locations';
import { missingBackup, watch } from './monitoring';
import { optionsError } from './option-errors';
import type { VeleroProps } from './props';
import { scheduleError } from './schedule-errors';
import { planSchedule, scheduleSpec, timeOf, VOLUME_POLICIES, WHOLE_CLUSTER } from './schedules';
import { NODE_AGENT_CONFIG, nodeAgentFile, veleroValues } from './values';
import { policiesFile, selfKeptNamespaces, selfKeptVolumes } from './volume-policies';
import type { BackupLocation, ScheduleOptions } from './words';

const PLUGIN = 'docker.io/velero/velero-plugin-for-aws:v1.14.2';
/** Secret in which Velero looks for the key of what it copies from volumes. */
const REPOSITORY_KEY = { name: 'velero-repo-credentials', key: 'repository-password' };

/**
 * Backs up objects of the cluster and the content of volumes to a bucket, on schedules, and
 * restores them: here, or in another cluster. Components say by themselves what must be kept
 * (`Backups`); `schedules` are for what teams run, by names or labels of namespaces, or labels of
 * objects, each with its own time to be kept.
 *
 * A bucket in the cluster does not survive it: add a location outside. What cannot be deleted
 * before its time (object lock) is a setting of the bucket; keep it longer than `keepDays`. The
 * content of volumes is encrypted by the Secret `velero-repo-credentials`: keep a copy elsewhere,
 * as nothing can be restored without it. Whoever may write to this namespace is cluster-admin.
 *
 * Upgrades go one minor version at a time, plugin with server. Helm leaves CRDs as they are: apply
 * those of the new version before, with `velero install --crds-only`.
 *
 * @see https://velero.io/docs
 */
export class Velero extends Component implements BackupKeeper {
  static readonly chart: ChartPin = {
    repository: 'https://vmware-tanzu.github.io/helm-charts',
    name: 'velero',
    version: '12.1.0',
    kubeVersion: '>=1.16.0-0',
    images: ['docker.io/velero/velero:v1.18.1'],
  };
  static readonly images: ImageKeys = {
    'image.repository': 'docker.io/velero/velero',
    'kubectl.image.repository': 'registry.k8s.io/kubectl',
  };

  readonly release: HelmRelease;
  private readonly props: VeleroProps;
  private readonly keepDays: number;
  private readonly locations: BackupLocation[] = [];
  private readonly names = new Set<string>();
  private readonly drills = new Set<string>();
  private readonly own: BackupPlan[] = [];
  private bucket: Bucket | undefined;

  /** @throws DefinitionError for a location, schedule, policy or drill that cannot be */
  constructor(scope: Construct, id: string, props: VeleroProps = {}) {
    super(scope, id, props, { namespace: 'velero', podSecurity: 'privileged' });
    this.props = props;
    this.keepDays = props.keepDays ?? 30;
    this.orFail(optionsError(props));
    this.isolate({ egress: [{ with: 'api-server' }] });
    this.drawFiles();
    this.findPlace();
    this.release = this.install(Velero.chart, () => this.values(), {
      brings,
      images: Velero.images,
    });
    for (const location of props.locations ?? []) this.addLocation(location);
    for (const schedule of props.schedules ?? [WHOLE_CLUSTER]) this.addSchedule(schedule);
    for (const drill of props.restoreDrills ?? []) this.addRestoreDrill(drill);
    Backups.provide(this, this);
    this.makeKey();
    watch(this, this.namespace);
    this.checkAndWarn();
  }

  /** What components asked for, those included that copy their data by themselves. Grows: read it late. */
  get plans(): readonly BackupPlan[] {
    return [...this.own];
  }

  /** @throws DefinitionError if there is such a location, or its address is none */
  addLocation(location: BackupLocation): void {
    this.orFail(locationError(location, new Set([DEFAULT, ...this.locations.map((l) => l.name)])));
    this.keepAt(location);
  }

  /** @throws DefinitionError if there is such a schedule or plan, or a time or pattern is none */
  addSchedule(schedule: ScheduleOptions): void {
    this.draw(this, schedule);
  }

  /** @throws DefinitionError if there is such a schedule or plan, or its time is none */
  protect(scope: Construct, plan: BackupPlan): void {
    this.own.push(plan);
    if (typeof plan.method !== 'object') this.draw(scope, planSchedule(plan));
  }

  /**
   * Restores the newest backup of a schedule into a namespace of its own, again and again, checks
   * it, and deletes it.
   * @throws DefinitionError if there is such a drill, or it would restore over what is there
   */
  addRestoreDrill(drill: RestoreDrillOptions): void {
    this.orFail(drillError(drill, this.drills));
    this.drills.add(drill.name);
    drawDrill(this, this.namespace, drill);
    this.check(() =>
      this.names.has(drill.from)
        ? undefined
        : `restore drill '${drill.name}' restores from '${drill.from}', which is no schedule or plan; there are ${[...this.names].map((n) => `'${n}'`).join(', ')}`,
    );
  }

  private draw(scope: Construct, schedule: ScheduleOptions): void {
    const { name, location = DEFAULT } = schedule;
    const error = scheduleError(schedule, this.names);
    if (error !== undefined) throw new DefinitionError(scope, error);
    this.names.add(name);
    const { namespace } = this;
    // Below Velero, not below who asked: that one must not wait for Velero.
    this.object(Schedule, name, () => ({
      spec: scheduleSpec(byName(this, schedule), {
        keepDays: this.keepDays,
        method: this.method,
        selfKept: selfKeptNamespaces(this.own),
      }),
    }));
    this.check(() =>
      [DEFAULT, ...this.locations.map((l) => l.name)].includes(location)
        ? undefined
        : `schedule '${name}' names the location '${location}', which is not there; add it with \`addLocation()\``,
    );
    this.check(() => unlabelled(this, schedule));
    if (schedule.paused) return;
    Metrics.whenProvided(this, (metrics) => {
      const groups = [missingBackup(name, timeOf(schedule))];
      metrics.addRules(this, { name: `velero-schedule-${name}`, namespace, groups });
    });
  }

  private get method(): 'snapshots' | 'files' {
    const made = Object.keys(VolumeSnapshots.find(this)?.snapshotClasses ?? {}).length > 0;
    return this.props.volumes ?? (made ? 'snapshots' : 'files');
  }

  private drawFiles(): void {
    const policies = () => [...selfKeptVolumes(this.own), ...(this.props.volumePolicies ?? [])];
    const file = () => ({ data: { 'policies.yaml': policiesFile(policies()) } });
    this.object(ConfigMap, VOLUME_POLICIES, file, { phase: 'before' });
    const data = { 'config.json': nodeAgentFile(this.props.concurrency ?? 2) };
    this.object(ConfigMap, NODE_AGENT_CONFIG, { data }, { phase: 'before' });
  }

  private findPlace(): void {
    const { location, bucket: name = 'velero' } = this.props;
    if (location) {
      const named = { ...location, name: DEFAULT };
      this.orFail(locationError(named, new Set()));
      this.keepAt(named);
      return;
    }
    ObjectStorage.whenProvided(this, (store) => {
      this.bucket = store.bucket(this, { name, namespace: this.namespace });
      this.connect('objects', this.bucket.destination);
    });
  }

  private keepAt(location: BackupLocation): void {
    this.locations.push(location);
    const name = location.name === DEFAULT ? 'objects' : `location-${location.name}`;
    this.connect(name, outsideDestination(location));
  }

  private makeKey(): void {
    if (this.props.generateRepositoryKey === false) return;
    const { name, key } = REPOSITORY_KEY;
    Secrets.whenProvided(this, (secrets) => {
      const generated = { [key]: { length: 40 } };
      secrets.generate(this, { name, namespace: this.namespace, generated });
    });
  }

  private checkAndWarn(): void {
    const { generateRepositoryKey = true } = this.props;
    this.check(() =>
      this.bucket || this.props.location
        ? undefined
        : 'has no place for backups; add an object store to the platform, or pass `location`',
    );
    this.warn(() =>
      this.bucket && isPodDestination(this.bucket.destination) && this.locations.length === 0
        ? 'keeps all backups in the cluster that they are of; add a location outside with `locations`, and a schedule that goes there'
        : undefined,
    );
    this.warn(() =>
      !generateRepositoryKey || Secrets.find(this)
        ? undefined
        : "encrypts the content of volumes with Velero's public default key, as nothing in this platform makes one; add a source of secrets, or make the Secret `velero-repo-credentials` yourself and set `generateRepositoryKey: false`",
    );
  }

  private values(): Values {
    const platform = Platform.of(this)?.name ?? 'cluster';
    const { bucket, props } = this;
    const outside = this.locations.map((location) => outsideLocation(location, platform));
    return veleroValues({
      plugin: this.image(PLUGIN),
      locations: bucket
        ? [bucketLocation(bucket, platform, props.encryption), ...outside]
        : outside,
      environment: bucket ? bucketEnvironment(bucket) : [],
      method: this.method,
      keepDays: this.keepDays,
    });
  }
}
