import type { Construct } from 'constructs';
import type { CertificateRequest } from '../../contracts/certificates';
import { allowIngress, KubeObject } from '../../index';
import { Certificate, type CertificateSpec } from './kinds';

/** A certificate that somebody asked for, and where its objects are drawn. */
export interface Requested {
  readonly scope: Construct;
  readonly request: CertificateRequest;
}

/** Draws the certificate of a server; `issuer` is asked late. */
export function drawCertificate(
  { scope, request: { name, namespace, hosts, secretName } }: Requested,
  issuer: () => string | undefined,
): void {
  new KubeObject(scope, `Certificate-${name}`, Certificate, {
    name,
    namespace,
    // Pods mount it, and what waits for them would wait for ever.
    phase: 'before',
    body: (): { readonly spec: CertificateSpec } => ({
      spec: {
        secretName,
        dnsNames: hosts,
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer() ?? '' },
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['digital signature', 'server auth'],
      },
    }),
  });
}

/** Lets the gateway reach the Pod that answers an HTTP-01 challenge, where the namespace is closed. */
export function admitChallenges({ scope, request: { name, namespace } }: Requested): void {
  allowIngress(scope, {
    name: `acme-challenges-${name}`,
    namespace,
    pods: { 'acme.cert-manager.io/http01-solver': 'true' },
    rule: { with: 'anywhere', ports: [8089] },
  });
}
