import type { RuleGroup } from '../../contracts/metrics';
import { NAME } from './provisioner';

/** It has no metrics of its own; what people notice is claims that wait and nodes that are full. */
export const alerts = (namespace: string): RuleGroup => ({
  name: NAME,
  rules: [
    {
      alert: 'LocalPathProvisionerDown',
      expr: `absent(kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${NAME}"} > 0)`,
      for: '15m',
      severity: 'warning',
      summary: 'The provisioner of local volumes does not run.',
      description:
        'New claims stay pending; volumes that are there go on. See its Pod and its log.',
    },
    {
      alert: 'LocalPathHelperFails',
      expr: `sum(kube_pod_status_phase{namespace="${namespace}",phase="Failed"} or kube_pod_container_status_waiting_reason{namespace="${namespace}",reason=~"ErrImagePull|ImagePullBackOff",pod=~"helper-pod-.*"}) > 0`,
      for: '10m',
      severity: 'warning',
      summary: 'A folder for a volume cannot be made or removed.',
      description:
        'Pods helper-pod-create-* and helper-pod-delete-* do the work on the node: is their image in reach, and the folder writable?',
    },
    {
      alert: 'LocalVolumesFillNode',
      expr: 'min by (instance) (node_filesystem_avail_bytes{mountpoint=~"/|/opt|/srv|/var.*",fstype!=""} / node_filesystem_size_bytes) < 0.1',
      for: '15m',
      severity: 'critical',
      summary: 'A disk of {{ $labels.instance }} that may hold volumes is nearly full.',
      description:
        'Sizes of local volumes are not enforced: one of them can take the whole disk. Find it with `du`, and empty or move it.',
    },
  ],
});
