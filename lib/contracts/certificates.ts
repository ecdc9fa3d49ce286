import type { Construct } from 'constructs';
import { Capability } from '../kernel';

/** What a component asks a certificate for. */
export interface CertificateRequest {
  /** Name of the certificate object. */
  readonly name: string;
  readonly namespace: string;
  /** DNS names, wildcards included; at least one. */
  readonly hosts: readonly string[];
  /** Secret that will hold `tls.crt`, `tls.key` and, where known, `ca.crt`. */
  readonly secretName: string;
  /** Issuer to use. @default - the platform's default issuer */
  readonly issuer?: string;
}

/** Issues and renews TLS certificates. */
export interface CertificateIssuer {
  /** Has a certificate written into a Secret and kept fresh; objects are drawn below `scope`. */
  request(scope: Construct, request: CertificateRequest): void;
}

export const Certificates = new Capability<CertificateIssuer>(
  'certificates',
  'a certificate issuer',
  { kinds: ['Certificate.cert-manager.io'] },
);
