import type { Construct } from 'constructs';
import { KubeObject, type Kind } from '../../index';
import {
  Certificate,
  type CertificateSpec,
  type ClusterIssuerSpec,
} from '../../network/cert-manager/kinds';
import { PARTS, partSecret, TOKEN_SECRET, type Part } from './names';

/** An issuer for one namespace. */
const Issuer: Kind<{ readonly spec: Pick<ClusterIssuerSpec, 'ca' | 'selfSigned'> }> = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  from: 'kubestrata/network/cert-manager',
};

const ROOT = 'harbor-self-signed';
const AUTHORITY = 'harbor-internal';
const TEN_YEARS = '87600h';

/**
 * The key that tokens are signed by. All copies of core must have the same one, and read it when
 * they start; so it never changes by itself.
 */
export function drawTokenCertificate(scope: Construct, namespace: string): void {
  drawIssuer(scope, namespace, ROOT, { selfSigned: {} });
  drawCertificate(scope, namespace, TOKEN_SECRET, {
    secretName: TOKEN_SECRET,
    commonName: 'harbor-token',
    duration: TEN_YEARS,
    renewBeforePercentage: 5,
    privateKey: { algorithm: 'RSA', size: 4096, rotationPolicy: 'Never' },
    usages: ['digital signature'],
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: ROOT },
  });
}

/** An authority for Harbor's parts alone, and a certificate for each. */
export function drawInternalCertificates(scope: Construct, namespace: string): void {
  drawCertificate(scope, namespace, AUTHORITY, {
    isCA: true,
    secretName: AUTHORITY,
    commonName: AUTHORITY,
    duration: TEN_YEARS,
    renewBeforePercentage: 20,
    privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
    usages: ['cert sign', 'crl sign', 'digital signature'],
    issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: ROOT },
  });
  drawIssuer(scope, namespace, AUTHORITY, { ca: { secretName: AUTHORITY } });
  for (const part of PARTS) {
    drawCertificate(scope, namespace, partSecret(part), {
      secretName: partSecret(part),
      commonName: `harbor-${part}`,
      dnsNames: namesOf(part, namespace),
      ...(part === 'core' && { ipAddresses: ['127.0.0.1'] }),
      // Parts read theirs when they start: it must outlive the time between two upgrades.
      duration: '26280h',
      renewBeforePercentage: 50,
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: AUTHORITY },
    });
  }
}

/** Core calls itself by address. */
const namesOf = (part: Part, namespace: string): string[] => [
  `harbor-${part}`,
  `harbor-${part}.${namespace}.svc`,
  ...(part === 'core' ? ['localhost'] : []),
];

function drawIssuer(
  scope: Construct,
  namespace: string,
  name: string,
  spec: Pick<ClusterIssuerSpec, 'ca' | 'selfSigned'>,
): void {
  const body = { spec };
  new KubeObject(scope, `Issuer-${name}`, Issuer, { name, namespace, phase: 'before', body });
}

function drawCertificate(
  scope: Construct,
  namespace: string,
  name: string,
  spec: CertificateSpec,
): void {
  const id = `Certificate-${name}`;
  new KubeObject(scope, id, Certificate, { name, namespace, phase: 'before', body: { spec } });
}
