import type { Construct } from 'constructs';
import type { MetricsCollector } from '../../contracts/metrics';
import type { Bucket } from '../../contracts/object-storage';
import { allowEgress, ConfigMap, connect, KubeObject, type Kind, type Phase } from '../../index';
import { objectStoreSpec, scheduledBackupSpec } from './backups';
import { namesOf, sourceDestination } from './bootstrap';
import { clusterLabels, instanceLabels, poolerName } from './cluster';
import { Database, ObjectStore, ScheduledBackup } from './kinds';
import { poolerLabels } from './pooler';
import type { BackupOptions, ClusterOptions } from './words';

/** A cluster's place: whose file it is in, and when it is applied there. */
export interface Place {
  readonly scope: Construct;
  readonly phase: Phase;
}

/** Draws one object of a cluster, in its namespace. */
export function drawIn<Body extends object>(
  { scope, phase }: Place,
  kind: Kind<Body>,
  name: string,
  namespace: string,
  body: Body | (() => Body),
): void {
  const id = `${kind.kind}-${namespace}-${name}`;
  new KubeObject(scope, id, kind, { name, namespace, phase, body });
}

/** Keeps the extensions as they are asked for, also those that come later. */
export function drawExtensions(place: Place, options: ClusterOptions): void {
  const { name, namespace, extensions = [] } = options;
  if (extensions.length === 0) return;
  const { owner, database } = namesOf(options);
  drawIn(place, Database, name, namespace, {
    spec: {
      cluster: { name },
      name: database,
      owner,
      ensure: 'present',
      databaseReclaimPolicy: 'retain',
      extensions: extensions.map((extension) => ({ name: extension, ensure: 'present' as const })),
    },
  });
}

/** Where a bucket's authority is, for the Pods of a cluster. */
export const authorityName = (name: string): string => `${name}-backup-ca`;

/** The bucket, as the plugin is told of it, and the way to it. */
export function drawArchive(
  place: Place,
  options: ClusterOptions,
  backups: BackupOptions,
  bucket: Bucket,
): void {
  const { name, namespace } = options;
  const { caCertificates } = bucket;
  drawIn(place, ObjectStore, name, namespace, { spec: objectStoreSpec(bucket, backups) });
  if (caCertificates !== undefined) {
    const body = { data: { 'ca.crt': caCertificates } };
    drawIn(place, ConfigMap, authorityName(name), namespace, body);
  }
  connect(place.scope, {
    name: `${name}-to-backups`,
    from: { namespace, pods: clusterLabels(name) },
    to: bucket.destination,
  });
}

/** Base backups by the clock. */
export function drawSchedule(
  place: Place,
  options: ClusterOptions,
  backups: BackupOptions,
  method: 'plugin' | 'volumeSnapshot',
): void {
  const { name, namespace } = options;
  const spec = scheduledBackupSpec(options, backups, method);
  drawIn(place, ScheduledBackup, name, namespace, { spec });
}

/** The operator comes in; instances and pools go out to the API server, and to what they are filled from. */
export function drawRules(
  { scope }: Place,
  { name, namespace, bootstrap }: ClusterOptions,
  operator: { readonly namespace: string; readonly pods: Readonly<Record<string, string>> },
): void {
  const pods = clusterLabels(name);
  connect(scope, {
    name: `cloudnative-pg-to-${namespace}-${name}`,
    from: operator,
    to: { namespace, pods, ports: [5432, 8000] },
  });
  allowEgress(scope, {
    name: `${name}-to-api-server`,
    namespace,
    pods,
    rules: [{ with: 'api-server' }],
  });
  const source = sourceDestination(bootstrap);
  if (source) {
    connect(scope, { name: `${name}-to-source`, from: { namespace, pods }, to: source });
  }
}

/** Metrics of instances, and of the pool. */
export function drawMonitors(
  { scope }: Place,
  { name, namespace, pooled }: ClusterOptions,
  metrics: MetricsCollector,
): void {
  const monitor = (monitored: string, selector: Record<string, string>, port: number): void => {
    metrics.scrapePods(scope, {
      name: monitored,
      namespace,
      selector,
      endpoints: [{ port: 'metrics' }],
      podPorts: [port],
    });
  };
  // Pods of a pool carry the cluster's label too, and a port of that name.
  monitor(name, instanceLabels(name), 9187);
  if (pooled) monitor(poolerName(name), poolerLabels(name), 9127);
}
