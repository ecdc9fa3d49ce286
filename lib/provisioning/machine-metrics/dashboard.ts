import type { Dashboard } from '../../contracts/dashboards';
import { JOB, WRITTEN } from './rules';
import { METRICS } from './writer-script';

/** What ends, who holds the address, and how machines outside the cluster are. */
export const dashboard: Dashboard = {
  uid: 'machines',
  title: 'Machines',
  panels: [
    {
      title: 'Certificates that end first',
      shape: 'table',
      unit: 'seconds',
      queries: [
        {
          expr: `sort(bottomk(15, ${METRICS.certificateEnd} - time()))`,
          legend: '{{machine}} {{path}}',
        },
      ],
      description: 'CERTIFICATES.md says how they are renewed. Kubelets renew theirs themselves.',
    },
    {
      title: "Holder of the API servers' address",
      shape: 'table',
      queries: [{ expr: `${METRICS.addressHeld} == 1`, legend: '{{machine}} {{address}}' }],
      description: 'One, and one only. The history below shows when it moved.',
    },
    {
      title: "The API servers' address over time",
      queries: [{ expr: METRICS.addressHeld, legend: '{{machine}}' }],
    },
    {
      title: 'Fullest file systems',
      unit: 'ratio',
      queries: [
        {
          expr: `topk(10, 1 - node_filesystem_avail_bytes{job="${JOB}",fstype!=""} / (node_filesystem_size_bytes{job="${JOB}",fstype!=""} > 0))`,
          legend: '{{instance}} {{mountpoint}}',
        },
      ],
    },
    {
      title: 'Memory in use',
      unit: 'ratio',
      queries: [
        {
          expr: `1 - node_memory_MemAvailable_bytes{job="${JOB}"} / node_memory_MemTotal_bytes{job="${JOB}"}`,
          legend: '{{instance}}',
        },
      ],
    },
    {
      title: 'Failed units of machines outside the cluster',
      shape: 'table',
      queries: [
        {
          expr: `node_systemd_unit_state{job="${JOB}",state="failed"} == 1`,
          legend: '{{node}} {{name}}',
        },
      ],
    },
    {
      title: 'Waiting for a reboot',
      shape: 'table',
      queries: [{ expr: `${METRICS.rebootPending} == 1`, legend: '{{machine}}' }],
    },
    {
      title: 'Since certificates were looked at',
      unit: 'seconds',
      queries: [{ expr: `time() - ${WRITTEN}`, legend: '{{instance}}' }],
      description: 'Five minutes at most.',
    },
  ],
};
