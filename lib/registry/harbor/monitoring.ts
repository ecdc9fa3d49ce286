import type { AlertRule, RuleGroup } from '../../contracts/metrics';
import { CONFIGURATION } from './configuration-job';

/** What somebody has to know: images cannot be pulled or pushed, or soon cannot. */
export const alerts = (namespace: string): readonly RuleGroup[] => {
  const of = `namespace="${namespace}"`;
  const job = `${of},cronjob="${CONFIGURATION}"`;
  const requests = `harbor_core_http_request_total{${of}}`;
  const rules: AlertRule[] = [
    {
      alert: 'HarborPartDown',
      expr: `max by (component) (harbor_up{${of}}) == 0`,
      for: '5m',
      severity: 'critical',
      summary: 'Harbor says that its {{ $labels.component }} does not work',
      description:
        'Pulls or pushes fail where they need it; Pods that move to another node may not start. See the Pods of that part, then the database and the cache.',
    },
    {
      alert: 'HarborDown',
      expr: `absent(harbor_health{${of}} == 1)`,
      for: '10m',
      severity: 'critical',
      summary: 'Nothing says that Harbor works',
      description:
        'Its exporter reports trouble, or does not answer. See the Pods harbor-core and harbor-exporter; without their database they do not start.',
    },
    {
      alert: 'HarborRequestsFail',
      expr: `sum(rate(harbor_core_http_request_total{${of},code=~"5.."}[5m])) / sum(rate(${requests}[5m])) > 0.05`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the requests to Harbor fail',
      description:
        'The log of core names the requests. Mostly the object store, the database or the cache is slow or away; for proxy caches, the upstream.',
    },
    {
      alert: 'HarborProjectNearQuota',
      expr: `max by (project_name) (harbor_project_quota_usage_byte{${of}} / (harbor_project_quota_byte{${of}} > 0)) > 0.9`,
      for: '15m',
      severity: 'warning',
      summary:
        'Project {{ $labels.project_name }} has used {{ $value | humanizePercentage }} of its quota',
      description:
        'Pushes fail once it is full. Delete tags, tighten the retention and collect garbage, or raise the `quota` of the project.',
    },
    {
      alert: 'HarborJobsWait',
      expr: `max by (type) (harbor_task_queue_latency{${of}}) > 1800`,
      for: '15m',
      severity: 'warning',
      summary: 'Jobs of type {{ $labels.type }} wait for {{ $value | humanizeDuration }}',
      description:
        'Scans, replications or collections pile up. See the Pods harbor-jobservice; raise `jobWorkers` where they are busy.',
    },
    {
      alert: 'HarborJobsFail',
      expr: `sum by (type) (increase(harbor_jobservice_task_total{${of},status="fail"}[1h])) > 10`,
      severity: 'warning',
      summary: '{{ $value | humanize }} jobs of type {{ $labels.type }} failed within an hour',
      description:
        'Harbor shows their logs under the project or under administration. Scans fail without a database of vulnerabilities, replications without the other registry.',
    },
    {
      alert: 'HarborConfigurationFails',
      // One that never succeeded has no time of success.
      expr: `time() - (max(kube_cronjob_status_last_successful_time{${job}}) or max(kube_cronjob_created{${job}})) > 3600`,
      for: '5m',
      severity: 'warning',
      summary: 'Harbor has not been brought to its described state for an hour',
      description: `Projects, robot accounts or proxy caches may be missing or other than described. The log of the newest Job of ${CONFIGURATION} names what failed; an upstream that does not answer is refused by Harbor.`,
    },
  ];
  return [{ name: 'harbor', rules }];
};
