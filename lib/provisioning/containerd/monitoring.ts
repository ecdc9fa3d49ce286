import type { RuntimeMonitoring } from '../runtime/metrics';

const JOB = 'containerd';
const of = (more = ''): string => `{job="${JOB}"${more}}`;

/** Where containerd's metrics are, and what people are told. */
export const MONITORING: RuntimeMonitoring = {
  job: JOB,
  path: '/v1/metrics',
  rules: [
    {
      alert: 'ContainerdDown',
      expr: `up${of()} == 0`,
      for: '5m',
      severity: 'critical',
      summary: 'containerd of {{ $labels.instance }} gives no metrics.',
      description:
        'Containers there go on, but none can be started, stopped or probed. Look at `systemctl status containerd` and `journalctl -u containerd`, and whether a firewall closes the port.',
    },
    {
      alert: 'ContainerdRestarts',
      expr: `changes(process_start_time_seconds${of()}[1h]) > 3`,
      severity: 'warning',
      summary: 'containerd of {{ $labels.instance }} keeps restarting.',
      description:
        'Its journal says why: a drop-in in `/etc/containerd/conf.d` that it cannot read, a full disk, or memory that runs out.',
    },
    {
      alert: 'ContainerdImagePullsFail',
      expr: `increase(containerd_cri_sandboxed_image_pulls_total${of(',status="failure"')}[30m]) > 10`,
      severity: 'warning',
      summary: 'Many image pulls fail on {{ $labels.instance }}.',
      description:
        'A registry or its mirror does not answer, its certificate is not trusted, or images are not there. Try `crictl pull <image>` on the node, and look at `/etc/containerd/certs.d`.',
    },
    {
      alert: 'ContainerdNetworkSetupFails',
      expr: `increase(containerd_cri_network_plugin_operations_errors_total_total${of(',operation_type="set_up_pod"')}[15m]) > 5`,
      for: '5m',
      severity: 'warning',
      summary: 'Pods on {{ $labels.instance }} get no network.',
      description:
        'The CNI fails: look at its Pod on that node, at `/etc/cni/net.d` and at `/opt/cni/bin`.',
    },
    {
      alert: 'ContainerdSlowToStartPods',
      expr: `histogram_quantile(0.9, sum by (instance, le) (rate(containerd_cri_sandbox_runtime_create_seconds_bucket${of()}[15m]))) > 15`,
      for: '15m',
      severity: 'warning',
      summary: 'Pods take {{ $value | humanizeDuration }} to be made on {{ $labels.instance }}.',
      description: 'Most often the disk below `/var/lib/containerd` is too slow or too busy.',
    },
    {
      alert: 'ContainerdEventsDropped',
      expr: `increase(containerd_cri_container_events_dropped_total${of()}[15m]) > 0`,
      severity: 'info',
      summary: 'containerd of {{ $labels.instance }} dropped events of containers.',
      description:
        'The kubelet did not read them fast enough and learns of changes only when it looks again. It matters if it goes on: the node is overloaded.',
    },
  ],
};
