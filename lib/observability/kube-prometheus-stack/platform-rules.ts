import type { RuleGroup } from '../../contracts/metrics';

/** What happens to machines of one's own, and the default rules do not look at. */
const hardware: RuleGroup = {
  name: 'hardware',
  rules: [
    {
      alert: 'NodeMemoryErrorsUncorrectable',
      expr: 'sum by (instance) (increase(node_edac_uncorrectable_errors_total[1h])) > 0',
      severity: 'critical',
      summary: '{{ $labels.instance }} has memory errors that cannot be corrected.',
      description:
        'Data in memory was lost. Drain the node, find the module in the kernel log (`EDAC`), and replace it.',
    },
    {
      alert: 'NodeMemoryErrorsCorrectable',
      expr: 'sum by (instance) (increase(node_edac_correctable_errors_total[1d])) > 100',
      for: '1h',
      severity: 'warning',
      summary: '{{ $labels.instance }} corrects {{ $value | humanize }} memory errors a day.',
      description:
        'A memory module is wearing out. Plan its replacement before its errors can no longer be corrected.',
    },
    {
      alert: 'NodeTemperatureCritical',
      expr: 'node_hwmon_temp_celsius >= node_hwmon_temp_crit_celsius and node_hwmon_temp_crit_celsius > 0',
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.instance }} is too hot at sensor {{ $labels.sensor }}.',
      description:
        'The sensor reads {{ $value }} °C, its own critical limit or more. The machine throttles and may switch itself off: look at fans, dust and the air conditioning.',
    },
    {
      alert: 'NodeOutOfMemoryKills',
      expr: 'increase(node_vmstat_oom_kill[15m]) > 0',
      severity: 'warning',
      summary: 'The kernel of {{ $labels.instance }} kills processes for want of memory.',
      description:
        'Limits of containers are too low, or the node has too little memory. Find the victims by the reason `OOMKilled` and in the kernel log.',
    },
    {
      alert: 'NodeFilesystemReadOnly',
      // What was writable an hour ago and is not now was remounted after an error.
      expr: 'node_filesystem_readonly{job="node-exporter",fstype!=""} == 1 and node_filesystem_readonly{job="node-exporter",fstype!=""} offset 1h == 0',
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.mountpoint }} on {{ $labels.instance }} has become read-only.',
      description:
        'The kernel remounts a file system so after an error of the disk. Drain the node and check {{ $labels.device }}.',
    },
  ],
};

/** What tells that this stack no longer keeps its promises. */
const collection: RuleGroup = {
  name: 'metrics-collection',
  rules: [
    {
      alert: 'PrometheusRetentionCutBySize',
      expr: 'increase(prometheus_tsdb_size_retentions_total[1d]) > 0',
      severity: 'info',
      summary:
        'Prometheus in {{ $labels.namespace }} keeps samples for less long than was asked for.',
      description:
        'The volume is too small for the retention time, so the oldest samples go early. Enlarge it, collect less, or keep less.',
    },
    {
      alert: 'PrometheusSeriesGrowth',
      expr: 'prometheus_tsdb_head_series > 1.5 * (prometheus_tsdb_head_series offset 1d) and prometheus_tsdb_head_series > 100000',
      for: '1h',
      severity: 'warning',
      summary: 'Prometheus in {{ $labels.namespace }} has half as many series again as yesterday.',
      description:
        'Some target has a label with ever new values. Its memory follows: find the metric with `topk(10, count by (__name__)({__name__=~".+"}))` and drop the label.',
    },
  ],
};

/** Rules beside the default ones, for a platform on machines of one's own. */
export const platformRules = (nodeExporter: boolean): readonly RuleGroup[] =>
  nodeExporter ? [hardware, collection] : [collection];
