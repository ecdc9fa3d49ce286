import type { StoreAuthority } from '../../contracts/secret-stores';

/** A Vault or OpenBao outside of the platform. */
export interface OutsideVault {
  /** Address with scheme and port: `https://vault.example.com:8200`. */
  readonly server: string;
  /** Where its key-value engine, version 2, is mounted. @default 'kv' */
  readonly path?: string;
  /** Role that the ServiceAccounts `vault-secrets` of all namespaces are bound to. */
  readonly role: string;
  /** Where its Kubernetes method is mounted. @default 'kubernetes' */
  readonly mountPath?: string;
  /** Secret with the authority of its certificate, under `ca.crt`. @default - one that the image trusts */
  readonly ca?: Omit<StoreAuthority, 'key'>;
}

/** What is restarted when a Secret changes. */
export interface RestartTarget {
  readonly kind: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  readonly name: string;
}

/** A Secret that follows Vault. */
export interface VaultSecretOptions {
  /** Name of the Secret, and of the object. */
  readonly name: string;
  readonly namespace: string;
  /** Type of the Secret. @default 'Opaque' */
  readonly type?: string;
  /** Restarted when it changes. @default [] */
  readonly restarts?: readonly RestartTarget[];
}

/** A secret of a key-value engine. */
export interface StaticSecretOptions extends VaultSecretOptions {
  /** Path below the engine: `shop/database`. */
  readonly path: string;
  /** The engine. @default - the one of the store */
  readonly mount?: string;
  /** How often it is read, as a duration. @default '1m' */
  readonly refreshAfter?: string;
}

/** Credentials that are made for the one who asks, and revoked with the object. */
export interface DynamicSecretOptions extends VaultSecretOptions {
  /** The engine: `database`. */
  readonly mount: string;
  /** Path below it: `creds/shop`. */
  readonly path: string;
  /** Share of the lease, in percent, after which it is renewed. @default 67 */
  readonly renewalPercent?: number;
}

/** A certificate that Vault signs. */
export interface PkiSecretOptions extends VaultSecretOptions {
  /** The engine: `pki`. */
  readonly mount: string;
  /** Role of the engine that says what may be signed. */
  readonly role: string;
  readonly commonName: string;
  /** @default [] */
  readonly altNames?: readonly string[];
  /** How long it is valid, as a duration. @default - the role's own */
  readonly ttl?: string;
  /** How long before its end it is renewed, as a duration. @default '24h' */
  readonly expiryOffset?: string;
}
