import { Construct } from 'constructs';
import {
  Databases,
  type Database,
  type DatabaseRequest,
  type DatabaseServer,
} from '../contracts/databases';
import { DefinitionError, type Destination } from '../index';
import { destinationOf, hostError, portError } from './address';
import { Accounts, credentialsError, type ExternalCredentials } from './credentials';
import { warnOfUnused } from './unused-choices';

/** Where one database is, if not where all are. */
export interface ExternalDatabaseChoices {
  /** @default - the server's */
  readonly host?: string;
  /** @default - the server's */
  readonly port?: number;
  /** Name of the database. @default - the one that is asked for */
  readonly database?: string;
  /** User, the same as in the Secret. @default - the one that is asked for */
  readonly user?: string;
}

export interface ExternalDatabasesProps {
  /** Host that takes writes: `postgres.example.com`. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** How clients verify the server. @default 'require'; 'verify-full' with `authority` */
  readonly sslMode?: Database['sslMode'];
  /** What differs for single databases, by the name of the request. @default {} */
  readonly databases?: Readonly<Record<string, ExternalDatabaseChoices>>;
  /**
   * Where the Secrets `<name>-app` with `username` and `password` come from. `{name}` in a path
   * is the name of the request: `postgres/{name}`.
   * @default 'existing'
   */
  readonly credentials?: ExternalCredentials;
  /**
   * Where the Secrets `<name>-ca` come from, whose `ca.crt` is the authority that signed the
   * server's certificate.
   * @default - one that images trust already
   */
  readonly authority?: ExternalCredentials;
  /** Where connections lead, for a server of this cluster whose Pods answer on other ports. @default - host and port */
  readonly destination?: Destination;
}

/**
 * A PostgreSQL server that is there already. Its databases, users and extensions are made by
 * whoever runs it (`requests` lists what was asked for); the Secret of each, `<name>-app` with
 * `username` and `password`, is either there or fetched.
 */
export class ExternalDatabases extends Construct implements DatabaseServer {
  /** Databases that the platform asked for, to be made by hand. */
  readonly requests: DatabaseRequest[] = [];
  private readonly props: ExternalDatabasesProps;
  private readonly accounts: Accounts;
  private readonly authorities: Accounts;
  private readonly asked = new Set<string>();
  private readonly usedBy = new Map<string, string>();

  /** @throws DefinitionError for a host, port or path that cannot be */
  constructor(scope: Construct, id: string, props: ExternalDatabasesProps) {
    super(scope, id);
    this.props = props;
    this.accounts = new Accounts(props.credentials);
    this.authorities = new Accounts(props.authority);
    const places = [props, ...Object.values(props.databases ?? {})];
    const errors = places.flatMap(({ host = props.host, port = 5432 }) => [
      hostError('host', host) ?? portError('port', port) ?? [],
    ]);
    const error =
      errors.flat()[0] ?? credentialsError(props.credentials) ?? credentialsError(props.authority);
    if (error !== undefined) throw new DefinitionError(this, error);
    if (props.sslMode === 'verify-ca' && props.authority === undefined) {
      throw new DefinitionError(
        this,
        "sslMode 'verify-ca' needs the authority to verify by; pass `authority`, or 'verify-full' for a public one",
      );
    }
    warnOfUnused(this, 'databases', props.databases, this.asked);
    Databases.provide(this, this);
  }

  /** @throws DefinitionError if another component has the database of that name */
  postgres(scope: Construct, request: DatabaseRequest): Database {
    const { name, namespace, owner = 'app' } = request;
    const { host = this.props.host, ...own } = this.props.databases?.[name] ?? {};
    const port = own.port ?? this.props.port ?? 5432;
    const { authority } = this.props;
    const secret = { namespace, subject: name };
    const database = own.database ?? request.database ?? owner;
    this.asked.add(name);
    this.claim(scope, `${host}:${port}/${database}`, `${namespace}/${name}`);
    this.requests.push(request);
    this.accounts.provide(scope, {
      ...secret,
      name: `${name}-app`,
      keys: ['username', 'password'],
      purpose: `to fetch the account of database '${name}'`,
    });
    this.authorities.provide(scope, {
      ...secret,
      name: `${name}-ca`,
      keys: ['ca.crt'],
      purpose: `to fetch the authority of database '${name}'`,
    });
    return {
      host,
      port,
      database,
      user: own.user ?? owner,
      userSecret: { name: `${name}-app`, key: 'username' },
      passwordSecret: { name: `${name}-app`, key: 'password' },
      uriSecret: undefined,
      caSecret: authority && { name: `${name}-ca`, key: 'ca.crt' },
      sslMode: this.props.sslMode ?? (authority ? 'verify-full' : 'require'),
      destination: this.props.destination ?? destinationOf(host, port),
    };
  }

  private claim(scope: Construct, place: string, user: string): void {
    const other = this.usedBy.get(place) ?? user;
    if (other !== user) {
      throw new DefinitionError(
        scope,
        `databases '${other}' and '${user}' would share '${place}' and overwrite each other; give one of them its own with \`databases\``,
      );
    }
    this.usedBy.set(place, user);
  }
}
