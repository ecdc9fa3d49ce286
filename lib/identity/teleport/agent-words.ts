import type { Destination } from '../../index';

/** A web application that an agent brings to people. */
export interface AgentApplication {
  /** DNS label; below the hostname of Teleport it is the application's own. */
  readonly name: string;
  /** Address that the agent connects to: `http://longhorn-frontend.longhorn-system.svc:80`. */
  readonly uri: string;
  /** By which roles admit people. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether the certificate of an `https` address is not verified. @default false */
  readonly insecureSkipVerify?: boolean;
  /** Where connections lead, for network rules. @default - where the address leads */
  readonly destination?: Destination;
}

/** A database that an agent brings to people. Its server must trust Teleport's authority. */
export interface AgentDatabase {
  /** DNS label. */
  readonly name: string;
  readonly protocol: 'postgres' | 'mysql' | 'mongodb' | 'redis' | 'cassandra' | 'elasticsearch';
  /** Host and port: `shop-rw.shop.svc:5432`. */
  readonly uri: string;
  /** By which roles admit people. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** How the agent verifies the server's certificate. @default 'verify-full' */
  readonly tlsMode?: 'verify-full' | 'verify-ca' | 'insecure';
  /** Where connections lead, for network rules. @default - where the address leads */
  readonly destination?: Destination;
}
