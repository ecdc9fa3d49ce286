import type { Dashboard } from '../../contracts/dashboards';

/** Whether there is something to restore, then how it came about. */
export const dashboard: Dashboard = {
  uid: 'velero',
  title: 'Backups',
  panels: [
    {
      title: 'Hours since the last good backup',
      shape: 'table',
      queries: [
        {
          expr: '(time() - max by (schedule) (velero_backup_last_successful_timestamp{schedule!=""})) / 3600',
          legend: '{{schedule}}',
        },
      ],
    },
    {
      title: 'Locations within reach',
      shape: 'number',
      queries: [
        {
          expr: 'min by (backup_location_name) (velero_backup_location_status_gauge)',
          legend: '{{backup_location_name}}',
        },
      ],
      description: '1 is yes.',
    },
    {
      title: 'Backups that failed, wholly or partly',
      queries: [
        {
          expr: 'sum by (schedule) (increase(velero_backup_failure_total[1d]))',
          legend: '{{schedule}} failed',
        },
        {
          expr: 'sum by (schedule) (increase(velero_backup_partial_failure_total[1d]))',
          legend: '{{schedule}} partly',
        },
      ],
    },
    {
      title: 'Time that backups take, nine of ten',
      unit: 'seconds',
      queries: [
        {
          expr: 'histogram_quantile(0.9, sum by (le, schedule) (rate(velero_backup_duration_seconds_bucket[1d])))',
          legend: '{{schedule}}',
        },
      ],
    },
    {
      title: 'Objects in the last backup',
      queries: [{ expr: 'max by (schedule) (velero_backup_items_total)', legend: '{{schedule}}' }],
      description: 'A sudden drop is a namespace or a permission that is gone.',
    },
    {
      title: 'Volumes copied to the bucket',
      queries: [
        { expr: 'sum(increase(podVolume_data_upload_success_total[1d]))', legend: 'copied' },
        { expr: 'sum(increase(podVolume_data_upload_failure_total[1d]))', legend: 'failed' },
      ],
    },
    {
      title: 'Restores',
      queries: [
        { expr: 'sum(increase(velero_restore_success_total[1d]))', legend: 'good' },
        { expr: 'sum(increase(velero_restore_failed_total[1d]))', legend: 'failed' },
      ],
    },
    {
      title: 'Backups that are kept',
      shape: 'number',
      queries: [{ expr: 'sum(velero_backup_total)', legend: 'backups' }],
    },
  ],
};
