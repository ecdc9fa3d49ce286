import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import { Login } from '../../contracts/login-gate';
import { Metrics } from '../../contracts/metrics';
import { allowIngress, Platform } from '../../index';
import { alerts } from './alerts';
import { DASHBOARD_PORT } from './cluster';
import { dashboard } from './dashboard';

/** How people reach Ceph's own dashboard. */
export interface DashboardOptions {
  /** Whether it gets a hostname. @default true */
  readonly expose?: boolean;
  /** @default - `ceph` of the platform's domain */
  readonly hostname?: string;
  /**
   * Who may see its login page: those who log in at the platform's gate before, or all. Its own
   * users are local: Rook sets up no single sign-on.
   * @default 'proxy'
   */
  readonly login?: 'proxy' | 'none';
}

/** Name under which the gateway knows the dashboard. */
export const dashboardHost = (scope: Construct, { hostname }: DashboardOptions): string =>
  hostname ?? Platform.of(scope)?.hostname('ceph') ?? 'ceph.cluster.local';

/** Gives the dashboard its route, behind a login unless that is turned off. */
export function exposeDashboard(
  scope: Construct,
  namespace: string,
  options: DashboardOptions,
): void {
  const route = {
    name: 'ceph-dashboard',
    host: dashboardHost(scope, options),
    namespace,
    service: 'rook-ceph-mgr-dashboard',
    port: DASHBOARD_PORT,
  };
  if (options.login === 'none') {
    Exposure.whenProvided(scope, (gateway) => gateway.expose(scope, route));
    return;
  }
  Login.whenProvided(scope, (gate) => gate.guard(scope, { ...route, role: 'admin' }));
}

/** What is worth knowing about how the dashboard is reached. */
export function dashboardWarning(scope: Construct, options: DashboardOptions): string | undefined {
  if (options.expose === false || Exposure.find(scope) === undefined) return undefined;
  if (options.login === 'none') {
    return "shows the login page of its dashboard to everybody; drop `login: 'none'` where there is a login proxy";
  }
  if (Login.find(scope) !== undefined) return undefined;
  return "has a dashboard that nobody reaches from outside, as nothing asks for a login in front of it; add a login proxy, or set `login: 'none'` to rely on its own password";
}

/**
 * Lets nodes reach monitors, disks and metadata servers, for they mount volumes. Disks and metadata
 * servers take any of hundreds of ports, and have no others.
 */
export function openToClients(scope: Construct, namespace: string): void {
  const open = (daemon: string, ports?: readonly number[]): void =>
    allowIngress(scope, {
      name: `clients-to-ceph-${daemon}`,
      namespace,
      pods: { app: `rook-ceph-${daemon}` },
      rule: { with: 'nodes', ...(ports && { ports }) },
    });
  open('mon', [3300, 6789]);
  open('osd');
  open('mds');
}

/** Metrics of the active manager and of the daemons on each node, alerts, a dashboard. */
export function watch(scope: Construct, namespace: string): void {
  Metrics.whenProvided(scope, (metrics) => {
    const scrape = (app: string, port: string, podPort: number): void =>
      metrics.scrapeServices(scope, {
        name: app,
        namespace,
        selector: { app, rook_cluster: namespace },
        endpoints: [{ port }],
        podPorts: [podPort],
      });
    scrape('rook-ceph-mgr', 'http-metrics', 9283);
    scrape('rook-ceph-exporter', 'ceph-exporter-http-metrics', 9926);
    metrics.addRules(scope, { name: 'rook-ceph', namespace, groups: alerts(namespace) });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard(namespace), namespace));
}
