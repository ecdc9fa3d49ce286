import type { Database } from '../../contracts/databases';
import type { Destination, SecretRef } from '../../index';

/** A PostgreSQL database that is there already. */
export interface DatabaseOptions {
  /** Host that takes writes: `postgres.example.com`. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** @default 'keycloak' */
  readonly database?: string;
  /** Secret in Keycloak's namespace. */
  readonly userSecret: SecretRef;
  /** Secret in Keycloak's namespace. */
  readonly passwordSecret: SecretRef;
  /** How the server is verified. @default 'verify-full' with `caSecret`, else 'require' */
  readonly sslMode?: Database['sslMode'];
  /** Certificate of the authority that signed the server's. @default - none */
  readonly caSecret?: SecretRef;
  /** Where connections lead, for a server of this cluster. @default - host and port */
  readonly destination?: Destination;
}

/** Connections that each instance keeps to the database. */
export interface PoolOptions {
  /** At the start. @default - as many as `max` */
  readonly initial?: number;
  /** @default - as many as `max`: making connections under load is slow */
  readonly min?: number;
  /** @default 25; 10 in a single-node platform */
  readonly max?: number;
}

/** Secrets of the two accounts that exist from the first start on. */
export interface AdminOptions {
  /** Secret with `username` and `password`: the person who sets up the others. */
  readonly userSecret: string;
  /** Secret with `client-id` and `client-secret`: the account that keeps the realm configured. */
  readonly serviceSecret: string;
}

/**
 * TLS between the gateway and Keycloak. Needed where Pods have addresses outside the private ranges:
 * Keycloak answers those by TLS only.
 */
export interface TlsOptions {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`. @default - one from the platform's issuer of certificates */
  readonly secretName?: string;
  /**
   * Issuer to use: one with an authority of your own, as the certificate names the Service, which
   * public authorities do not sign.
   * @default - the platform's default issuer
   */
  readonly issuer?: string;
}

/** An image of your own: with themes, providers, a JDBC driver. */
export interface ImageOptions {
  /** `registry.example.com/keycloak:26.6.4`; its Keycloak has the operator's version. */
  readonly reference: string;
  /** Whether `kc.sh build` ran in it: it then starts faster, with the features it was built with. @default true */
  readonly optimized?: boolean;
  /** Secrets that pull it. @default [] */
  readonly pullSecrets?: readonly string[];
}

/** How a change of image or options reaches the instances. */
export interface UpdateOptions {
  /**
   * `Auto` asks Keycloak whether old and new may run side by side, and stops all instances only
   * where they may not; `Explicit` rolls as long as `revision` stays the same.
   * @default 'Auto'
   */
  readonly strategy?: 'Auto' | 'Explicit' | 'RecreateOnImageChange';
  /** For `Explicit`: changed by hand where instances must stop first. @default - none */
  readonly revision?: string;
}

/** How the servers run. */
export interface ServerOptions {
  /** @default 2; 1 in a single-node platform */
  readonly instances?: number;
  /** @default 500m, 1700Mi and at most 2Gi of memory; half of the CPU, 1Gi and 1536Mi in a single-node platform */
  readonly resources?: {
    readonly cpu: string;
    readonly memory: string;
    readonly memoryLimit: string;
  };
  /** @default - one from the platform's database server */
  readonly database?: DatabaseOptions;
  /** Volume of each copy of the platform's database. @default '10Gi' */
  readonly databaseSize?: string;
  /** @default - see its fields */
  readonly pool?: PoolOptions;
  /** Encrypts between gateway and Keycloak too. @default - TLS ends at the gateway */
  readonly tls?: TlsOptions;
  /** Features to switch on or off: `{ disabled: ['impersonation'] }`. @default {} */
  readonly features?: {
    readonly enabled?: readonly string[];
    readonly disabled?: readonly string[];
  };
  /** Further options of `kc.sh start`, by name without dashes in front. @default {} */
  readonly options?: Readonly<Record<string, string | SecretRef>>;
  /** @default - the operator's own version of Keycloak */
  readonly image?: ImageOptions;
  /** @default - rolls where Keycloak allows it */
  readonly update?: UpdateOptions;
  /** Labels of the nodes that may run it. @default - all nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly priorityClassName?: string;
  /** Taints that it accepts. @default [] */
  readonly tolerations?: readonly Toleration[];
}

/** A taint that Pods accept. */
export interface Toleration {
  readonly key: string;
  /** @default - any value */
  readonly value?: string;
  /** @default - all effects */
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}
