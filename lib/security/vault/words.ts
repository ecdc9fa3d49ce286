/** What a token may do at a path. */
export type PolicyCapability =
  'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'sudo' | 'deny';

/** Rights at one path. */
export interface PolicyRule {
  /** `kv/data/shop/*`; `+` stands for one part, `*` at the end for anything. */
  readonly path: string;
  readonly capabilities: readonly PolicyCapability[];
  /** Parameters that may be given, each with the values it may have; an empty list means any. @default - any */
  readonly allowedParameters?: Readonly<Record<string, readonly string[]>>;
  /** Parameters that may not be given. @default - none */
  readonly deniedParameters?: Readonly<Record<string, readonly string[]>>;
  /** Parameters that must be given. @default [] */
  readonly requiredParameters?: readonly string[];
}

/** Rights by name, which roles and groups are given. */
export interface VaultPolicy {
  /** Lower case letters, digits, `-`, `_`. */
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

/** Pods that may log in, by their ServiceAccount. */
export interface KubernetesRole {
  readonly name: string;
  readonly namespaces: readonly string[];
  readonly serviceAccounts: readonly string[];
  /** Policies that their tokens have. */
  readonly policies: readonly string[];
  /** How long a token lives, as a duration. @default '1h' */
  readonly ttl?: string;
  /** Audience that the ServiceAccount's token must have. @default - that of the API server */
  readonly audience?: string;
}

/** A key-value engine, version 2. */
export interface KvMount {
  /** `kv`: secrets are at `kv/data/…`. */
  readonly path: string;
  /** @default - none */
  readonly description?: string;
  /** Versions of each secret that are kept. @default 10 */
  readonly maxVersions?: number;
}

/** Policies of people, by what they may do on the platform. */
export interface PeoplePolicies {
  /** @default - everything */
  readonly admin?: readonly string[];
  /** @default - reads and writes of the key-value engines */
  readonly editor?: readonly string[];
  /** @default - a login, and nothing more */
  readonly viewer?: readonly string[];
}

/** Copies of the whole storage, in a bucket. */
export interface VaultSnapshots {
  /** In the five fields of cron, UTC. @default '17 * * * *' */
  readonly schedule?: string;
  /** Days that each is kept. @default 14 */
  readonly keepDays?: number;
  /** Name of the bucket. @default - `<release>-snapshots` */
  readonly bucket?: string;
}

/** Rights on what is below a prefix of a key-value engine: `kvRules('kv', 'shop', 'read')`. */
export function kvRules(mount: string, prefix: string, access: 'read' | 'write'): PolicyRule[] {
  const under = prefix === '' ? '*' : `${prefix}/*`;
  const metadata: PolicyRule = {
    path: `${mount}/metadata/${under}`,
    capabilities: ['read', 'list'],
  };
  if (access === 'read') {
    return [{ path: `${mount}/data/${under}`, capabilities: ['read'] }, metadata];
  }
  const all = ['create', 'read', 'update', 'patch', 'delete', 'list'] as const;
  return [
    { path: `${mount}/data/${under}`, capabilities: all },
    { ...metadata, capabilities: all },
  ];
}
