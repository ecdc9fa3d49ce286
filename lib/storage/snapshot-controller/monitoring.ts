import type { Construct } from 'constructs';
import { Dashboards, type Dashboard } from '../../contracts/dashboards';
import { Metrics, type RuleGroup } from '../../contracts/metrics';

const NAME = 'snapshot-controller';
const SECONDS = 'snapshot_controller_operation_total_seconds';
const IN_FLIGHT = 'snapshot_controller_operations_in_flight';

/** Has the controller watched: metrics, alerts, a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapePods(scope, {
      name: NAME,
      namespace,
      selector: { 'app.kubernetes.io/name': NAME },
      endpoints: [{ port: 'http' }],
    });
    metrics.addRules(scope, { name: NAME, namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => {
    viewer.add(scope, dashboard(namespace), namespace);
  });
}

const alerts = (namespace: string): RuleGroup => {
  const own = `namespace="${namespace}"`;
  return {
    name: NAME,
    rules: [
      {
        alert: 'SnapshotControllerDown',
        expr: `absent(up{${own},container="${NAME}"} == 1)`,
        for: '10m',
        severity: 'critical',
        summary: 'No snapshot controller answers.',
        description:
          'Snapshots of volumes are neither made nor deleted, and backups that take them fail. See the Pods of the Deployment snapshot-controller.',
      },
      {
        alert: 'SnapshotControllerNotRedundant',
        expr: `kube_deployment_status_replicas_available{${own},deployment="${NAME}"} < kube_deployment_spec_replicas{${own},deployment="${NAME}"}`,
        for: '30m',
        severity: 'warning',
        summary: 'The snapshot controller has lost a copy.',
        description: 'The other one does the work. See why the Pod does not start.',
      },
      {
        alert: 'SnapshotsStuck',
        expr: `min_over_time(sum(${IN_FLIGHT}{${own}})[1h:5m]) > 0`,
        for: '30m',
        severity: 'warning',
        summary: '{{ $value }} operations on snapshots do not end.',
        description:
          '`kubectl get volumesnapshot -A` shows which are not ready; their events and the log of the CSI driver say why: a full pool, a driver that does not run, a class that names another driver.',
      },
      {
        alert: 'SnapshotsSlow',
        expr: `histogram_quantile(0.9, sum by (le, driver_name) (rate(${SECONDS}_bucket{${own},operation_name="CreateSnapshotAndReady"}[1h]))) > 600`,
        for: '1h',
        severity: 'warning',
        summary: 'Snapshots of {{ $labels.driver_name }} take more than ten minutes.',
        description: 'Backups wait for them, up to ten minutes each. Is the storage under load?',
      },
    ],
  };
};

const dashboard = (namespace: string): Dashboard => {
  const own = `namespace="${namespace}"`;
  const rate = (by: string) => `sum by (${by}) (rate(${SECONDS}_count{${own}}[$__rate_interval]))`;
  return {
    uid: NAME,
    title: 'Volume snapshots',
    panels: [
      {
        title: 'Operations under way',
        shape: 'number',
        queries: [{ expr: `sum(${IN_FLIGHT}{${own}})`, legend: 'operations' }],
        description: 'A number that stays is a snapshot that is stuck.',
      },
      {
        title: 'Operations by driver',
        unit: 'ops/s',
        queries: [
          {
            expr: rate('driver_name, operation_name'),
            legend: '{{driver_name}} {{operation_name}}',
          },
        ],
      },
      {
        title: 'Operations by outcome',
        unit: 'ops/s',
        queries: [{ expr: rate('operation_status'), legend: '{{operation_status}}' }],
      },
      {
        title: 'Time until a snapshot is ready, nine of ten',
        unit: 'seconds',
        queries: [
          {
            expr: `histogram_quantile(0.9, sum by (le, driver_name) (rate(${SECONDS}_bucket{${own},operation_name="CreateSnapshotAndReady"}[$__rate_interval])))`,
            legend: '{{driver_name}}',
          },
        ],
      },
    ],
  };
};
