import type { Destination } from '../../index';
import type {
  ClusterSpecBootstrap,
  ClusterSpecExternalClusters,
  ClusterSpecBootstrapRecovery,
} from './kinds';
import type {
  Bootstrap,
  ClusterOptions,
  RecoveryOptions,
  SnapshotRecoveryOptions,
  SourceOptions,
} from './words';

/** Name of the CNPG-I plugin that writes to and reads from object stores. */
export const PLUGIN = 'barman-cloud.cloudnative-pg.io';

const SOURCE = 'source';

/** The owner's name and the database's. */
export const namesOf = ({ owner = 'app', database = owner }: ClusterOptions) => ({
  owner,
  database,
});

/** What the cluster is made from. */
export function bootstrapOf(options: ClusterOptions): ClusterSpecBootstrap {
  const { bootstrap, extensions = [] } = options;
  const names = namesOf(options);
  if (bootstrap && 'recovery' in bootstrap) {
    return { recovery: { ...names, ...recoveryOf(bootstrap.recovery) } };
  }
  if (bootstrap && 'copy' in bootstrap) return { pg_basebackup: { ...names, source: SOURCE } };
  return {
    initdb: {
      ...names,
      encoding: 'UTF8',
      dataChecksums: true,
      // Here as well as in the Database: the first connection may come before that is reconciled.
      ...(extensions.length > 0 && {
        postInitApplicationSQL: extensions.map((e) => `CREATE EXTENSION IF NOT EXISTS "${e}"`),
      }),
      ...(bootstrap && {
        import: {
          type: 'microservice',
          databases: [bootstrap.import.database],
          source: { externalCluster: SOURCE },
        },
      }),
    },
  };
}

function recoveryOf(
  recovery: RecoveryOptions | SnapshotRecoveryOptions,
): ClusterSpecBootstrapRecovery {
  if ('snapshot' in recovery) {
    const snapshot = (name: string) => ({
      apiGroup: 'snapshot.storage.k8s.io',
      kind: 'VolumeSnapshot',
      name,
    });
    const { walSnapshot } = recovery;
    return {
      volumeSnapshots: {
        storage: snapshot(recovery.snapshot),
        ...(walSnapshot !== undefined && { walStorage: snapshot(walSnapshot) }),
      },
    };
  }
  const { targetTime } = recovery;
  return {
    source: SOURCE,
    ...(targetTime !== undefined && { recoveryTarget: { targetTime } }),
  };
}

/** The server or the backups that it is made from. */
export function externalClustersOf({
  name,
  bootstrap,
}: ClusterOptions): readonly ClusterSpecExternalClusters[] | undefined {
  if (bootstrap === undefined) return undefined;
  if ('recovery' in bootstrap) {
    const { recovery } = bootstrap;
    if ('snapshot' in recovery) return undefined;
    const { from, objectStore = name } = recovery;
    const parameters = { barmanObjectName: objectStore, serverName: from };
    return [{ name: SOURCE, plugin: { name: PLUGIN, parameters } }];
  }
  return [externalServer('copy' in bootstrap ? bootstrap.copy : bootstrap.import)];
}

function externalServer(source: SourceOptions): ClusterSpecExternalClusters {
  const { host, port = 5432, user, database = 'postgres', authority, certificate } = source;
  const sslmode = source.sslMode ?? (authority ? 'verify-full' : 'require');
  return {
    name: SOURCE,
    connectionParameters: { host, port: String(port), user, dbname: database, sslmode },
    ...(source.password && { password: source.password }),
    ...(certificate && { sslCert: certificate.certificate, sslKey: certificate.key }),
    ...(authority && { sslRootCert: authority }),
  };
}

/** Where the first instance connects to, to fill the database. */
export function sourceDestination(bootstrap: Bootstrap | undefined): Destination | undefined {
  if (bootstrap === undefined || 'recovery' in bootstrap) return undefined;
  const source = 'copy' in bootstrap ? bootstrap.copy : bootstrap.import;
  return source.destination ?? { host: source.host, port: source.port ?? 5432 };
}

/** Name under which the cluster archives, where it is not its own. */
export const archiveName = ({ bootstrap }: ClusterOptions): string | undefined =>
  bootstrap && 'recovery' in bootstrap ? bootstrap.recovery.archiveAs : undefined;
