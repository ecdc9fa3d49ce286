import type { Dashboard } from '../../contracts/dashboards';

/** Requests, storage and jobs of Harbor. */
export const dashboard = (namespace: string): Dashboard => {
  const of = `namespace="${namespace}"`;
  return {
    uid: 'harbor',
    title: 'Harbor',
    panels: [
      {
        title: 'Parts that work',
        shape: 'table',
        queries: [{ expr: `max by (component) (harbor_up{${of}})`, legend: '{{component}}' }],
      },
      {
        title: 'Images in all projects',
        shape: 'number',
        unit: 'bytes',
        queries: [{ expr: `max(harbor_statistics_total_storage_consumption{${of}})` }],
      },
      {
        title: 'Requests',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (code) (rate(harbor_core_http_request_total{${of}}[$__rate_interval]))`,
            legend: '{{code}}',
          },
        ],
      },
      {
        title: 'Slowest requests',
        unit: 'seconds',
        description: 'The time that 99 of 100 requests stay below, by what they ask for.',
        queries: [
          {
            expr: `topk(8, max by (operation) (harbor_core_http_request_duration_seconds{${of},quantile="0.99"}))`,
            legend: '{{operation}}',
          },
        ],
      },
      {
        title: 'Used by project',
        unit: 'bytes',
        queries: [
          {
            expr: `topk(10, max by (project_name) (harbor_project_quota_usage_byte{${of}}))`,
            legend: '{{project_name}}',
          },
        ],
      },
      {
        title: 'Quota used',
        unit: 'ratio',
        shape: 'table',
        queries: [
          {
            expr: `max by (project_name) (harbor_project_quota_usage_byte{${of}} / (harbor_project_quota_byte{${of}} > 0))`,
            legend: '{{project_name}}',
          },
        ],
      },
      {
        title: 'Jobs that wait',
        queries: [{ expr: `max by (type) (harbor_task_queue_size{${of}})`, legend: '{{type}}' }],
      },
      {
        title: 'Jobs',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (type, status) (rate(harbor_jobservice_task_total{${of}}[$__rate_interval]))`,
            legend: '{{type}} {{status}}',
          },
        ],
      },
      {
        title: 'Requests to the object store',
        unit: 'ops/s',
        queries: [
          {
            expr: `sum by (action) (rate(registry_storage_action_seconds_count{${of}}[$__rate_interval]))`,
            legend: '{{action}}',
          },
        ],
      },
    ],
  };
};
