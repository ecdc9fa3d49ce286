import type { Dashboard, DashboardQuery } from '../../contracts/dashboards';
import type { RuleGroup } from '../../contracts/metrics';

/** Series of the exporters beside the servers, by the container's name. */
const OF = 'container="metrics"';

/** What somebody has to know of any cache. */
export const alerts: readonly RuleGroup[] = [
  {
    name: 'valkey',
    rules: [
      {
        alert: 'ValkeyDown',
        expr: `redis_up{${OF}} == 0`,
        for: '3m',
        severity: 'critical',
        summary: 'The cache {{ $labels.namespace }}/{{ $labels.pod }} does not answer',
        description:
          'Whoever uses it waits or fails. The log of the Pod says why: memory, a damaged append-only file (repair it with valkey-check-aof), or a volume that is full.',
      },
      {
        alert: 'ValkeyMemoryFull',
        expr: `redis_memory_used_bytes{${OF}} / (redis_memory_max_bytes{${OF}} > 0) > 0.9`,
        for: '15m',
        severity: 'warning',
        summary:
          'The cache {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory',
        description:
          'With `noeviction` writes fail at 100 %; else entries are thrown away. Raise `memory`, or see what fills it with `valkey-cli --bigkeys`.',
      },
      {
        alert: 'ValkeyWritesRefused',
        expr: `increase(redis_errors_total{${OF},err=~"OOM|MISCONF|NOREPLICAS"}[10m]) > 0`,
        for: '5m',
        severity: 'critical',
        summary:
          'The cache {{ $labels.namespace }}/{{ $labels.pod }} refuses writes: {{ $labels.err }}',
        description:
          'OOM: the memory is full. MISCONF: the last write to disk failed. NOREPLICAS: fewer copies than `minReplicasToWrite` are up.',
      },
      {
        alert: 'ValkeyPersistenceFails',
        expr: `redis_aof_last_write_status{${OF}} == 0 or redis_aof_last_bgrewrite_status{${OF}} == 0`,
        for: '10m',
        severity: 'critical',
        summary: 'The cache {{ $labels.namespace }}/{{ $labels.pod }} cannot write to disk',
        description:
          'A restart would lose what came since. Mostly the volume is full, or the fork finds no memory: raise `size` or `memory`.',
      },
      {
        alert: 'ValkeyReplicaDisconnected',
        expr: `redis_master_link_up{${OF}} == 0`,
        for: '10m',
        severity: 'warning',
        summary: 'The replica {{ $labels.namespace }}/{{ $labels.pod }} has lost the first copy',
        description: 'Its answers grow old. See whether the Pod that ends in -0 runs.',
      },
      {
        alert: 'ValkeyConnectionsExhausted',
        expr: `redis_connected_clients{${OF}} / redis_config_maxclients{${OF}} > 0.8 or increase(redis_rejected_connections_total{${OF}}[10m]) > 0`,
        for: '5m',
        severity: 'warning',
        summary: 'The cache {{ $labels.namespace }}/{{ $labels.pod }} runs out of connections',
        description:
          'A client that opens connections and never closes them, as a rule: `valkey-cli client list` names it.',
      },
    ],
  },
];

const each = (expr: string): DashboardQuery[] => [{ expr, legend: '{{namespace}}/{{pod}}' }];

/** All caches of the platform. */
export const dashboard: Dashboard = {
  uid: 'valkey',
  title: 'Valkey',
  panels: [
    { title: 'Caches that answer', shape: 'number', queries: [{ expr: `sum(redis_up{${OF}})` }] },
    {
      title: 'Memory in use',
      unit: 'ratio',
      queries: each(`redis_memory_used_bytes{${OF}} / (redis_memory_max_bytes{${OF}} > 0)`),
    },
    {
      title: 'Commands',
      unit: 'ops/s',
      queries: each(`rate(redis_commands_processed_total{${OF}}[$__rate_interval])`),
    },
    {
      title: 'Found of what was asked for',
      unit: 'ratio',
      queries: each(
        `rate(redis_keyspace_hits_total{${OF}}[$__rate_interval]) / (rate(redis_keyspace_hits_total{${OF}}[$__rate_interval]) + rate(redis_keyspace_misses_total{${OF}}[$__rate_interval]))`,
      ),
    },
    { title: 'Clients', queries: each(`redis_connected_clients{${OF}}`) },
    {
      title: 'Entries',
      queries: each(`sum by (namespace, pod) (redis_db_keys{${OF}})`),
    },
    {
      title: 'Entries thrown away',
      unit: 'ops/s',
      queries: each(`rate(redis_evicted_keys_total{${OF}}[$__rate_interval])`),
    },
    {
      title: 'Errors',
      unit: 'ops/s',
      queries: [
        {
          expr: `sum by (namespace, pod, err) (rate(redis_errors_total{${OF}}[$__rate_interval]))`,
          legend: '{{namespace}}/{{pod}} {{err}}',
        },
      ],
    },
  ],
};
