import { Construct } from 'constructs';
import { Caches, type Cache, type CacheRequest, type CacheServer } from '../contracts/caches';
import { DefinitionError, type Destination } from '../index';
import { destinationOf, hostError, portError } from './address';
import { Accounts, credentialsError, type ExternalCredentials } from './credentials';
import { warnOfUnused } from './unused-choices';

/** Where one cache is, if not where all are. */
export interface ExternalCacheChoices {
  /** @default - the server's */
  readonly host?: string;
  /** @default - the server's */
  readonly port?: number;
}

export interface ExternalCachesProps {
  /** Host that takes writes: `cache.example.com`. */
  readonly host: string;
  /** @default 6379 */
  readonly port?: number;
  /** Whether it speaks TLS. @default true */
  readonly secure?: boolean;
  /** Where single caches are, by the name of the request. @default {} */
  readonly caches?: Readonly<Record<string, ExternalCacheChoices>>;
  /**
   * Where the Secrets `<name>-auth` with `password` come from. `{name}` in a path is the name of
   * the request: `cache/{name}`.
   * @default 'existing'
   */
  readonly credentials?: ExternalCredentials;
  /** Where connections lead, for a server of this cluster whose Pods answer on other ports. @default - host and port */
  readonly destination?: Destination;
}

/**
 * A cache server that is there already and speaks the protocol of Redis. Two components must not
 * share its data: give each its own by `caches`. The Secret of each, `<name>-auth` with
 * `password`, is either there or fetched.
 */
export class ExternalCaches extends Construct implements CacheServer {
  private readonly props: ExternalCachesProps;
  private readonly accounts: Accounts;
  private readonly asked = new Set<string>();
  private readonly usedBy = new Map<string, string>();

  /** @throws DefinitionError for a host, port or path that cannot be */
  constructor(scope: Construct, id: string, props: ExternalCachesProps) {
    super(scope, id);
    this.props = props;
    this.accounts = new Accounts(props.credentials);
    const places = [props, ...Object.values(props.caches ?? {})];
    const errors = places.flatMap(({ host = props.host, port = 6379 }) => [
      hostError('host', host) ?? portError('port', port) ?? [],
    ]);
    const error = errors.flat()[0] ?? credentialsError(props.credentials);
    if (error !== undefined) throw new DefinitionError(this, error);
    warnOfUnused(this, 'caches', props.caches, this.asked);
    Caches.provide(this, this);
  }

  /** @throws DefinitionError if another cache is at that host and port */
  cache(scope: Construct, { name, namespace }: CacheRequest): Cache {
    const own = this.props.caches?.[name];
    const user = `${namespace}/${name}`;
    this.asked.add(name);
    const { host, port } = { host: this.props.host, port: this.props.port ?? 6379, ...own };
    const other = this.usedBy.get(`${host}:${port}`);
    if (other !== undefined && other !== user) {
      throw new DefinitionError(
        scope,
        `caches '${other}' and '${user}' would share '${host}:${port}' and overwrite each other; give one of them its own place with \`caches\``,
      );
    }
    this.usedBy.set(`${host}:${port}`, user);
    this.accounts.provide(scope, {
      name: `${name}-auth`,
      namespace,
      keys: ['password'],
      subject: name,
      purpose: `to fetch the password of cache '${name}'`,
    });
    return {
      host,
      port,
      passwordSecret: { name: `${name}-auth`, key: 'password' },
      secure: this.props.secure ?? true,
      destination: this.props.destination ?? destinationOf(host, port),
    };
  }
}
