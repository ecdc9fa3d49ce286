import type { RuntimeMonitoring } from '../runtime/metrics';

const JOB = 'cri-o';
const of = (more = ''): string => `{job="${JOB}"${more}}`;

/** Where CRI-O's metrics are, and what people are told. */
export const MONITORING: RuntimeMonitoring = {
  job: JOB,
  path: '/metrics',
  rules: [
    {
      alert: 'CriODown',
      expr: `up${of()} == 0`,
      for: '5m',
      severity: 'critical',
      summary: 'CRI-O of {{ $labels.instance }} gives no metrics.',
      description:
        'Containers there go on, but none can be started, stopped or probed. Look at `systemctl status crio` and `journalctl -u crio`, and whether a firewall closes the port.',
    },
    {
      alert: 'CriORestarts',
      expr: `changes(process_start_time_seconds${of()}[1h]) > 3`,
      severity: 'warning',
      summary: 'CRI-O of {{ $labels.instance }} keeps restarting.',
      description:
        'Its journal says why: a drop-in in `/etc/crio/crio.conf.d` that it does not take, a full disk, or memory that runs out.',
    },
    {
      alert: 'CriOImagePullsFail',
      expr: `sum by (instance) (increase(container_runtime_crio_image_pulls_failure_total${of()}[30m])) > 10`,
      severity: 'warning',
      summary: 'Many image pulls fail on {{ $labels.instance }}.',
      description:
        'A registry or its mirror does not answer, its certificate is not trusted, images are not there, or `/etc/containers/policy.json` refuses them. Try `crictl pull <image>` on the node.',
    },
    {
      alert: 'CriOOperationsFail',
      expr: `sum by (instance, operation) (rate(container_runtime_crio_operations_errors_total${of()}[10m])) > 0.1`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $labels.operation }} fails again and again on {{ $labels.instance }}.',
      description: 'Pods there do not start or do not end. `journalctl -u crio` has the errors.',
    },
    {
      alert: 'CriOStalled',
      expr: `sum by (instance, stage) (increase(container_runtime_crio_resources_stalled_at_stage${of()}[30m])) > 3`,
      severity: 'warning',
      summary: 'Containers on {{ $labels.instance }} are stuck at "{{ $labels.stage }}".',
      description:
        'The kubelet asked for them again while they were still being made: the disk or the CNI is too slow.',
    },
    {
      alert: 'CriODefunctProcesses',
      expr: `container_runtime_crio_processes_defunct${of()} > 100`,
      for: '30m',
      severity: 'info',
      summary: '{{ $value }} processes that have ended are left on {{ $labels.instance }}.',
      description:
        'Some container starts processes and does not collect them. Find their parent with `ps -eo stat,ppid | grep ^Z`.',
    },
  ],
};
