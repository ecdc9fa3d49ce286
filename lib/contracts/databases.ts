import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef } from '../kernel';

/** A database that a component asks for. */
export interface DatabaseRequest {
  /** Name of the database server's objects and of its Services: `keycloak-db`. */
  readonly name: string;
  /** Namespace of the Pods that use it. */
  readonly namespace: string;
  /** Name of the database. @default - the owner's name */
  readonly database?: string;
  /** User that owns the database: letters, digits, `_`. @default 'app' */
  readonly owner?: string;
  /** Volume of each copy, as a quantity. @default '10Gi' */
  readonly size?: string;
  /** CPU and memory that each copy asks for. @default - small: 250m and 512Mi */
  readonly resources?: { readonly cpu: string; readonly memory: string };
  /** Settings of the server: `{ max_connections: '200' }`. @default {} */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Extensions that are created in the database. @default [] */
  readonly extensions?: readonly string[];
  /** Whether clients go through a pool of connections, one a transaction. @default false */
  readonly pooled?: boolean;
}

/** A PostgreSQL database as its user needs to know it. */
export interface Database {
  /** Host that takes writes, as a name of the cluster's DNS: `keycloak-db-rw.keycloak.svc`. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** In the requester's namespace. */
  readonly userSecret: SecretRef;
  /** In the requester's namespace. */
  readonly passwordSecret: SecretRef;
  /** Whole address with user and password, `postgresql://…`; `undefined` where there is none. */
  readonly uriSecret: SecretRef | undefined;
  /** Certificate of the authority to verify the server by; `undefined` where images trust it already. */
  readonly caSecret: SecretRef | undefined;
  /** What the server takes: `require` or stricter as a rule. */
  readonly sslMode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
}

/** Runs PostgreSQL databases, backed up and watched. */
export interface DatabaseServer {
  /**
   * Has a database made for one component, with its credentials in the namespace; objects are
   * drawn below `scope`, before the releases of the component that asks.
   */
  postgres(scope: Construct, request: DatabaseRequest): Database;
}

export const Databases = new Capability<DatabaseServer>('databases', 'a database server', {
  kinds: ['Cluster.postgresql.cnpg.io'],
});
