import type { SecretRef } from '../../index';

/** By the transit engine of another Vault or OpenBao. */
export interface TransitSeal {
  readonly type: 'transit';
  /** Address with scheme and port: `https://vault.example.com:8200`. */
  readonly server: string;
  readonly keyName: string;
  /** @default 'transit' */
  readonly mountPath?: string;
  /** Periodic, orphan token that may encrypt and decrypt with the key. */
  readonly token: SecretRef;
  /** Authority of the server's certificate. @default - one that the image trusts */
  readonly ca?: SecretRef;
}

/** By AWS KMS. */
export interface AwsKmsSeal {
  readonly type: 'awskms';
  readonly region: string;
  /** Id or ARN of the key. */
  readonly keyId: string;
  /** Address of the API, for a private endpoint. @default - the region's own */
  readonly endpoint?: string;
  /** @default - the rights of the node or of the ServiceAccount */
  readonly credentials?: { readonly accessKey: SecretRef; readonly secretKey: SecretRef };
}

/** By Azure Key Vault. */
export interface AzureKeyVaultSeal {
  readonly type: 'azurekeyvault';
  readonly tenantId: string;
  readonly vaultName: string;
  readonly keyName: string;
  /** @default - the managed identity of the node */
  readonly credentials?: { readonly clientId: string; readonly clientSecret: SecretRef };
}

/** By Google Cloud KMS. */
export interface GcpKmsSeal {
  readonly type: 'gcpckms';
  readonly project: string;
  /** Region of the key ring: `global`. */
  readonly region: string;
  readonly keyRing: string;
  readonly key: string;
  /** JSON file of a service account. @default - workload identity */
  readonly credentials?: SecretRef;
}

/** By a key that lies beside the server; OpenBao only. */
export interface StaticSeal {
  readonly type: 'static';
  /** Name of the key, changed with it: `2025-1`. */
  readonly keyId: string;
  /** 32 bytes. @default - made by the platform's source of secrets */
  readonly key?: SecretRef;
  /** The key before, to rotate. @default - none */
  readonly previous?: { readonly keyId: string; readonly key: SecretRef };
}

/** What opens the storage when a server starts. */
export type VaultSeal = TransitSeal | AwsKmsSeal | AzureKeyVaultSeal | GcpKmsSeal | StaticSeal;
