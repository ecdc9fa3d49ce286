import type { StackedEtcd } from '../../contracts/control-plane';
import { given, toArguments } from './arguments';
import { hasIpv6, type Cluster } from './cluster';
import { ETCD_DATA } from './paths';
import type { StackedEtcdOptions } from './words';

/** Where the etcd beside an API server has its data. */
export const dataDirectoryOf = ({ dataDirectory = ETCD_DATA }: StackedEtcdOptions = {}): string =>
  dataDirectory;

const GIBIBYTE = 1024 ** 3;

/** The etcd beside each API server. */
export function stackedEtcdOf(cluster: Cluster, options: StackedEtcdOptions = {}): StackedEtcd {
  const { quotaGibibytes = 8, autoCompaction } = options;
  const { heartbeatMilliseconds: heartbeat, electionMilliseconds: election } = options;
  return {
    dataDirectory: dataDirectoryOf(options),
    imageTag: cluster.imageTags.etcd,
    arguments: given({
      'listen-metrics-urls': cluster.remoteMetrics
        ? `http://${hasIpv6(cluster) ? '[::]' : '0.0.0.0'}:2381`
        : undefined,
      'quota-backend-bytes': String(Math.round(quotaGibibytes * GIBIBYTE)),
      'heartbeat-interval': heartbeat === undefined ? undefined : String(heartbeat),
      'election-timeout': election === undefined ? undefined : String(election),
      'auto-compaction-mode': autoCompaction === undefined ? undefined : 'periodic',
      'auto-compaction-retention': autoCompaction,
      ...options.arguments,
    }),
  };
}

/** The same in kubeadm's words. */
export function stackedEtcd(cluster: Cluster, options?: StackedEtcdOptions): object {
  const { dataDirectory, arguments: flags } = stackedEtcdOf(cluster, options);
  return { dataDir: dataDirectory, extraArgs: toArguments(flags) };
}

/** What etcd would not start with, if anything. */
export function stackedEtcdError(options: StackedEtcdOptions): string | undefined {
  const { heartbeatMilliseconds: heartbeat = 100, electionMilliseconds: election = 1000 } = options;
  if (election < 5 * heartbeat) {
    return `etcd's election timeout of ${election} ms is less than five heartbeats of ${heartbeat} ms; raise \`electionMilliseconds\` to ${5 * heartbeat} or more`;
  }
  if (election > 50_000) {
    return `etcd's election timeout of ${election} ms is more than it takes; give at most 50000`;
  }
  const { quotaGibibytes: quota } = options;
  return quota !== undefined && !(quota > 0)
    ? `etcd's quota of '${quota}' GiB is no size; give one such as 8`
    : undefined;
}
