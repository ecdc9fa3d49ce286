import type { SecretRef } from '../../index';
import type { ProjectMember } from './project-words';

/** A kind of registry, in Harbor's words. */
export type RegistryType =
  | 'docker-hub'
  | 'docker-registry'
  | 'github-ghcr'
  | 'google-gcr'
  | 'aws-ecr'
  | 'azure-acr'
  | 'ali-acr'
  | 'jfrog-artifactory'
  | 'harbor';

/** Account at another registry, in Harbor's namespace. */
export interface RegistryCredentials {
  readonly user: SecretRef;
  readonly password: SecretRef;
}

/** Another registry. Harbor takes it only if it answers. */
export interface RegistryEndpointOptions {
  /** Unique, at most 64 characters. */
  readonly name: string;
  /** `https://registry.example.com`. */
  readonly url: string;
  /** @default 'docker-registry' */
  readonly type?: RegistryType;
  /** @default - nobody in particular */
  readonly credentials?: RegistryCredentials;
  /** Authority that signed its certificate, PEM. @default - one that Harbor trusts already */
  readonly caCertificates?: string;
  /** Whether its certificate is taken as it is. @default false */
  readonly insecure?: boolean;
}

/** A project that fetches images of a public registry when they are first asked for, and keeps them. */
export interface ProxyCacheOptions {
  /** The public registry: `docker.io`. */
  readonly upstream: string;
  /** Name of the project. @default - the upstream with dashes for dots: `docker-io` */
  readonly project?: string;
  /** Where the upstream answers, where that is not its own address. @default - known ones, else `https://<upstream>` */
  readonly url?: string;
  /** @default - what is known of the upstream, else 'docker-registry' */
  readonly type?: RegistryType;
  /** Account, as against limits of anonymous pulls. @default - none */
  readonly credentials?: RegistryCredentials;
  /** Whether everybody may pull, as nodes do without an account. @default true */
  readonly isPublic?: boolean;
  /** Largest size, as a quantity. @default - no limit */
  readonly quota?: string;
  /** Days after the last pull that an image is kept. @default 7 */
  readonly keepDays?: number;
  /** Whether images are scanned when they are fetched. @default true */
  readonly scanOnPush?: boolean;
  /** @default - the platform's groups */
  readonly members?: readonly ProjectMember[];
}

/** Images that are copied from another registry, or to one. */
export interface ReplicationOptions {
  /** Unique. */
  readonly name: string;
  /** Name of the registry endpoint. */
  readonly registry: string;
  /** `pull` copies from there, `push` to there. */
  readonly direction: 'pull' | 'push';
  /** Which images; patterns with `*`, `**` and `{a,b}`. @default - all */
  readonly filters?: {
    /** Repositories: `library/**`. */
    readonly name?: string;
    readonly tag?: string;
    readonly labels?: readonly string[];
  };
  /** Project that they go to, perhaps with a path. @default - the same as there */
  readonly destination?: string;
  /** Parts of the path that `destination` replaces; -1 all but the last. @default -1 */
  readonly replaceParts?: number;
  /**
   * When: by hand, at times in the five fields of cron (UTC), or, for `push`, with every push.
   * @default 'manual'
   */
  readonly trigger?: 'manual' | 'on-push' | { readonly schedule: string };
  /** Whether deletions are copied too. @default false */
  readonly deletions?: boolean;
  /** Whether what is there is overwritten. @default true */
  readonly override?: boolean;
  /** Kilobytes a second for each copy. @default - no limit */
  readonly speed?: number;
}

/** What Harbor does at times, in the five fields of cron, UTC; `never` switches it off. */
export interface ScheduleOptions {
  /** Deletes layers that nothing refers to, and frees their space. @default '0 3 * * 6' */
  readonly garbageCollection?: string;
  /** Whether the collection deletes artifacts without a tag too. @default true */
  readonly deleteUntagged?: boolean;
  /** Scans everything again, for vulnerabilities that were not known before. @default '0 1 * * *' */
  readonly scanAll?: string;
  /** Deletes old entries of the audit log. @default '0 4 * * *' */
  readonly purgeAuditLog?: string;
  /** Days that entries of the audit log are kept in the database. @default 90 */
  readonly auditLogDays?: number;
}
