import type { Construct } from 'constructs';
import { Databases, type Database, type DatabaseRequest } from '../../contracts/databases';
import { ObjectStorage, type Bucket } from '../../contracts/object-storage';
import { connect, type Destination } from '../../index';
import { AUTH_LABELS } from './pods';
import type { Stores } from './storage';

export interface StoreOptions {
  /**
   * Where roles, people, certificates of authorities and the like are: on a volume, in a database
   * of the platform, or in the given one. A database needs the plugin wal2json in its server and
   * the attribute REPLICATION for its user, and takes no pool of connections.
   * @default 'volume'
   */
  readonly state?: 'volume' | 'database' | Database;
  /**
   * Where the audit log is searched in; any PostgreSQL database does, but not the one of the state.
   * @default - on the volume as `state`, else in a database of the platform
   */
  readonly events?: 'volume' | 'database' | Database;
  /** How long events stay in a database, as a duration of Go. @default '8766h' */
  readonly eventRetention?: string;
  /**
   * Where recordings of sessions are.
   * @default - the platform's object store, which is a must where `state` is in a database; else the volume
   */
  readonly recordings?: 'volume' | 'object-store';
}

/** Where a cluster of Teleport keeps what: asked for as soon as somebody gives it. */
export class TeleportStores implements Stores {
  state: Database | undefined;
  events: Database | undefined;
  recordings: Bucket | undefined;
  readonly retention: string;
  /** Whether a database is, or will be, among them. */
  readonly usesDatabases: boolean;
  /** Whether something is on the volume, whatever the platform gives. */
  readonly usesVolume: boolean;
  private readonly places: { readonly state: unknown; readonly events: unknown };

  /** @param trust called with certificates (PEM) that the object store is verified by */
  constructor(
    private readonly scope: Construct,
    private readonly namespace: string,
    options: StoreOptions,
    trust: (pem: string) => void,
  ) {
    const { state = 'volume', recordings } = options;
    const events = options.events ?? (state === 'volume' ? 'volume' : 'database');
    this.places = { state, events };
    this.retention = options.eventRetention ?? '8766h';
    this.usesDatabases = state !== 'volume' || events !== 'volume';
    this.usesVolume = state === 'volume' || events === 'volume' || recordings === 'volume';
    this.ask(state, 'to keep its state', STATE, (database) => {
      this.state = database;
      this.connect('state', database.destination);
    });
    this.ask(events, 'to keep its audit log', EVENTS, (database) => {
      this.events = database;
      this.connect('events', database.destination);
    });
    if (recordings === 'volume') return;
    if (recordings === 'object-store' || state !== 'volume') {
      ObjectStorage.require(scope, 'to keep recordings of sessions');
    }
    ObjectStorage.whenProvided(scope, (store) => {
      const bucket = store.bucket(scope, { name: 'teleport-recordings', namespace });
      this.recordings = bucket;
      this.connect('recordings', bucket.destination);
      if (bucket.caCertificates !== undefined) trust(bucket.caCertificates);
    });
  }

  /** What is wrong with the stores as they stand, or `undefined`. Ask it late. */
  error(authReplicas: number): string | undefined {
    const { state, events, recordings } = this;
    const left = [state ? [] : 'its state', events ? [] : 'events', recordings ? [] : 'recordings'];
    if (authReplicas > 1 && left.flat().length > 0) {
      return `has '${authReplicas}' copies of its auth service and keeps ${left.flat().join(', ')} on a volume, which one opens at a time; use databases and an object store, or set \`authReplicas\` to 1`;
    }
    return state && events && addressOf(state) === addressOf(events)
      ? `has its state and its audit log in one database '${addressOf(state)}'; give each its own`
      : undefined;
  }

  /** What a reader must see to that no request can ask for, or `undefined`. */
  get advice(): string | undefined {
    return this.places.state === 'database'
      ? `keeps its state in the database '${STATE.name}', whose server must have the plugin wal2json, and whose user '${STATE.owner}' the attribute REPLICATION; see to both where the database is made, or the auth service does not start`
      : undefined;
  }

  private ask(
    place: 'volume' | 'database' | Database,
    purpose: string,
    request: Omit<DatabaseRequest, 'namespace'>,
    keep: (database: Database) => void,
  ): void {
    if (typeof place === 'object') keep(place);
    if (place !== 'database') return;
    Databases.require(this.scope, purpose);
    Databases.whenProvided(this.scope, (server) => {
      keep(server.postgres(this.scope, { ...request, namespace: this.namespace }));
    });
  }

  private connect(name: string, to: Destination): void {
    const from = { namespace: this.namespace, pods: AUTH_LABELS };
    connect(this.scope, { name: `teleport-to-${name}`, from, to });
  }
}

const STATE = {
  name: 'teleport-db',
  database: 'teleport_backend',
  owner: 'teleport',
  parameters: { wal_level: 'logical', max_replication_slots: '32' },
};
const EVENTS = {
  name: 'teleport-events',
  database: 'teleport_audit',
  owner: 'teleport',
  size: '20Gi',
};

const addressOf = ({ host, port, database }: Database): string => `${host}:${port}/${database}`;
