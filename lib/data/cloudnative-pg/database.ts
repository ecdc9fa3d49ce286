import type { Database } from '../../contracts/databases';
import { namesOf } from './bootstrap';
import { clusterLabels, poolerName } from './cluster';
import { poolerLabels } from './pooler';
import type { ClusterOptions } from './words';

/** What the user of a cluster needs to know. */
export function databaseOf(options: ClusterOptions): Database {
  const { name, namespace, pooled = false } = options;
  const { owner, database } = namesOf(options);
  const secret = (key: string) => ({ name: `${name}-app`, key });
  const pods = pooled ? poolerLabels(name) : clusterLabels(name);
  return {
    host: `${pooled ? poolerName(name) : `${name}-rw`}.${namespace}.svc`,
    port: 5432,
    database,
    user: owner,
    userSecret: secret('username'),
    passwordSecret: secret('password'),
    // The operator writes the address of the server itself, past the pool.
    uriSecret: pooled ? undefined : secret('uri'),
    caSecret: { name: `${name}-ca`, key: 'ca.crt' },
    sslMode: 'require',
    destination: { namespace, pods, ports: [5432] },
  };
}
