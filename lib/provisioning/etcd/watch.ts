import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import { dashboard } from './dashboard';
import { membersOf, PORTS } from './members';
import { etcdRules } from './monitoring';

/** Name of the job in metrics, and of the rules. */
const JOB = 'external-etcd';

/** How the members are watched. */
export interface WatchOptions {
  readonly namespace: string;
  /** Whether the collector finds the members by itself. */
  readonly found: boolean;
  /** Hours that the last snapshot may be old, where its time is measured. */
  readonly backupAgeHours: number | undefined;
}

/**
 * Has the members watched: rules and a dashboard, and where the collector does not find the members
 * by itself, a monitor of them.
 */
export function watch(scope: Construct, { namespace, found, backupAgeHours }: WatchOptions): void {
  Metrics.whenProvided(scope, (metrics) => {
    const machines = membersOf(scope);
    if (!found)
      metrics.scrapeMachines(scope, { name: JOB, namespace, machines, port: PORTS.metrics });
    const rules = etcdRules({
      members: machines.length,
      backupAgeHours,
      withFieldRules: found,
    });
    metrics.addRules(scope, { name: JOB, namespace, groups: [rules] });
  });
  Dashboards.whenProvided(scope, (viewer) => {
    viewer.add(scope, dashboard, namespace);
  });
}
