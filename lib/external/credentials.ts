import type { Construct } from 'constructs';
import { Secrets } from '../contracts/secrets';

/** An account that is read from the platform's secret store. */
export interface FetchedCredentials {
  /**
   * Where the account is in the store. `{name}` stands for the name of what is asked for (bucket,
   * database, client), `{namespace}` for the namespace of who asks: `s3/{name}`.
   */
  readonly path: string;
  /** Store to read. @default - the platform's default store */
  readonly store?: string;
  /**
   * Names of the properties at that path, by key of the Secret: `{ password: 'pw' }`.
   * @default - the same as the Secret's keys
   */
  readonly properties?: Readonly<Record<string, string>>;
}

/**
 * Where the Secret with an account comes from: it is there already under the name that each class
 * documents, or it is written from the secret store.
 */
export type ExternalCredentials = 'existing' | FetchedCredentials;

/** A Secret that somebody needs. */
export interface SecretNeed {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  /** Name of what is asked for, filled into the path. */
  readonly subject: string;
  /** What fails without a secret store, as read in errors: `to fetch …`. */
  readonly purpose: string;
}

/** What is wrong with where an account comes from. */
export function credentialsError(
  credentials: ExternalCredentials = 'existing',
): string | undefined {
  if (credentials === 'existing') return undefined;
  const { path } = credentials;
  if (path.trim() === '')
    return 'the path of the credentials is empty; pass one such as `s3/{name}`';
  const unknown = [...path.matchAll(/\{([^}]*)\}/g)].find(
    ([, word]) => word !== 'name' && word !== 'namespace',
  );
  return (
    unknown &&
    `the path '${path}' has an unknown '${unknown[0]}'; it may hold \`{name}\` and \`{namespace}\``
  );
}

/** The accounts at one external system: each Secret is drawn once, below who asks first. */
export class Accounts {
  private readonly drawn = new Set<string>();

  constructor(private readonly credentials: ExternalCredentials = 'existing') {}

  /** Sees that a Secret is there, unless it is the user who does. */
  provide(scope: Construct, need: SecretNeed): void {
    if (this.credentials === 'existing') return;
    const { path, store, properties = {} } = this.credentials;
    const { name, namespace, keys, subject, purpose } = need;
    if (this.drawn.has(`${namespace}/${name}`)) return;
    this.drawn.add(`${namespace}/${name}`);
    const at = path.replaceAll('{name}', subject).replaceAll('{namespace}', namespace);
    const data = Object.fromEntries(
      keys.map((key) => [key, { path: at, property: properties[key] ?? key }]),
    );
    Secrets.require(scope, purpose);
    Secrets.whenProvided(scope, (secrets) => {
      secrets.fetch(scope, { name, namespace, data, ...(store !== undefined && { store }) });
    });
  }
}
