import { Construct } from 'constructs';
import { Platform, Registry, type Manifest, type PlatformProps } from '../../lib';
import { Databases } from '../../lib/contracts/databases';
import { Exposure } from '../../lib/contracts/exposure';
import { Secrets } from '../../lib/contracts/secrets';
import { Keycloak, type KeycloakProps } from '../../lib/identity/keycloak';
import { freeRoot } from '../harness/sample';
import { databaseServer, gateway, secretSource } from '../harness/services';

/** A Keycloak with what it needs, all of which notes what it is asked for. */
export function keycloakOf(props: KeycloakProps = {}, settings: PlatformProps = {}) {
  const platform = new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', ...settings });
  const neighbour = new Construct(platform, 'neighbour');
  const services = { databases: databaseServer(), gateway: gateway(), secrets: secretSource() };
  Databases.provide(neighbour, services.databases);
  Exposure.provide(neighbour, services.gateway);
  Secrets.provide(neighbour, services.secrets);
  const keycloak = new Keycloak(platform, 'keycloak', props);
  return { platform, keycloak, ...services };
}

/** An object below `scope`, by kind and name. */
export function drawn(scope: Construct, kind: string, name: string): Manifest & { spec?: object } {
  const found = Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name);
  if (!found) throw new Error(`there is no ${kind} '${name}'`);
  return found.manifest;
}

/** A realm's file, as data. */
export interface Realm extends Readonly<Record<string, unknown>> {
  readonly clients: readonly Readonly<Record<string, unknown>>[];
}

/** What the Job applies. */
export function realmOf(scope: Construct): Realm {
  const { data } = drawn(scope, 'ConfigMap', 'keycloak-config') as unknown as {
    data: Record<string, string>;
  };
  return JSON.parse(data['realm.json'] ?? '') as Realm;
}

/** One client of the realm. */
export const clientOf = (scope: Construct, id: string) =>
  realmOf(scope).clients.find((client) => client['clientId'] === id);

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: object;
}

/** Variables of the container that applies the realm, by name. */
export function variablesOf(scope: Construct): Readonly<Record<string, unknown>> {
  const { spec } = drawn(scope, 'CronJob', 'keycloak-config') as unknown as {
    spec: {
      jobTemplate: { spec: { template: { spec: { containers: { env: Variable[] }[] } } } };
    };
  };
  const [container] = spec.jobTemplate.spec.template.spec.containers;
  return Object.fromEntries(
    (container?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
  );
}

/** What synthesis would fail with. */
export const errorsOf = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((c) => c.node.validate());
