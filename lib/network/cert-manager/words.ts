import type { SecretRef } from '../../index';
import type { AcmeSolver } from './solver-words';

/** What every issuer has. Secrets are read in cert-manager's `clusterResourceNamespace`. */
export interface IssuerOptions {
  /** Name of the ClusterIssuer, a DNS label. */
  readonly name: string;
}

/** Directory of an ACME server; `letsencrypt-staging` for tests, which are not rate limited. */
export type AcmeServer = 'letsencrypt' | 'letsencrypt-staging' | `https://${string}`;

/** Certificates of an ACME server such as Let's Encrypt. */
export interface AcmeIssuerOptions extends IssuerOptions {
  /** @default 'letsencrypt' */
  readonly server?: AcmeServer;
  /** Address that the server writes to. @default - none */
  readonly email?: string;
  /** Ways to prove that a name is ours; the most specific that fits a name is taken. */
  readonly solvers: readonly AcmeSolver[];
  /** Account with an authority that wants one: external account binding. @default - none */
  readonly externalAccount?: {
    readonly keyId: string;
    /** The MAC key, base64url encoded. */
    readonly secret: SecretRef;
  };
  /** CA of the server itself, PEM in base64; for a private one. @default - the system's CAs */
  readonly caBundle?: string;
  /** Profile that the server has, such as `tlsserver` or `shortlived`. @default - the server's */
  readonly profile?: string;
  /** Common name of the root that the chain should end in. @default - the server's */
  readonly preferredChain?: string;
}

/** Certificates signed by a CA whose key is in a Secret. */
export interface CaIssuerOptions extends IssuerOptions {
  /** Secret of type `kubernetes.io/tls` with the CA's certificate and key. */
  readonly secretName: string;
  /** Where revoked certificates are listed. @default - nowhere */
  readonly crlDistributionPoints?: readonly string[];
}

/** A CA of the cluster's own: made and renewed by cert-manager, key and certificate in a Secret. */
export interface InternalCaOptions extends IssuerOptions {
  /** Common name of the CA. @default - '<platform> internal CA' */
  readonly commonName?: string;
  /** How long the CA is valid, in days; clients must trust its successor before. @default 3650 */
  readonly validDays?: number;
  /** Domains that it may sign for, subdomains included. @default - any */
  readonly permittedDomains?: readonly string[];
}

/** How cert-manager logs in to Vault. */
export type VaultAuth =
  | {
      readonly method: 'kubernetes';
      /** Role of Vault's Kubernetes auth method. */
      readonly role: string;
      /** ServiceAccount that the role is bound to; it is created. @default 'vault-issuer' */
      readonly serviceAccount?: string;
      /** @default '/v1/auth/kubernetes' */
      readonly mountPath?: string;
    }
  | {
      readonly method: 'app-role';
      readonly roleId: string;
      readonly secret: SecretRef;
      /** @default 'approle' */
      readonly mountPath?: string;
    }
  | { readonly method: 'token'; readonly secret: SecretRef };

/** Certificates of HashiCorp Vault's or OpenBao's PKI engine. */
export interface VaultIssuerOptions extends IssuerOptions {
  /** Address with scheme: `https://vault.example.com:8200`. */
  readonly server: string;
  /** Sign endpoint of the engine: `pki/sign/platform`. */
  readonly path: string;
  readonly auth: VaultAuth;
  /** Namespace of Vault Enterprise or OpenBao. @default - the root namespace */
  readonly vaultNamespace?: string;
  /** CA of the server, PEM. @default - the system's CAs */
  readonly caSecret?: SecretRef;
}
