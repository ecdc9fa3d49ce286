import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import { alerts, dashboard, type VaultAlertOptions } from './monitoring';

/** Has metrics read from `port`, alerts raised, and a dashboard shown. */
export function watch(scope: Construct, port: number, options: VaultAlertOptions): void {
  const { namespace } = options;
  Metrics.whenProvided(scope, (metrics) => {
    metrics.reach(scope, { namespace, ports: [port] });
    metrics.addRules(scope, { name: 'vault', namespace, groups: [alerts(options)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard(namespace), namespace));
}
