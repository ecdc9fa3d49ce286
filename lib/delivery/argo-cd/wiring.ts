import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { Caches, type Cache } from '../../contracts/caches';
import { Dashboards } from '../../contracts/dashboards';
import { Exposure } from '../../contracts/exposure';
import { Identity, type IdentityProvider } from '../../contracts/identity';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import { connect, type SecretRef } from '../../index';
import type { Exits } from './exits';
import type { LabelledSecrets } from './labelled-secrets';
import { CLI_REDIRECT, type LoginClients } from './login';
import { alerts, dashboard } from './monitoring';
import { REDIS_SECRET } from './values';

/** What the wiring needs to know. */
export interface WiringContext {
  readonly namespace: string;
  readonly hostname: string;
  readonly exits: Exits;
  readonly labelled: LabelledSecrets;
}

/** What services of the platform gave; filled in as they come. */
export interface Wired {
  login: LoginClients | undefined;
  cache: Cache | undefined;
}

/** What of the options says how it is wired. */
export interface WiringOptions {
  /** Whether it is reachable from outside. @default true */
  readonly expose?: boolean;
  /**
   * Whether its pages log people in with a client secret beside the proof key. The secret is copied
   * into one with Argo CD's labels, for which External Secrets must be there.
   * @default false
   */
  readonly confidentialClient?: boolean;
  /** Which cache: its own, or one of the platform's. @default 'own' */
  readonly cache?: 'own' | 'platform';
}

/** Has everything drawn that Argo CD wants of its neighbours. */
export function wire(scope: Construct, context: WiringContext, options: WiringOptions): Wired {
  const { confidentialClient = false, cache = 'own', expose = true } = options;
  const wired: Wired = { login: undefined, cache: undefined };
  wireLogin(scope, context, !confidentialClient, (login) => (wired.login = login));
  wireCache(scope, context, cache, (made) => (wired.cache = made));
  wireGateway(scope, context, expose);
  wireCare(scope, context);
  return wired;
}

/** Ports of the metrics of controller, server, repository server, application sets, notifications. */
const METRICS_PORTS = [8082, 8083, 8084, 8080, 9001];

/** Registers both clients where there is an identity provider, and hands them to `use`. */
function wireLogin(
  scope: Construct,
  context: WiringContext,
  isPublic: boolean,
  use: (login: LoginClients) => void,
): void {
  const { namespace, hostname, exits, labelled } = context;
  Identity.whenProvided(scope, (provider: IdentityProvider) => {
    const web = provider.client(scope, {
      id: 'argocd',
      displayName: 'Argo CD',
      namespace,
      redirectUris: [`https://${hostname}/auth/callback`],
      logoutUris: [`https://${hostname}`],
      isPublic,
    });
    const cli = provider.client(scope, {
      id: 'argocd-cli',
      displayName: 'Argo CD (command line)',
      namespace,
      redirectUris: [CLI_REDIRECT],
      isPublic: true,
    });
    const { clientSecret } = web;
    const secretRef = clientSecret && labelClientSecret(labelled, clientSecret);
    exits.to('identity', 'server', provider.destination);
    use({ provider, web, cli, secretRef });
  });
}

/** Argo CD reads secrets of its settings from Secrets with its label only. */
function labelClientSecret(labelled: LabelledSecrets, secret: SecretRef): string {
  const name = 'argocd-oidc-client';
  labelled.add({
    name,
    labels: { 'app.kubernetes.io/part-of': 'argocd' },
    template: { 'client-secret': '{{ .secret }}' },
    secret: { secret },
  });
  return `$${name}:client-secret`;
}

/** Has the password of its own cache made, or a cache of the platform, which it hands to `use`. */
function wireCache(
  scope: Construct,
  { namespace }: WiringContext,
  which: 'own' | 'platform',
  use: (cache: Cache) => void,
): void {
  if (which === 'own') {
    const { name, key } = REDIS_SECRET;
    const generated = { [key]: { length: 40 } };
    Secrets.whenProvided(scope, (secrets) =>
      secrets.generate(scope, { name, namespace, generated }),
    );
    return;
  }
  Caches.require(scope, 'for what it reads from Git (`cache`)');
  Caches.whenProvided(scope, (server) => {
    const cache = server.cache(scope, { name: 'argocd-cache', namespace, persistent: false });
    connect(scope, { name: 'argocd-to-cache', from: { namespace }, to: cache.destination });
    use(cache);
  });
}

/** Makes it reachable, and lets it reach repositories behind the same gateway. */
function wireGateway(scope: Construct, context: WiringContext, expose: boolean): void {
  const { namespace, hostname: host, exits } = context;
  Exposure.whenProvided(scope, (gateway) => {
    exits.to('gateway', 'repo-server', gateway.entrance);
    if (!expose) return;
    gateway.expose(scope, {
      name: 'argocd-server',
      host,
      namespace,
      service: 'argocd-server',
      port: 80,
      podPort: 8080,
      // Pages follow changes through one long answer.
      timeoutSeconds: 3600,
    });
  });
}

/** Has it watched, shown and backed up: what it knows is in its objects. */
function wireCare(scope: Construct, { namespace }: WiringContext): void {
  Metrics.whenProvided(scope, (metrics) => {
    metrics.scrapeServices(scope, {
      name: 'argocd',
      namespace,
      selector: { 'app.kubernetes.io/part-of': 'argocd' },
      endpoints: [{ port: 'http-metrics' }],
      podPorts: METRICS_PORTS,
    });
    metrics.addRules(scope, { name: 'argo-cd', namespace, groups: [alerts(namespace)] });
  });
  Dashboards.whenProvided(scope, (viewer) => viewer.add(scope, dashboard(namespace), namespace));
  Backups.whenProvided(scope, (keeper) => {
    keeper.protect(scope, { name: 'argo-cd', namespace, method: 'objects' });
  });
}
