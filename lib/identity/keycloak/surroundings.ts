import { Backups } from '../../contracts/backups';
import { Dashboards } from '../../contracts/dashboards';
import type { Exposer } from '../../contracts/exposure';
import { Metrics } from '../../contracts/metrics';
import { allowEgress, type Component } from '../../index';
import { alerts, dashboard } from './monitoring';
import { MANAGEMENT_PORT, portOf, SERVER, SERVICE } from './server';

/** The operator, and nothing else here, talks to the API server. */
export function guardOperator(component: Component): void {
  allowEgress(component, {
    name: 'keycloak-operator',
    namespace: component.namespace,
    pods: { 'app.kubernetes.io/name': 'keycloak-operator' },
    rules: [{ with: 'api-server' }],
  });
}

/** What has hostnames at the gateway. */
export interface Exposed extends Component {
  readonly hostname: string;
  readonly adminHostname: string | undefined;
}

/** Paths that logins need; the console and its API are elsewhere. */
const LOGIN_PATHS = { keycloak: '/realms', resources: '/resources', 'well-known': '/.well-known' };

/** Makes Keycloak reachable: under one name, or logins under one and the console under another. */
export function expose(component: Exposed, gateway: Exposer, tls: boolean): void {
  const { namespace, hostname, adminHostname } = component;
  const route = (name: string, host: string, path = '/'): void => {
    gateway.expose(component, {
      name,
      host,
      namespace,
      service: SERVICE,
      port: portOf(tls),
      podPort: portOf(tls),
      path,
      ...(tls && { protocol: 'https' as const }),
    });
  };
  if (adminHostname === undefined) {
    route('keycloak', hostname);
    return;
  }
  for (const [name, path] of Object.entries(LOGIN_PATHS)) {
    route(name === 'keycloak' ? name : `keycloak-${name}`, hostname, path);
  }
  route('keycloak-admin', adminHostname);
}

/** Has the servers watched, and says who backs them up. */
export function watch(
  component: Component,
  { instances, tls }: { instances: number; tls: boolean },
): void {
  const { namespace } = component;
  Metrics.whenProvided(component, (metrics) => {
    metrics.scrapeServices(component, {
      name: 'keycloak',
      namespace,
      selector: SERVER,
      endpoints: [{ port: 'management', ...(tls && { scheme: 'https' as const }) }],
      podPorts: [MANAGEMENT_PORT],
    });
    metrics.addRules(component, {
      name: 'keycloak',
      namespace,
      groups: alerts(namespace, instances),
    });
  });
  Dashboards.whenProvided(component, (viewer) => {
    viewer.add(component, dashboard(namespace), namespace);
  });
  Backups.whenProvided(component, (keeper) => {
    keeper.protect(component, {
      name: 'keycloak',
      namespace,
      method: { own: 'everything is in the database, which whoever runs it backs up' },
    });
  });
}
