import { Databases, type Database } from '../../contracts/databases';
import type { Component } from '../../index';
import { instancesOf, NAME, poolOf } from './server';
import type { DatabaseOptions, ServerOptions } from './words';

/** What a hand-given database is, in the words of the contract. */
function givenDatabase(options: DatabaseOptions): Database {
  const { host, port = 5432, database = NAME, userSecret, passwordSecret, caSecret } = options;
  return {
    host,
    port,
    database,
    user: NAME,
    userSecret,
    passwordSecret,
    uriSecret: undefined,
    caSecret,
    sslMode: options.sslMode ?? (caSecret ? 'verify-full' : 'require'),
    destination: options.destination ?? { host, port },
  };
}

/** Calls `use` with the database: now, or once the platform has one. */
export function withDatabase(
  component: Component,
  options: ServerOptions,
  use: (database: Database) => void,
): void {
  if (options.database) {
    use(givenDatabase(options.database));
    return;
  }
  Databases.require(component, 'to keep its users in');
  // Every instance fills its pool, and while one is replaced there is one more.
  const connections = (instancesOf(component, options) + 1) * poolOf(component, options) + 20;
  Databases.whenProvided(component, (server) => {
    use(
      server.postgres(component, {
        name: `${NAME}-db`,
        namespace: component.namespace,
        database: NAME,
        owner: NAME,
        size: options.databaseSize ?? '10Gi',
        parameters: { max_connections: String(connections) },
      }),
    );
  });
}
