import { Capability, type Destination, type SecretRef } from '../kernel';

/** Who reads secrets from a store and brings them to Pods. */
export interface StoreReader {
  /** ServiceAccount that it logs in as. */
  readonly serviceAccount: string;
  /** Namespace of that ServiceAccount. */
  readonly namespace: string;
  /** Whether it may write too. @default 'read' */
  readonly access?: 'read' | 'write';
}

/** How a reader logs in with its ServiceAccount. */
export interface StoreLogin {
  /** Where the method is mounted: `kubernetes`. */
  readonly mountPath: string;
  /** Role that its ServiceAccount is bound to. */
  readonly role: string;
}

/** A Secret's key, with the namespace that it is in. */
export interface StoreAuthority extends SecretRef {
  readonly namespace: string;
}

/** Keeps secrets outside of the cluster's own API; speaks the API of Vault. */
export interface SecretStore {
  /** Unique in the cluster, a DNS label: `openbao`. */
  readonly name: string;
  /** Address with scheme and port: `https://openbao-active.openbao.svc:8200`. */
  readonly server: string;
  /** Authority of the server's certificate. */
  readonly ca: StoreAuthority;
  /** Where its key-value engine, version 2, is mounted: `kv`. */
  readonly path: string;
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
  /** Lets a reader in, from the time when the store is unsealed and configured. */
  admit(reader: StoreReader): StoreLogin;
}

export const SecretStores = new Capability<SecretStore>('secret-stores', 'a secret store');
